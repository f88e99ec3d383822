"""The house of the workbook's journeys: Nina's cluster, a course that she takes in a cohort, its trainer, and a peer from Sweden."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select

from clustercourse.models.cohorts import Cohort, CohortCourse
from clustercourse.models.content import Course, CourseTeam
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat
from tests.browser.sheets import Office, office, speak
from tests.servers import Server


@dataclass(frozen=True)
class House:
    """Nina's office; Sven of another organisation in the same cohort; Johan trains; Mads belongs to a sponsor."""

    office: Office
    cohort: str
    sven: int
    johan: int
    mads: int


def house(site: Server, course: str, language: str = "en") -> House:
    here, abroad, sponsor = office(site), office(site, "SE"), office(site)
    speak(site, here.nina, language)
    moment, code, johan = datetime.now(UTC), secrets.token_hex(4), site.add_person("Johan Berg")
    with site.engine.begin() as connection:

        def put(model: Any, **values: Any) -> int:
            key = connection.execute(insert(model).values(**values)).inserted_primary_key
            assert key is not None
            return int(key[0])

        course_id = connection.scalar(select(Course.id).where(Course.key == course))
        cohort = put(Cohort, slug=f"peers-{code}", title="Four Coasts", kind="master-class", state="published", created_at=moment)
        put(CohortCourse, cohort_id=cohort, course_id=course_id)
        put(CourseTeam, course_id=course_id, person_id=johan, role="trainer", created_at=moment)
        for person, organisation in ((here.nina, here.id), (abroad.nina, abroad.id)):
            seat = {"cohort_id": cohort, "person_id": person, "organisation_id": organisation, "state": "confirmed"}
            put(Seat, **seat, sheet_code=secrets.token_hex(3), created_at=moment)
            put(Enrolment, person_id=person, course_id=course_id, cohort_id=cohort, language=language, created_at=moment)
    return House(here, f"peers-{code}", abroad.nina, johan, sponsor.nina)
