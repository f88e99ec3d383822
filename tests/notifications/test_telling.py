"""Letters that come at once: one for a person, what they say, whom they leave out, and what a mail program needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse import jobs
from clustercourse.db import now, rows, writing
from clustercourse.models.accounts import Address, Person
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter, Notification
from clustercourse.notifications import kinds
from clustercourse.notifications.actions import choose_letters, mark_read, take_back
from clustercourse.notifications.kinds import Scope
from clustercourse.notifications.queries import Hours
from clustercourse.notifications.telling import take_up_overdue
from tests import make
from tests.notifications.mail import Mailbox
from tests.notifications.told import KINDS, NOON, tell

GRACE = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **KINDS})
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def sent() -> list[tuple[str, str]]:
    return [(row.to_address, row.subject) for row in rows(select(Letter.to_address, Letter.subject).order_by(Letter.id))]


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.both_databases_when_long
def test_thirty_things_are_one_letter(app: Flask, noon: Any) -> None:
    ada, ben = make.person("Ada Holm", email="ada@example.com"), make.person("Ben Berg", email="ben@example.com")
    for number in range(30):
        with writing():
            tell("test.reply", [ada, *([ben] if number == 7 else [])], key=f"grade:{number}", group=f"g{number}", title=f"Task {number}")
        noon.shift(3)
    jobs.work_waiting()
    assert sent() == []
    noon.shift(GRACE)
    jobs.work_waiting()
    assert sent() == [
        ("ada@example.com", "answered you in “Task 0”, and 29 more"),
        ("ben@example.com", "answered you in “Task 7”"),
    ]
    assert rows(select(Notification.id).where(Notification.told_at.is_(None) | Notification.due_at.is_not(None))) == []
    noon.shift(GRACE)
    jobs.work_waiting()
    assert len(sent()) == 2


def test_what_a_letter_says(mailbox: Mailbox, noon: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = Scope("topic", lambda thing: f"Topic {thing}", lambda person, thing: None, lambda person, thing: None)
    monkeypatch.setattr(kinds, "_scopes", {**kinds._scopes, "topic": topic})
    ada = make.person("Ada Holm", email="ada@example.com")
    ben, cleo = make.person("Ben <b>Berg</b>"), make.person("Cleo Lund")
    with writing():
        choose_letters(ada, {"discussion": "at_once"}, by=ada)
        tell("test.post", [ada], key="other", by=cleo, thing=("topic", 6), group="topic:6", address="/topics/6/", title="Costs")
        tell("test.reply", [ada], key="1", by=cleo, excerpt="First.")
        tell("test.reply", [ada], key="2", by=ben, excerpt="Second & <last>.", address="/topics/5/#2")
    noon.shift(GRACE)
    jobs.work_waiting()
    [(_to, mail)] = mailbox.taken
    text = plain(mail)
    stop = mail["List-Unsubscribe"].strip("<>")
    stop_five = text.split("Stop hearing of “Topic 5”: ")[1].split("\n")[0]
    stop_six = text.split("Stop hearing of “Topic 6”: ")[1].split("\n")[0]
    assert mail["Subject"] == "Ben <b>Berg</b> and 1 other answered you in “A topic”, and 1 more"
    assert mail["Reply-To"] == "no-reply@example.com"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert text == (
        "ANSWERS AND MENTIONS\n\n"
        "* Ben <b>Berg</b> and 1 other answered you in “A topic”\n"
        "  Second & <last>.\n"
        "  http://127.0.0.1:8000/topics/5/#2\n"
        f"  Stop hearing of “Topic 5”: {stop_five}\n\n"
        "DISCUSSIONS YOU FOLLOW\n\n"
        "* Cleo Lund wrote in “Costs”\n"
        "  http://127.0.0.1:8000/topics/6/\n"
        f"  Stop hearing of “Topic 6”: {stop_six}\n\n"
        "-- \nclustercourse\nhttp://127.0.0.1:8000\n"
        "Why you get this letter: You were answered. You follow the topic.\n"
        f"Stop letters like this: {stop}\n"
        "Choose which letters you get: http://127.0.0.1:8000/me/letters\n"
        "Replies to this address are not read.\n"
    )
    html = mail.get_body(("html",))
    assert html is not None
    assert "Ben &lt;b&gt;Berg&lt;/b&gt; and 1 other" in html.get_content() and "<img" not in html.get_content()


def test_what_was_read_or_taken_back_meanwhile_is_not_said(app: Flask, noon: Any) -> None:
    ada, ben, cleo = (make.person(name, email=f"{name[:3].lower()}@example.com") for name in ("Ada Holm", "Ben Berg", "Cleo Lund"))
    with writing():
        tell("test.reply", [ada, ben, cleo], key="1")
        tell("test.reply", [ben], key="2", thing=("topic", 6), group="topic:6")
    with writing():
        mark_read(ben, ("topic", 5))
        take_back(["2"])
        mark_read(cleo, ("topic", 99))
    noon.shift(GRACE)
    jobs.work_waiting()
    assert [to for to, _subject in sent()] == ["ada@example.com", "cle@example.com"]


def test_everybody_is_asked_again_before_a_letter(app: Flask, noon: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("stays", "lost", "erased", "unproved", "daily", "off")
    people = {name: make.person(name.title(), email=f"{name}@example.com") for name in names}
    asked: list[tuple[list[int], int]] = []

    def still(person_ids: Any, thing_id: int) -> set[int]:
        asked.append((sorted(person_ids), thing_id))
        return set(person_ids) - {people["lost"]}

    monkeypatch.setitem(kinds._kinds, "test.reply", kinds.NoticeKind(**{**vars(KINDS["test.reply"]), "still": still}))
    with writing():
        tell("test.reply", people.values(), key="1")
    with writing() as session:
        session.execute(update(Person).where(Person.id == people["erased"]).values(erased_at=now()))
        session.execute(update(Address).where(Address.person_id == people["unproved"]).values(confirmed_at=None))
        choose_letters(people["daily"], {"direct": "daily"}, by=None)
        choose_letters(people["off"], {"direct": "off"}, by=None)
    noon.shift(GRACE)
    jobs.work_waiting()
    assert asked == [([people[name] for name in ("stays", "lost", "daily", "off")], 5)]
    assert [to for to, _subject in sent()] == ["stays@example.com"]
    left = rows(select(Notification.person_id, Notification.due_at, Notification.told_at).where(Notification.person_id != people["stays"]))
    assert [tuple(row) for row in left] == [(people[name], None, None) for name in names[1:]]


def test_quiet_hours_chosen_afterwards_count_too(app: Flask, noon: Any) -> None:
    ada = make.person("Ada Holm", email="ada@example.com")
    with writing():
        tell("test.reply", [ada], key="1")
        choose_letters(ada, {}, hours=Hours((time(13), time(14))), by=ada)
    noon.shift(GRACE)
    jobs.work_waiting()
    assert sent() == []
    noon.move_to(NOON + timedelta(minutes=59))
    jobs.work_waiting()
    assert sent() == []
    noon.move_to(NOON + timedelta(hours=1))
    jobs.work_waiting()
    assert [to for to, _subject in sent()] == ["ada@example.com"]


def test_a_job_that_was_lost_is_found_again(app: Flask, noon: Any) -> None:
    ada = make.person("Ada Holm", email="ada@example.com")
    with writing() as session:
        tell("test.reply", [ada], key="1")
        session.execute(update(Job).values(state="done"))
    noon.shift(GRACE)
    for _twice in range(2):
        take_up_overdue()
    assert jobs.work_waiting() == [], "five minutes of patience for other machines' clocks"
    noon.shift(timedelta(minutes=6))
    for _twice in range(2):
        take_up_overdue()
    jobs.work_waiting()
    assert [to for to, _subject in sent()] == ["ada@example.com"]


@pytest.mark.both_databases_when_long
def test_the_same_number_of_statements_for_one_and_for_many(app: Flask, noon: Any, statements: Callable[[], Any]) -> None:
    from clustercourse.notifications.telling import tell as carry_out

    people = [make.person(f"Person {number}") for number in range(3)]
    counts = []
    for number, some in enumerate((people[:1], people)):
        with writing():
            tell("test.reply", some, key=f"post:{number}")
        noon.shift(GRACE)
        with statements() as seen:
            carry_out({"handful": 0})
        counts.append(len(seen))
    assert counts == [7, 7]
    assert len(sent()) == 4


def test_a_letter_of_an_areas_own_can_be_stopped_and_waits_for_the_morning(mailbox: Mailbox, noon: Any) -> None:
    from clustercourse.notifications.actions import send_letter

    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    with writing():
        choose_letters(ben, {}, hours=Hours((time(12), time(14))), by=ben)
        for name, person in (("ada", ada), ("ben", ben), ("nobody", None)):
            send_letter(
                "greeting", key=name, to=f"{name}@example.com", language="en", person=person, name=name, address="http://127.0.0.1/"
            )
    jobs.work_waiting()
    assert [to for to, _mail in mailbox.taken] == [["ada@example.com"], ["nobody@example.com"]]
    (_to, first), (_to, second) = mailbox.taken
    assert f"Stop letters like this: {first['List-Unsubscribe'].strip('<>')}\n" in plain(first)
    assert "Why you get this letter: You take part.\n" in plain(first)
    assert second["List-Unsubscribe"] is None and "Stop letters" not in plain(second)
    noon.shift(timedelta(hours=1))
    jobs.work_waiting()
    assert [to for to, _mail in mailbox.taken][2:] == [["ben@example.com"]]
