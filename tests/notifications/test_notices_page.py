"""The bell and the page behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.erasing import erase_person
from clustercourse.db import rows, writing
from clustercourse.models.notifications import Notification
from clustercourse.notifications import kinds
from clustercourse.notifications.queries.notices import PAGE
from tests import make
from tests.notifications.told import KINDS, NOON, tell
from tests.page import Browser, Page

PATH = "/me/notifications/"
READ = "/me/notifications/readings"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **KINDS})
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def bell(page: Page) -> str:
    return page.texts("a", "bar-bell")[0]


def lines(page: Page) -> list[str]:
    return [text.removesuffix(" Mark as read") for text in page.texts("li", "notice")]


def unread(person: int) -> list[str]:
    chosen = Notification.person_id == person, Notification.read_at.is_(None)
    return [row.key for row in rows(select(Notification.key).where(*chosen).order_by(Notification.id))]


@pytest.mark.both_databases_when_long
def test_what_belongs_together_is_one_line_and_counts_once(app: Flask, browser: Browser) -> None:
    ada, ben, cleo, dan = (make.person(name) for name in ("Ada Holm", "Ben Berg", "Cleo Lund", "Dan Krogh"))
    browser.sign_in(ada)
    empty = browser.visit(PATH)
    assert (bell(empty), empty.texts("h2", "empty-title")) == ("Notifications", ["Nothing yet"])
    with writing():
        for number, person in enumerate((ben, cleo, ben, dan)):
            tell("test.reply", [ada], key=f"post:{number}", by=person, excerpt=f"Answer {number}")
        tell("test.post", [ada, ben], key="other", by=cleo, thing=("topic", 6), group="topic:6", address="/topics/6/")
        tell("test.reply", [ben], key="of-ben", by=cleo, excerpt="Not for Ada")
    page = browser.visit(PATH)
    assert bell(page) == "2Notifications, 2 not read"
    assert lines(page) == [
        "New Cleo Lund wrote in “A topic” 25 November 2026, 13:00",
        "New Dan Krogh and 2 others answered you in “A topic” Answer 3 25 November 2026, 13:00",
    ]
    assert [link for link in page.links() if link.startswith("/topics/")] == ["/topics/6/", "/topics/5/"]


def test_what_was_read_stands_apart_from_what_is_new(app: Flask, browser: Browser) -> None:
    ada, ben, cleo = make.person("Ada Holm"), make.person("Ben Berg"), make.person("Cleo Lund")
    browser.sign_in(ada)
    with writing():
        tell("test.reply", [ada], key="post:1", by=ben)
        tell("test.reply", [ada], key="post:2", by=cleo)
    page = browser.send(PATH, READ)
    assert (bell(page), unread(ada)) == ("Notifications", [])
    assert "Everything is marked as read." in page.text
    with writing():
        tell("test.reply", [ada], key="post:3", by=ben)
    when = "25 November 2026, 13:00"
    assert lines(browser.visit(PATH)) == [
        f"New Ben Berg answered you in “A topic” {when}",
        f"Cleo Lund and 1 other answered you in “A topic” {when}",
    ]


def test_one_line_is_read_by_its_button_and_quietly_by_its_link(app: Flask, browser: Browser) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    browser.sign_in(ada)
    with writing():
        for group in ("a", "b", "c"):
            tell("test.reply", [ada, ben], key=f"{group}:1", group=group)
            tell("test.reply", [ada], key=f"{group}:2", group=group)
    numbers = {row.key: row.id for row in rows(select(Notification.key, Notification.id).where(Notification.person_id == ada))}
    of_ben = rows(select(Notification.id).where(Notification.person_id == ben, Notification.key == "c:1"))[0].id
    assert browser.post(READ, data={**browser.csrf(), "line": numbers["a:2"]}).headers["Location"] == PATH
    assert unread(ada) == ["b:1", "b:2", "c:1", "c:2"]
    assert browser.post(READ, data={**browser.csrf(), "line": numbers["b:2"], "quietly": "1"}).status_code == 204
    for odd in (of_ben, 0, "x", "", 2**40, -1):
        assert browser.post(READ, data={**browser.csrf(), "line": odd}).status_code == 303
    assert (unread(ada), unread(ben)) == (["c:1", "c:2"], ["a:1", "b:1", "c:1"])


def test_fifty_a_page_in_the_same_statements(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    browser.sign_in(ada)
    counts = []
    for many in (1, 3, PAGE + 2):
        with writing():
            for number in range(many):
                tell("test.reply", [ada, ben], key=f"{many}:{number}", group=f"{many}:{number}", by=None, title=f"T{many}-{number}")
        with statements() as seen:
            page = browser.visit(PATH)
        counts.append(len(seen))
    assert counts == [2, 2, 2]
    assert bell(page) == "56Notifications, 56 not read"
    assert [len(lines(page)), lines(page)[0].split("“")[1][:6]] == [50, "T52-51"]
    older = next(link for link in page.links() if "before=" in link)
    second = browser.visit(older)
    assert [line.split("“")[1].split("”")[0] for line in lines(second)] == ["T52-1", "T52-0", "T3-2", "T3-1", "T3-0", "T1-0"]
    assert [link for link in second.links() if "before=" in link] == []
    assert browser.visit(f"{PATH}?before=1").texts("h2", "empty-title") == ["Nothing older"]
    for odd in ("x", "-5", "9" * 30, ""):
        browser.visit(f"{PATH}?before={odd}")


def test_the_bell_counts_to_ninety_nine(app: Flask, browser: Browser) -> None:
    ada = make.person("Ada Holm")
    browser.sign_in(ada)
    with writing():
        for number in range(120):
            tell("test.reply", [ada], key=f"{number}", group=f"{number}")
    assert bell(browser.visit(PATH)) == "99+Notifications, more than 99 not read"


def test_nobody_reads_the_words_of_somebody_erased(app: Flask, browser: Browser) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    with writing():
        tell("test.reply", [ada], by=ben, title="My private matter", excerpt="What I said")
    erase_person(ben, by=ben)
    assert lines(browser.sign_in(ada).visit(PATH)) == ["New Former participant answered you in “…” 25 November 2026, 13:00"]


def test_a_kind_that_is_not_there_any_more_shows_its_title(app: Flask, browser: Browser) -> None:
    ada = make.person("Ada Holm")
    with writing() as session:
        tell("test.reply", [ada], title="An old matter")
        session.execute(update(Notification).values(kind="gone.kind"))
    assert lines(browser.sign_in(ada).visit(PATH)) == ["New An old matter 25 November 2026, 13:00"]


def test_the_page_is_for_who_is_signed_in(app: Flask, browser: Browser, noon: Any) -> None:
    assert browser.get(PATH).status_code == 303
    assert browser.post(READ, data=browser.csrf()).status_code == 403
    noon.shift(timedelta(days=1))
