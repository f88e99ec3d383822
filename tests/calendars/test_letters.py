"""Calendar files that go with letters: written into the row, attached, and emptied with the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse import housekeeping, jobs
from clustercourse.cohorts.queries.calendar import calendar_of
from clustercourse.db import now, writing
from clustercourse.house import house, use_house
from clustercourse.ical import CANCEL
from clustercourse.language import speaking
from clustercourse.models.notifications import Letter
from clustercourse.notifications.actions import send_letter
from tests import make
from tests.calendars.plans import at, cancel, deadline, move, session
from tests.calendars.strict import read
from tests.notifications.conftest import house_with
from tests.notifications.mail import Mailbox, mail_server

__all__ = ["house_with"]


def write(calendar: str, name: str = "ada") -> None:
    with writing():
        link = "http://127.0.0.1:8000/"
        values = {"name": "Ada Holm", "link": link, "until": now()}
        send_letter("reset", key=f"reset:{name}", to=f"{name}@example.com", language="en", calendar=calendar, **values)


def titles(calendar: str) -> list[str]:
    return [event.text("SUMMARY") for event in read(calendar.encode()).all("VEVENT")]


def test_a_letter_carries_a_calendar_file(app: Flask) -> None:
    cohort = make.cohort("MC")
    session(cohort, at("2027-05-06", "09:00"), title="Åbning, 1; og 2 " * 8)
    made = calendar_of(cohort)
    with mail_server() as mailbox:
        use_house(replace(house(), smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none"))
        write(made)
        write("", "ben")
        with writing() as open_session:
            assert open_session.scalars(select(Letter.calendar).order_by(Letter.id)).all() == [made, None]
        jobs.work_waiting()
    check_with_file(mailbox, made)
    with writing() as open_session:
        kept = [(letter.state, letter.text, letter.calendar) for letter in open_session.scalars(select(Letter).order_by(Letter.id))]
    assert kept == [("sent", "", None), ("sent", "", None)]


def check_with_file(mailbox: Mailbox, made: str) -> None:
    with_file, without = (mail for _to, mail in mailbox.taken)
    assert [part.get_content_type() for part in without.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert [part.get_content_type() for part in with_file.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    (part,) = with_file.iter_attachments()
    assert isinstance(part, EmailMessage)
    assert part.get_filename() == "invite.ics"
    assert part["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
    assert part.get_payload(decode=True) == made.encode()
    assert (with_file["Content-Language"], with_file["Subject"]) == ("en", without["Subject"])


def test_the_method_of_the_file_is_that_of_the_part(app: Flask) -> None:
    cohort = make.cohort("MC")
    number = session(cohort, at("2027-05-06", "09:00"))
    with mail_server() as mailbox:
        use_house(replace(house(), smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none"))
        write(calendar_of(cohort, number, method=CANCEL))
        jobs.work_waiting()
    (part,) = mailbox.taken[0][1].iter_attachments()
    assert part["Content-Type"].params["method"] == "CANCEL"


def test_calendar_files_are_swept_away_with_the_words(app: Flask, house_with: Callable[..., None]) -> None:
    cohort = make.cohort("MC")
    session(cohort, at("2027-05-06", "09:00"))
    for name in ("sent", "waiting"):
        write(calendar_of(cohort), name)
    with writing() as open_session:
        open_session.execute(update(Letter).where(Letter.key == "reset:sent").values(state="sent"))
    house_with(smtp_host="127.0.0.1")
    housekeeping.sweep_rows({})
    with writing() as open_session:
        assert open_session.scalars(select(Letter.key).where(Letter.calendar.is_not(None))).all() == ["reset:waiting"]


@pytest.mark.both_databases_when_long
@time_machine.travel(datetime(2027, 5, 5, 12, tzinfo=UTC), tick=False)
def test_what_goes_with_which_letter(app: Flask) -> None:
    cohort, other = make.cohort("MC"), make.cohort("Other")
    session(cohort, at("2027-05-04", "09:00"), title="Past")
    first = session(cohort, at("2027-05-06", "09:00"), title="First")
    off = session(cohort, at("2027-05-07", "09:00"), title="Off")
    session(other, at("2027-05-08", "09:00"), title="Elsewhere")
    deadline(cohort, at("2027-05-09", "12:00"), "Case")
    cancel(off)
    assert titles(calendar_of(cohort, since=now())) == ["First · MC", "Due: Case · MC"]
    assert titles(calendar_of(cohort)) == ["Past · MC", "First · MC", "Due: Case · MC"]
    move(first, at("2027-05-10", "11:00"))
    moved = read(calendar_of(cohort, first).encode())
    (event,) = moved.all("VEVENT")
    assert (moved.value("METHOD"), event.value("SEQUENCE"), event.value("DTSTART"), event.value("STATUS")) == (
        "PUBLISH",
        "1",
        "20270510T110000",
        "CONFIRMED",
    )
    called_off = read(calendar_of(cohort, off, method=CANCEL).encode())
    (event,) = called_off.all("VEVENT")
    assert (called_off.value("METHOD"), event.value("SEQUENCE"), event.value("STATUS"), event.text("SUMMARY")) == (
        "CANCEL",
        "1",
        "CANCELLED",
        "Cancelled: Off · MC",
    )
    assert calendar_of(make.cohort("Empty")) == calendar_of(other, first) == ""


def test_inside_the_block_that_planned_it(app: Flask) -> None:
    """Letters are written in the transaction of what they are about: the file shows what is about to be."""
    with writing():
        cohort = make.cohort("MC")
        number = session(cohort, at("2027-05-06", "09:00"), title="First")
        move(number, at("2027-05-06", "09:00") + timedelta(days=1))
        with speaking("en"):
            (event,) = read(calendar_of(cohort, number).encode()).all("VEVENT")
    assert (event.value("DTSTART"), event.value("SEQUENCE")) == ("20270507T090000", "1")
