"""What people of a cohort and those who run it are told, beside the letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse import jobs
from clustercourse.cohorts.actions.apologies import decide_apology, send_apology
from clustercourse.cohorts.actions.applications import Told, apply
from clustercourse.cohorts.actions.session_moves import cancel_session
from clustercourse.cohorts.notices import still_asked, still_to_come, still_undecided
from clustercourse.db import now, rows, value, writing
from clustercourse.models.attendance import Apology
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter, Notification
from clustercourse.models.seats import Seat
from clustercourse.notifications.actions import choose_letters
from tests import make
from tests.cast import Cast, assemble


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def told() -> list[tuple[Any, ...]]:
    columns = Notification.person_id, Notification.kind, Notification.by_id, Notification.title, Notification.told_at.is_not(None)
    return [tuple(row) for row in rows(select(*columns).order_by(Notification.id))]


@pytest.mark.both_databases_when_long
def test_who_coordinates_is_told_of_applications_until_they_are_answered(cast: Cast) -> None:
    cohort, open_one = (make.cohort(coordinator=cast.dan, admission=how) for how in ("by_coordinator", "at_once"))
    make.cohort("Elsewhere", coordinator=cast.root)
    with writing():
        apply(open_one, Told(), by=cast.ben)
        apply(cohort, Told(), by=cast.ada)
    seat = value(select(Seat.id).where(Seat.cohort_id == cohort))
    assert told() == [(cast.dan, "cohorts.applied", cast.ada, "Master Class 2027", False)]
    assert still_asked([cast.dan, cast.root, cast.ada], seat) == {cast.dan}
    with writing() as session:
        session.execute(update(Seat).values(state="confirmed"))
    assert still_asked([cast.dan], seat) == set()


def test_who_coordinates_is_told_of_apologies_without_their_reasons(cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    session = make.session(cohort, now() + timedelta(days=2), title="Cases")
    make.seat(cohort, cast.ada)
    for _twice in range(2):
        with writing():
            send_apology(session, person_id=cast.ada, text="I am ill.", by=cast.ada)
    assert told() == [(cast.dan, "cohorts.apology", cast.ada, "Cases", False)]
    assert value(select(Notification.excerpt)) == ""
    apology = value(select(Apology.id))
    assert still_undecided([cast.dan, cast.eve], apology) == {cast.dan}
    with writing():
        decide_apology(apology, excuse=True, words="", by=cast.dan)
    assert still_undecided([cast.dan], apology) == set()


def test_a_session_that_changes_stands_under_the_bell_and_its_letter_always_comes(cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    session = make.session(cohort, now() + timedelta(days=2), title="Cases")
    for person in (cast.ada, cast.ben):
        make.seat(cohort, person)
    with writing() as open_one:
        choose_letters(cast.ada, {"announcements": "off"}, by=cast.ada)
        cancel_session(session, reason="Storm.", by=cast.dan)
        open_one.execute(update(Job).values(due_at=now()))
    for _twice in range(2):
        jobs.work_waiting()
    assert told() == [(person, "cohorts.session_cancelled", None, "Cases", True) for person in (cast.ada, cast.ben)]
    assert [row.to_address for row in rows(select(Letter.to_address).order_by(Letter.to_address))] == ["ada@example.com", "ben@example.com"]
    assert still_to_come([cast.ada], session) == set()
