"""A house whose files are in a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from clustercourse import files
from clustercourse.files import BucketStore, FolderStore, Store
from clustercourse.house import use_house
from config import Bucket
from tests.files.server import BucketServer, Way, bucket_server, way_to

HOUSE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def server() -> Iterator[BucketServer]:
    with bucket_server() as running:
        yield running


@pytest.fixture
def bucket(server: BucketServer) -> Bucket:
    return server.new_bucket("kept/")


@pytest.fixture
def way(server: BucketServer) -> Iterator[Way]:
    with way_to(server.endpoint) as leading:
        yield leading


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each kind of store, empty."""
    if request.param == "folder":
        yield FolderStore(tmp_path / "files")
        return
    made = BucketStore(request.getfixturevalue("bucket"), house=HOUSE)
    yield made
    made.s3.close()


@pytest.fixture
def house_with_bucket(app: Flask, bucket: Bucket) -> Iterator[BucketStore]:
    """The house of the test keeps its files in the bucket, by its settings."""
    settings = replace(app.extensions["settings"], bucket=bucket)
    use_house(settings)
    made = files.store_of(settings)
    assert isinstance(made, BucketStore)
    files.use_store(made)
    yield made
    made.s3.close()


@pytest.fixture
def far_house(house_with_bucket: BucketStore, way: Way) -> Iterator[BucketStore]:
    """The same, by a way that can be cut."""
    made = BucketStore(replace(house_with_bucket.bucket, endpoint=way.endpoint), house=house_with_bucket.house)
    files.use_store(made)
    yield made
    made.s3.close()
