"""Closing: what is still open is said and asked for, who lacks what, whom the reminder chooses, and what a closed cohort shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.cohorts import close_cohort, reopen_cohort
from clustercourse.cohorts.queries.closures import StillOpen, still_open
from clustercourse.db import db, end_reading, now, value, writing
from clustercourse.errors import Refused
from clustercourse.language import day, today
from clustercourse.models.accounts import Invitation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.learning import Enrolment
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts import taking
from tests.page import Browser, Page


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def address(cohort: int) -> str:
    return f"{taking.address(cohort)}closure"


def state(cohort: int) -> str:
    return str(value(select(Cohort.state).where(Cohort.id == cohort)))


def invited(cohort: int, by: int, number: int, **values: Any) -> None:
    email = f"guest{number}@example.com"
    dated = {"created_at": now(), "expires_at": now() + timedelta(days=7), "token_digest": f"{number:064}"} | values
    with writing():
        db.session.add(Invitation(email=email, key=email, cohort_id=cohort, by_id=by, role="external", **dated))


def busy(cast: Cast) -> int:
    """Two sessions to come, one over and not marked, an application, two offers and three invitations; and what is settled."""
    cohort = make.cohort(coordinator=cast.dan)
    for starts_at in (now() + timedelta(days=2), now() + timedelta(days=9), now() - timedelta(days=1)):
        make.session(cohort, starts_at)
    make.session(cohort, now() + timedelta(days=30), cancelled_at=now(), cancel_reason="Ill")
    for name, stands in (("Ane", "applied"), ("Bo", "offered"), ("Carl", "offered"), ("Dina", "confirmed"), ("Eli", "waitlisted")):
        make.seat(cohort, make.person(name), stands)
    for number in range(3):
        invited(cohort, cast.dan, number)
    invited(cohort, cast.dan, 3, withdrawn_at=now())
    invited(make.cohort("Another"), cast.dan, 4)
    return cohort


@pytest.mark.both_databases_when_long
def test_what_is_still_open(cast: Cast) -> None:
    cohort, empty = busy(cast), make.cohort("Empty")
    last = today(now() + timedelta(days=9), "Europe/Copenhagen")
    assert still_open(cohort) == StillOpen(sessions=2, last_day=last, applications=1, offers=2, invitations=3, marks=1)
    assert (still_open(empty), still_open(empty).is_something) == (StillOpen(0, None, 0, 0, 0, 0), False)


def test_closing_what_is_not_over_asks_first(cast: Cast, browser: Browser) -> None:
    cohort = busy(cast)
    page = browser.sign_in(cast.dan).visit(address(cohort))
    last = day(now() + timedelta(days=9))
    assert section(page, "open") == [
        f"2 sessions are not over. The last one is on {last}. Sessions",
        "1 application waits for your decision. Decide",
        "2 offers of a place are not answered. See them",
        "3 invitations are not answered. Invitations",
        "1 mark is missing for sessions that are over. Fill them in",
    ]
    page = browser.send(address(cohort))
    assert (page.status, state(cohort)) == (422, "published")
    assert page.errors == ["Error: Something is still open. Tick the box to close the cohort all the same."]
    assert len(section(page, "open")) == 5
    page = browser.send(address(cohort), all_the_same="y")
    assert ("The cohort is closed." in page.text, state(cohort)) == (True, "closed")


def test_what_is_over_is_closed_with_one_press(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    session, seat = make.session(cohort, now() - timedelta(days=1)), make.seat(cohort, cast.ada)
    taking.marked(session, seat, "present", cast.dan)
    page = browser.sign_in(cast.dan).visit(address(cohort))
    assert (section(page, "open"), "Close it all the same" in page.text) == ([], False)
    browser.send(address(cohort))
    assert state(cohort) == "closed"


def test_a_closed_cohort_says_so(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    browser.sign_in(cast.dan).send(address(cohort))
    page = browser.visit(address(cohort))
    assert (page.heading, page.texts("p", "lead")) == ("The cohort is closed", [f"Closed since {day(now())}."])
    assert f"{taking.address(cohort)}report/edit" in page.links()
    assert [form.get("action") for form in page.forms() if "closure" in (form.get("action") or "")] == [f"{address(cohort)}/delete"]
    page = Page(browser.post(address(cohort), data=browser.csrf(), follow_redirects=True))
    assert "This cohort is closed already." in page.text
    assert "The cohort is closed. Now tell" not in page.text
    browser.send(address(cohort), f"{address(cohort)}/delete")
    assert state(cohort) == "published"


def test_only_what_is_published_can_be_closed(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan, state="planned")
    page = browser.sign_in(cast.dan).visit(address(cohort))
    assert ("Only a published cohort can be closed." in page.text, "Close the cohort" in page.texts("button")) == (True, False)
    answer = browser.post(address(cohort), data=browser.csrf())
    assert (answer.status_code, state(cohort)) == (422, "planned")
    assert "Only a published cohort can be closed." in answer.text


def test_closing_twice_is_once_whatever_is_open(cast: Cast) -> None:
    cohort = busy(cast)
    with pytest.raises(Refused) as refusal, writing():
        close_cohort(cohort, by=cast.dan)
    assert refusal.value.field == "all_the_same"
    for _twice in range(2):
        with writing():
            close_cohort(cohort, by=cast.dan, all_the_same=True)
    with writing():
        close_cohort(cohort, by=cast.dan)
        reopen_cohort(cohort, by=cast.dan)
    assert state(cohort) == "published"


def test_what_each_lacks_and_no_more_in_the_language_of_the_reader(cast: Cast, browser: Browser) -> None:
    taking.published()
    cohort = make.cohort(coordinator=cast.dan)
    session = make.session(cohort, now() - timedelta(days=1))
    seats = {name: make.seat(cohort, person) for name, person in (("ada", cast.ada), ("ben", cast.ben), ("eve", cast.eve))}
    taking.taken(cohort, cast.dan)
    for name, status in (("ada", "present"), ("ben", "absent"), ("eve", "present")):
        taking.marked(session, seats[name], status, cast.dan)
    with writing() as changing:
        changing.execute(update(Enrolment).where(Enrolment.person_id == cast.ada).values(finished_at=now()))
        changing.execute(update(Enrolment).where(Enrolment.person_id == cast.eve).values(language="da"))
    end_reading()
    page = browser.sign_in(cast.dan).visit(address(cohort))
    unfinished = "“A small course” is not finished."
    assert rows_of(page) == [
        ["Ada Holm", "100%", "100%", "Nothing"],
        ["Ben Berg", "0%", "0%", f"Less than 80 percent: not enough for the certificate so far. {unfinished}"],
        ["Eve Friis", "100%", "0%", unfinished],
    ]
    reminder = f"{taking.address(cohort)}board?tick=lacking"
    assert reminder in page.links()
    board = browser.visit(reminder)
    ticked = [box.get("value") for box in board.tree.iter("input") if box.get("name") == "seat" and box.get("checked") is not None]
    assert ticked == [str(seats["ben"]), str(seats["eve"])]


def section(page: Page, name: str) -> list[str]:
    """The lines of the section with this heading's id."""
    found = [each for each in page.tree.iter("section") if each.get("aria-labelledby") == name]
    return [" ".join("".join(line.itertext()).split()) for part in found for line in part.iter("li")]


def rows_of(page: Page) -> list[list[str]]:
    rows = [line for body in page.tree.iter("tbody") for line in body.iter("tr")]
    return [[" ".join("".join(cell.itertext()).split()) for cell in line] for line in rows]
