"""Telling people: who gets a row, when its letter is due, what is taken back, what is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import now, rows, writing
from clustercourse.models.accounts import Account, Person
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Notification
from clustercourse.notifications import kinds
from clustercourse.notifications.actions import (
    choose_letters,
    forget_author,
    mark_all_read,
    mark_line_read,
    mark_read,
    notify,
    take_back,
    take_words,
)
from clustercourse.notifications.queries import Hours
from tests import make
from tests.notifications.told import KINDS, NOON, tell


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **KINDS})
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def told(*columns: str) -> list[tuple[Any, ...]]:
    chosen = [getattr(Notification, name) for name in columns]
    return [tuple(row) for row in rows(select(*chosen).order_by(Notification.id))]


@pytest.mark.both_databases_when_long
def test_one_row_each_never_to_oneself_never_twice(app: Flask) -> None:
    ada, ben, cleo = make.person("Ada Holm"), make.person("Ben Berg"), make.person("Cleo Lund")
    for people in ([ada, ben, cleo, ben], [ben, cleo]):
        with writing():
            tell("test.reply", people, key="post:1", by=cleo, title="  A  title\n of two lines ", excerpt="x" * 500)
    assert told("person_id", "kind", "key", "group", "by_id", "thing", "thing_id", "title") == [
        (person, "test.reply", "post:1", "topic:5", cleo, "topic", 5, "A title of two lines") for person in (ada, ben)
    ]
    assert told("due_at", "told_at", "read_at") == [(NOON + timedelta(minutes=2), None, None)] * 2
    assert [len(excerpt) for (excerpt,) in told("excerpt")] == [400, 400]
    jobs = [tuple(row) for row in rows(select(Job.kind, Job.values, Job.due_at))]
    assert jobs == [("notifications.tell", {"handful": 0}, NOON + timedelta(minutes=2))]


@pytest.mark.both_databases_when_long
def test_nobody_who_is_gone_is_told(app: Flask) -> None:
    ada, erased, closed, joined = (make.person(name) for name in ("Ada Holm", "Erased", "Closed", "Joined"))
    make.account(closed)
    with writing() as session:
        session.execute(update(Person).where(Person.id == erased).values(erased_at=now()))
        session.execute(update(Person).where(Person.id == joined).values(joined_into_id=ada))
        session.execute(update(Account).values(closed_at=now()))
    with writing():
        tell("test.reply", [ada, erased, closed, joined, 999], by=None)
    assert told("person_id") == [(ada,)]


def test_when_a_letter_is_due_follows_the_choice_and_the_quiet_hours(app: Flask) -> None:
    now_one, daily, off, quiet, far = (make.person(name) for name in ("Now", "Daily", "Off", "Quiet", "Far"))
    with writing() as session:
        session.execute(update(Person).where(Person.id == far).values(time_zone="Pacific/Auckland"))
    with writing():
        choose_letters(daily, {"direct": "daily"}, by=daily)
        choose_letters(off, {"direct": "off", "announcements": "daily"}, by=off)
        choose_letters(quiet, {}, hours=Hours((time(12), time(14, 30))), by=quiet)
        choose_letters(far, {}, hours=Hours((time(22), time(7))), by=far)
    with writing():
        tell("test.reply", [now_one, daily, off, quiet, far])
        tell("test.own", [now_one, daily, off], key="own:1")
    soon = NOON + timedelta(minutes=2)
    quiet_ends = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    morning_in_auckland = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    assert told("person_id", "due_at", "told_at") == [
        (now_one, soon, None),
        (daily, None, None),
        (off, None, None),
        (quiet, quiet_ends, None),
        (far, morning_in_auckland, None),
        (now_one, None, NOON),
        (daily, None, NOON),
        (off, None, None),
    ]
    assert [row.due_at for row in rows(select(Job.due_at).order_by(Job.id))] == [soon, quiet_ends, morning_in_auckland]


@pytest.mark.both_databases_when_long
def test_the_same_number_of_statements_for_one_and_for_many(app: Flask, statements: Callable[[], Any]) -> None:
    people = [make.person(f"Person {number}") for number in range(3)]
    counts = []
    for number, some in enumerate((people[:1], people)):
        with statements() as seen, writing():
            tell("test.reply", some, key=f"post:{number}")
        counts.append(len(seen))
    assert counts == [3, 3]


def test_reading_is_of_ones_own_and_of_one_thing(app: Flask, noon: Any) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    with writing():
        tell("test.reply", [ada, ben], key="post:1")
        tell("test.reply", [ada], key="post:2", thing=("topic", 6), group="topic:6")
        tell("test.reply", [ada], key="post:3", thing=("cohort", 5), group="cohort:5")
        tell("test.reply", [ada], key="post:4", thing=("cohort", 6), group="cohort:5")

    def read() -> list[tuple[int, str]]:
        return [(person, key) for person, key, at in told("person_id", "key", "read_at") if at is not None]

    with writing():
        mark_read(ada, ("topic", 5))
    assert read() == [(ada, "post:1")]
    assert told("due_at")[0] == (None,), "what is read needs no letter"
    numbers = {key: number for number, person, key in told("id", "person_id", "key") if person == ada}
    with writing():
        mark_line_read(ben, numbers["post:2"])
    assert read() == [(ada, "post:1")], "somebody else's line"
    with writing():
        mark_line_read(ada, numbers["post:3"])
    assert read() == [(ada, "post:1"), (ada, "post:3"), (ada, "post:4")]
    noon.shift(60)
    for _twice in range(2):
        with writing():
            mark_all_read(ada)
    assert [key for person, key in read() if person == ada] == ["post:1", "post:2", "post:3", "post:4"]
    assert [key for person, key in read() if person == ben] == []


@pytest.mark.both_databases_when_long
def test_what_vanishes_is_taken_back(app: Flask) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    with writing():
        tell("test.reply", [ada, ben], key="post:1", excerpt="Never mind.")
        tell("test.reply", [ada], key="post:10", excerpt="Stays.")
        mark_read(ben, ("topic", 5))
    for _twice in range(2):
        with writing():
            take_back(["post:1", "post:none"])
    assert told("person_id", "key", "excerpt") == [(ben, "post:1", ""), (ada, "post:10", "Stays.")]


def test_words_can_be_taken_out_of_what_was_told(app: Flask) -> None:
    ada, ben, cleo = make.person("Ada Holm"), make.person("Ben Berg"), make.person("Cleo Lund")
    with writing():
        tell("test.reply", [ada], key="a", by=ben, title="T", excerpt="E")
        tell("test.reply", [ada], key="b", by=cleo, title="T", excerpt="E")
        tell("test.reply", [ada], key="c", by=cleo, thing=("topic", 6), title="T", excerpt="E")
    with writing():
        forget_author(ben)
    assert told("key", "title", "excerpt") == [("a", "", ""), ("b", "T", "E"), ("c", "T", "E")]
    with writing():
        take_words(("topic", 6))
    assert told("key", "title", "excerpt") == [("a", "", ""), ("b", "T", "E"), ("c", "", "")]


def test_what_is_no_page_of_ours_and_what_nobody_registered(app: Flask) -> None:
    ada = make.person("Ada Holm")
    with pytest.raises(ValueError, match="not a path"), writing():
        notify("test.reply", [ada], key="a", by=None, thing=("topic", 1), address="https://evil.example/")
    with pytest.raises(KeyError), writing():
        notify("test.unknown", [ada], key="a", by=None, thing=("topic", 1), address="/")
    with pytest.raises(ValueError, match="five choices"):
        kinds.register(kinds.NoticeKind("x", "weather", KINDS["test.reply"].one, KINDS["test.reply"].why))
    assert told("id") == []
