"""What people of a cohort wait for costs the same number of statements for ten people and for a thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bench.bulk import Bulk
from clustercourse.calendars.actions import make_feed
from clustercourse.db import now, writing
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.learning import Completion, Enrolment
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import assemble
from tests.cohorts import taking
from tests.page import Browser

WANTED = {"register": 5, "grid": 6, "board": 8, "seats": 5, "home": 17, "feed": 3}
MARKS = ({"status": "present", "minutes": 90}, {"status": "absent", "minutes": 0}, {"status": "excused", "minutes": 0})


def crowd(cohort: int, sessions: list[int], people: range) -> None:
    """People with a place, a course that some have finished a lesson of, and a mark at each session."""
    course, item, version = taking.course_id(), taking.item("words"), taking.version(1)
    with writing():
        bulk = Bulk()
        for number in people:
            person = bulk.add(Person, name=f"Person {number}", created_at=now())
            seat = bulk.add(Seat, cohort_id=cohort, person_id=person, state="confirmed", sheet_code=f"{number:06}", created_at=now())
            enrolment = bulk.add(
                Enrolment, person_id=person, course_id=course, cohort_id=cohort, language="en", created_at=now(), last_visit_at=now()
            )
            if number % 2:
                done = {"state": "complete", "rule": [], "version_id": version, "at": now()}
                bulk.add(Completion, enrolment_id=enrolment, item_id=item, **done)
            for place, session in enumerate(sessions):
                said = MARKS[(number + place) % len(MARKS)]
                bulk.add(AttendanceMark, session_id=session, seat_id=seat, **said, source="register", at=now())
        bulk.finish()


@pytest.mark.both_databases_when_long
def test_ten_people_cost_as_many_statements_as_a_thousand(
    app: Flask, new_browser: Callable[[], Browser], statements: Callable[[], Any]
) -> None:
    cast = assemble()
    taking.published()
    cohort = make.cohort(coordinator=cast.dan, external_places=2000)
    sessions = [make.session(cohort, now() - timedelta(days=number + 1)) for number in range(3)]
    taking.taken(cohort, cast.dan)
    with writing():
        token = make_feed(cast.dan, by=cast.dan, name="Phone")
    home = taking.address(cohort)
    addresses = {
        "register": f"{home}sessions/{sessions[0]}/attendance",
        "grid": f"{home}attendance/",
        "board": f"{home}board",
        "seats": f"{home}seats/",
        "home": home,
        "feed": f"/calendar/{token}.ics",
    }
    coordinator, program = new_browser().sign_in(cast.dan), new_browser()
    coordinator.checks = False
    for people in (range(10), range(10, 1000)):
        crowd(cohort, sessions, people)
        shown = {}
        for name, address in addresses.items():
            asks = program if name == "feed" else coordinator
            assert asks.get(address).status_code == 200
            with statements() as seen:
                answer = asks.get(address)
            shown[name] = answer.text.count("Person ")
            assert (name, len(seen)) == (name, WANTED[name])
        assert all(shown[name] >= people.stop for name in ("register", "grid", "board", "seats", "home"))
        assert "Person " not in program.get(addresses["feed"]).text
