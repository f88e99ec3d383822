"""What is said about the settings of a bucket, by the name of the variable."""

from __future__ import annotations

import pytest

from clustercourse.files import BucketStore, FolderStore, store_of
from config import SettingsError, settings_from

GIVEN = {
    "CC_ENV": "test",
    "CC_DATA": "/dev/shm/no-such-house",
    "SECRET_KEY": "a test key that is long enough, 0123456789",
    "FILES_URL": "s3://house/kept/here",
    "FILES_REGION": "eu-north-1",
    "FILES_KEY_ID": "AKID",
    "FILES_SECRET_KEY": "very secret",
}


def test_a_bucket() -> None:
    settings = settings_from(GIVEN)
    assert settings.bucket is not None
    assert (settings.bucket.name, settings.bucket.prefix) == ("house", "kept/here/")
    assert settings.bucket.endpoint == "https://s3.eu-north-1.amazonaws.com"
    assert "very secret" not in repr(settings)
    assert isinstance(store_of(settings), BucketStore)
    whole = settings_from({**GIVEN, "FILES_URL": "s3://my.house-1/", "FILES_ENDPOINT": "https://s3.example.com:9000/"}).bucket
    assert whole is not None
    assert (whole.name, whole.prefix, whole.endpoint) == ("my.house-1", "", "https://s3.example.com:9000")


def test_without_one_the_data_folder_keeps_files() -> None:
    settings = settings_from({name: text for name, text in GIVEN.items() if not name.startswith("FILES_")})
    assert (settings.bucket, store_of(settings)) == (None, FolderStore(settings.data / "files"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"FILES_URL": "https://house"},
            "FILES_URL is “https://house”. It must look like s3://bucket or s3://bucket/folder, in plain letters and digits.",
        ),
        ({"FILES_URL": "s3://house/../other"}, "FILES_URL is “s3://house/../other”. It must look like"),
        ({"FILES_URL": "s3://h"}, "FILES_URL is “s3://h”. It must look like"),
        ({"FILES_REGION": ""}, "FILES_REGION is missing or not a region."),
        ({"FILES_KEY_ID": " "}, "FILES_KEY_ID is missing."),
        ({"FILES_SECRET_KEY": ""}, "FILES_SECRET_KEY is missing."),
        ({"FILES_ENDPOINT": "s3.example.com"}, "FILES_ENDPOINT is “s3.example.com”. It must be the provider's address without the bucket"),
        ({"FILES_ENDPOINT": "https://s3.example.com/house"}, "FILES_ENDPOINT is “https://s3.example.com/house”. It must be"),
        (
            {"FILES_ENDPOINT": "http://s3.example.com", "CC_ENV": "production", "BASE_URL": "https://a.example.com"},
            "FILES_ENDPOINT is “http://s3.example.com”. In production it must begin with https://",
        ),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_from({**GIVEN, **changed})
    assert str(refused.value.code).startswith(sentence)
