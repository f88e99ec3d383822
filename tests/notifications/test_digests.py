"""The daily letter: when, to whom, about what, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse import jobs
from clustercourse.db import now, rows, value, writing
from clustercourse.models.accounts import Person
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter, Notification
from clustercourse.notifications import composing, kinds
from clustercourse.notifications.actions import choose_letters, mark_all_read
from clustercourse.notifications.actions.notices import HANDFUL
from clustercourse.notifications.digests import WRITE, plan_digests, write_digests
from clustercourse.notifications.jobs import plan
from clustercourse.notifications.queries import Hours
from tests import make
from tests.notifications.told import KINDS, NOON, tell
from tests.page import Browser


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **KINDS})
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def person(name: str, zone: str = "Europe/Copenhagen", **choices: str) -> int:
    made = make.person(name, email=f"{name.split(maxsplit=1)[0].lower()}@example.com", time_zone=zone)
    if choices:
        with writing():
            choose_letters(made, choices, by=made)
    return made


def run() -> None:
    plan({})
    jobs.work_waiting()


def sent() -> list[tuple[str, str]]:
    found = rows(select(Letter.to_address, Letter.subject).where(Letter.kind == "digest").order_by(Letter.id))
    return [(row.to_address.partition("@")[0], row.subject) for row in found]


@pytest.mark.both_databases_when_long
def test_one_letter_in_the_morning_about_what_is_new(app: Flask, noon: Any) -> None:
    ada, ben, cleo = person("Ada Holm"), person("Ben Berg"), person("Cleo Lund")
    for number, by in enumerate((ben, cleo)):
        with writing():
            tell("test.post", [ada, ben, cleo], key=f"a{number}", by=by, title="Costs")
            tell("test.post", [ada], key=f"b{number}", by=by, title="Fees", thing=("topic", 6), group="topic:6")
    run()
    noon.move_to(datetime(2026, 11, 26, 5, 59, tzinfo=UTC))
    run()
    assert sent() == []
    noon.shift(60)
    for _twice in range(2):
        run()
    assert sent() == [
        ("ada", "News for you: Cleo Lund and 1 other wrote in “Costs”, and 1 more"),
        ("ben", "News for you: Cleo Lund wrote in “Costs”"),
        ("cleo", "News for you: Ben Berg wrote in “Costs”"),
    ]
    with writing():
        tell("test.post", [ada], key="later", by=ben)
    for hours in (0, 2, 8):
        noon.shift(timedelta(hours=hours))
        run()
    assert len(sent()) == 3, "what comes after the hour waits for the next day"
    noon.move_to(datetime(2026, 11, 27, 6, 5, tzinfo=UTC))
    run()
    assert sent()[3:] == [("ada", "News for you: Ben Berg wrote in “A topic”")]


def test_what_happens_at_the_weekend_comes_on_monday(app: Flask, noon: Any) -> None:
    ada, ben = person("Ada Holm"), person("Ben Berg")
    noon.move_to(datetime(2026, 11, 27, 16, 0, tzinfo=UTC))
    with writing():
        tell("test.post", [ada], key="friday", by=ben)
    for hour in range(60):
        noon.move_to(datetime(2026, 11, 28, 0, 30, tzinfo=UTC) + timedelta(hours=hour))
        run()
        assert sent() == ([("ada", "News for you: Ben Berg wrote in “A topic”")] if hour >= 54 else []), now()


def test_everybody_by_their_own_clock_and_hour(app: Flask, noon: Any) -> None:
    people = {
        name: person(name, zone) for name, zone in (("Ada", "Europe/Copenhagen"), ("Nuka", "America/Nuuk"), ("Aroha", "Pacific/Auckland"))
    }
    late = person("Late")
    with writing():
        choose_letters(late, {}, hours=Hours(None, 20), by=late)
        tell("test.post", [*people.values(), late])
    came = {}
    for hour in range(1, 30):
        noon.move_to(NOON + timedelta(hours=hour))
        run()
        for name, _subject in sent():
            came.setdefault(name, now())
    assert came == {
        "aroha": datetime(2026, 11, 25, 18, 0, tzinfo=UTC),
        "late": datetime(2026, 11, 25, 19, 0, tzinfo=UTC),
        "ada": datetime(2026, 11, 26, 6, 0, tzinfo=UTC),
        "nuka": datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    }


MORNING = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)


@pytest.mark.both_databases_when_long
def test_who_gets_no_daily_letter(app: Flask, noon: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = person("Lost")
    still = lambda people, _thing: set(people) - {lost}  # noqa: E731
    monkeypatch.setitem(kinds._kinds, "test.post", kinds.NoticeKind(**{**vars(KINDS["test.post"]), "still": still}))
    off, read, erased, at_once, daily = person("Off", discussion="off"), person("Read"), person("Erased"), person("Now"), person("Daily")
    unproved = make.person("Unproved", confirmed=False)
    with writing() as session:
        tell("test.post", [lost, off, read, erased, unproved, daily])
        tell("test.own", [at_once], key="own")
        mark_all_read(read)
        session.execute(update(Person).where(Person.id == erased).values(erased_at=now()))
        tell("test.post", [daily], key="old", title="Old")
        session.execute(update(Notification).where(Notification.key == "old").values(created_at=NOON - timedelta(days=7)))
    noon.move_to(MORNING)
    run()
    assert [name for name, _subject in sent()] == ["daily"]
    told = rows(select(Notification.person_id, Notification.key).where(Notification.told_at == MORNING))
    assert [tuple(row) for row in told] == [(daily, "post:1")]


def test_what_was_at_once_and_became_daily_comes_in_it(app: Flask, noon: Any) -> None:
    ada = person("Ada Holm")
    with writing():
        tell("test.reply", [ada])
        choose_letters(ada, {"direct": "daily"}, by=ada)
    noon.shift(timedelta(minutes=3))
    run()
    noon.move_to(MORNING)
    run()
    kinds_sent = [row.kind for row in rows(select(Letter.kind))]
    assert kinds_sent == ["digest"]


def test_a_late_worker_writes_the_letter_of_the_day_and_none_of_days_gone(app: Flask, noon: Any) -> None:
    ada, ben = person("Ada Holm"), person("Ben Berg")
    with writing():
        tell("test.post", [ada], by=ben)
    noon.move_to(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    run()
    assert [row.key for row in rows(select(Letter.key))] == [f"digest:{ada}:2026-11-27"]


def test_another_hour_on_the_same_day_makes_no_second_letter(app: Flask, noon: Any) -> None:
    ada, ben = person("Ada Holm"), person("Ben Berg")
    with writing():
        tell("test.post", [ada], key="1", by=ben)
    noon.move_to(MORNING)
    run()
    with writing():
        tell("test.post", [ada], key="2", by=ben)
        choose_letters(ada, {}, hours=Hours(None, 9), by=ada)
    noon.move_to(datetime(2026, 11, 26, 8, 0, tzinfo=UTC))
    run()
    assert len(sent()) == 1
    assert value(select(Notification.told_at).where(Notification.key == "2")) is None, "nothing is lost: it comes tomorrow"
    noon.move_to(datetime(2026, 11, 27, 8, 0, tzinfo=UTC))
    run()
    assert len(sent()) == 2


@pytest.mark.both_databases_when_long
def test_a_job_is_planned_for_each_handful_of_a_zone_and_an_hour(app: Flask, noon: Any, statements: Callable[[], Any]) -> None:
    with writing() as session:
        for number in (1, 2, HANDFUL + 1, 2 * HANDFUL + 5):
            session.add(Person(id=number, name=f"P{number}", created_at=now()))
        session.add(Person(id=3, name="Elsewhere", time_zone="America/New_York", created_at=now()))
        session.flush()
        tell("test.post", [1, 2, 3, HANDFUL + 1, 2 * HANDFUL + 5])
    noon.move_to(MORNING)
    for _twice in range(2):
        with statements() as seen:
            plan_digests()
        assert len(seen) == 2
    planned = rows(select(Job.key, Job.values).where(Job.kind == WRITE).order_by(Job.key))
    due = MORNING.isoformat()
    assert [(row.key, row.values) for row in planned] == [
        (f"digests:202611260600:Europe/Copenhagen:7:{handful}", {"handful": handful, "zone": "Europe/Copenhagen", "hour": 7, "due": due})
        for handful in range(3)
    ]


@pytest.mark.both_databases_when_long
def test_the_same_number_of_statements_for_one_and_for_many(app: Flask, noon: Any, statements: Callable[[], Any]) -> None:
    people = [person(f"Person{number}") for number in range(3)]
    counts = []
    for day, some in ((26, people[:1]), (27, people)):
        with writing():
            tell("test.post", some, key=f"post:{day}")
        noon.move_to(datetime(2026, 11, day, 6, tzinfo=UTC))
        values = {"handful": 0, "zone": "Europe/Copenhagen", "hour": 7, "due": now().isoformat()}
        with statements() as seen:
            write_digests(values)
        counts.append(len(seen))
    assert (counts, len(sent())) == ([8, 8], 4)


def test_a_letter_holds_so_many_lines_and_says_how_many_more_there_are(app: Flask, noon: Any) -> None:
    ada, ben = person("Ada Holm"), person("Ben Berg")
    with writing():
        for number in range(composing.MOST_LINES + 3):
            tell("test.post", [ada], key=f"{number}", group=f"{number}", by=ben, title=f"Topic {number}")
    noon.move_to(MORNING)
    run()
    text = value(select(Letter.text))
    assert (text.count("\n* "), "And 3 more: http://127.0.0.1:8000/me/notifications/" in text) == (composing.MOST_LINES - 1, True)
    assert sent() == [("ada", f"News for you: Ben Berg wrote in “Topic 0”, and {composing.MOST_LINES + 2} more")]
    assert rows(select(Notification.id).where(Notification.told_at.is_(None))) == []


def test_the_page_shows_the_next_one_as_it_would_be_now(app: Flask, browser: Browser, noon: Any) -> None:
    ada, ben = person("Ada Holm", discussion="daily"), person("Ben Berg")
    browser.sign_in(ada)
    empty = browser.visit("/me/letters/daily")
    assert empty.texts("h2", "empty-title") == ["Nothing to tell"]
    with writing():
        tell("test.post", [ada, ben], key="1", by=ben, excerpt="What I think", title="Costs")
        tell("test.reply", [ada], key="2", by=ben, title="At once, so not in it")
        tell("test.post", [ben], key="3", title="Of Ben")
    page = browser.visit("/me/letters/daily")
    assert "It comes on 26 November 2026, 07:00, to ada@example.com." in page.text
    assert page.texts("li", "notice") == ["Ben Berg wrote in “Costs” What I think"]
    assert rows(select(Letter.id)) == []
    unproved = make.person("Unproved", confirmed=False)
    assert "no confirmed e-mail address" in browser.sign_in(unproved).visit("/me/letters/daily").text
