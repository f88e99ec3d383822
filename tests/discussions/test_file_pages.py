"""Files beside posts: who gets them and how, and what becomes of the others."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select, update

from clustercourse.db import now, rows, writing
from clustercourse.files import store
from clustercourse.models.discussions import Post, PostFile
from tests.accounts.test_settings import HOSTILE
from tests.discussions import given
from tests.discussions.here import Here, texts
from tests.page import Browser, Page, fields_of

NOT_SHARED = "cannot be shared here: its kind is not in the list, or its name does not say what it is."
CLAIMED = ("photo.png", "notes.txt", "page.html", "drawing.svg")
TAKEN = {("html", "notes.txt"), ("svg", "notes.txt"), ("postscript", "notes.txt")}
"""Text that names itself text is taken as text; whatever it says, it is handed out to be saved."""


def writes(browser: Browser, here: Here, *files: tuple[bytes, str], text: str = "See beside.", **values: Any) -> Page:
    form = fields_of(browser.visit(here.at).form(f"{here.at}posts"))
    sent = form | {"text": text, "files": [(io.BytesIO(content), name) for content, name in files]} | values
    return Page(browser.post(f"{here.at}posts", data=sent, content_type="multipart/form-data", follow_redirects=True))


def kept() -> list[tuple[str, int]]:
    return [tuple(found) for found in rows(select(PostFile.name, PostFile.size).order_by(PostFile.id))]  # type: ignore[misc]


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_or_handed_out_to_be_saved(here: Here, browser: Browser, name: str) -> None:
    browser.sign_in(here.cast.ben)
    for claimed in CLAIMED:
        with writing() as session:
            session.execute(PostFile.__table__.delete())
        page = writes(browser, here, (HOSTILE[name], claimed))
        if page.status == 422:
            assert page.errors == [f"Error: “{claimed}” {NOT_SHARED}"]
            assert ("See beside." in page.text, kept()) == (True, [])
            continue
        answer = browser.get(f"{here.post(rows(select(PostFile.post_id))[0].post_id)}/files/{rows(select(PostFile.id))[0].id}")
        assert (answer.status_code, answer.data) == (200, HOSTILE[name])
        said = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
        assert [answer.headers[each] for each in said] == [
            "application/octet-stream",
            f"attachment; filename={claimed}",
            "nosniff",
            "sandbox; default-src 'none'",
        ]
        assert claimed in ("photo.png", "notes.txt")
        assert claimed == "photo.png" or (name, claimed) in TAKEN


def test_a_file_is_for_those_who_see_the_post(here: Here, browser: Browser) -> None:
    page = writes(browser.sign_in(here.cast.ada), here, (b"%PDF-1.7 x", "../../our fees.pdf"))
    assert "our fees.pdf" in page.text
    [file] = rows(select(PostFile.id, PostFile.post_id))
    address = f"{here.post(file.post_id)}/files/{file.id}"
    answers = {name: browser.sign_in(person).get(address).status_code for name, person in here.cast.people().items()}
    assert answers == {"ada": 200, "ben": 200, "cleo": 404, "dan": 200, "greta": 404, "eve": 404, "root": 200}
    assert browser.get(f"{here.post(here.first)}/files/{file.id}").status_code == 404
    with writing():
        other = given.topic(here.space, here.cast.ada, "Another")
        its_post = given.post(other, here.cast.ada)
    assert browser.get(f"/topics/{other}/posts/{its_post}/files/{file.id}").status_code == 404
    with writing() as session:
        session.execute(update(Post).where(Post.id == file.post_id).values(deleted_at=now(), deleted_by_id=here.cast.ada))
    assert [browser.sign_in(person).get(address).status_code for person in (here.cast.ada, here.cast.dan)] == [404, 404]


def test_bytes_that_are_gone_are_said_to_be_lost(here: Here, browser: Browser) -> None:
    file = given.file(here.first)
    for path in store().folder.rglob("*"):
        path.unlink() if path.is_file() else None
    page = browser.sign_in(here.cast.ben).visit(f"{here.post(here.first)}/files/{file}", 500)
    assert page.heading == "This file cannot be found"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([(b"x", f"{number}.txt") for number in range(6)], "A post can hold 5 files. Take some away first."),
        ([(b"fine", "fine.txt"), (b"", "empty.txt")], f"“empty.txt” {NOT_SHARED}"),
        ([(b"fine", "fine.txt"), (b"%PDF-1.7", "fees.txt.exe")], f"“fees.txt.exe” {NOT_SHARED}"),
        ([(b"MZ\x90\x00", "fees.pdf")], f"“fees.pdf” {NOT_SHARED}"),
    ],
)
def test_what_is_refused_loses_no_text_and_asks_for_the_files_again(
    here: Here, browser: Browser, files: list[tuple[bytes, str]], said: str
) -> None:
    page = writes(browser.sign_in(here.cast.ben), here, *files)
    assert (page.status, page.errors) == (422, [f"Error: {said}"])
    assert page.texts("p", "field-lost") == ["Choose your files again: they could not be kept."]
    assert fields_of(page.form(f"{here.at}posts"))["text"].strip() == "See beside."
    assert (kept(), len(texts()), [path for path in store().folder.rglob("*") if path.is_file()]) == ([], 1, [])


def test_a_text_that_is_missing_asks_for_the_files_again(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    assert writes(browser, here, (b"fine", "fine.txt"), text="").texts("p", "field-lost") != []
    assert writes(browser, here, text="").texts("p", "field-lost") == []


def test_files_are_taken_away_and_added_when_a_post_is_changed(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ada)
    writes(browser, here, *((b"x" * number, f"{number}.txt") for number in range(1, 6)))
    post = rows(select(PostFile.post_id))[0].post_id
    edit = f"{here.post(post)}/edit"
    page = browser.send(edit, files={"files": (io.BytesIO(b"more"), "six.txt")})
    assert (page.status, page.errors) == (422, ["Error: A post can hold 5 files. Take some away first."])
    first = rows(select(PostFile.id).order_by(PostFile.id))[0].id
    page = browser.send(edit, files={"files": (io.BytesIO(b"more"), "six.txt")}, dropped=str(first))
    assert page.texts("div", "flash") == ["Your post is saved."]
    assert [name for name, _size in kept()] == ["2.txt", "3.txt", "4.txt", "5.txt", "six.txt"]
    assert Page(browser.post(edit, data={**browser.csrf(), "text": "x", "dropped": "999"})).status == 422
