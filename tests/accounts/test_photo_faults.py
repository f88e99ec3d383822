"""A process that dies while it keeps a photo: the page shows the photo before or the one after, and trying again heals."""

from __future__ import annotations

import hashlib
import io
import signal
from collections.abc import Callable

import pytest
from PIL import Image
from sqlalchemy import select

from clustercourse import faults
from clustercourse.db import value
from clustercourse.files import store
from clustercourse.models.accounts import Person
from clustercourse.models.files import StoredFile
from tests import make
from tests.conftest import LONG
from tests.page import Browser
from tests.processes import run_apart


def photo(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "PNG")
    return made.getvalue()


def send(browser: Browser, colour: str) -> list[str]:
    return browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(photo(colour)), "p.png")}).texts("div", "flash")


@pytest.mark.parametrize("point", ["files.before_write", "files.before_sync", "files.before_rename", "files.after_rename"])
@pytest.mark.parametrize("round_", range(20 if LONG else 1))
def test_killed_while_a_photo_is_kept(browser: Browser, point: str, round_: int, figure: Callable[[str, object], None]) -> None:
    browser.sign_in(make.person("Ada"))
    assert send(browser, "red") == ["Your photo is saved."]
    before = value(select(Person.photo_digest))

    def work() -> None:
        faults.arm("test", f"{point}:kill")
        send(browser, "blue")

    assert run_apart(work) == -signal.SIGKILL
    assert value(select(Person.photo_digest)) == before
    assert all_rows_have_their_bytes()
    assert send(browser, "blue") == ["Your photo is saved."]
    assert value(select(Person.photo_digest)) != before
    assert all_rows_have_their_bytes()
    figure("kills", 1)


def all_rows_have_their_bytes() -> bool:
    digest = value(select(StoredFile.digest))
    return hashlib.sha256(store().get(digest)).hexdigest() == digest
