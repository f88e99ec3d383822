"""Cohorts as they are lived in: one that goes on, in which Ada has a place and which Dan coordinates, and one that is over with a report."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from clustercourse.db import db, now, writing
from clustercourse.models.cohorts import Cohort, CohortReport
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment
from clustercourse.notifications.actions import choose_letters, mark_read, notify
from tests import make
from tests.cast import Cast
from tests.world_cohorts import furnish


def set_cohort_stage(cast: Cast, course_key: str, item: int) -> None:
    """Rows are made in an order that gives their numbers in tests/browser/pages.py."""
    with writing() as session:
        course = session.scalars(select(Course).where(Course.key == course_key)).one()
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id == cast.ada, Enrolment.course_id == course.id)).one()
        met = {"course": course, "enrolment": enrolment, "item": item, "canary": "Harbour"}
        values = furnish(cast.ada, coordinator=cast.dan, organisation=cast.organisation_a, **met)
        running = session.scalars(select(Cohort).where(Cohort.slug == values["cohort"])).one()
        running.slug, running.title, running.admission = "master-class-harbour", "Master Class Harbour", "by_coordinator"
        running.about_html, running.practical_html = "<p>Two days by the water.</p>", "<p>Bring a coat.</p>"
        for number, state in enumerate(("applied", "offered", "waitlisted", "refused", "withdrawn", "confirmed", "confirmed")):
            until = now() + timedelta(days=3) if state == "offered" else None
            queue = number if state == "waitlisted" else None
            make.seat(running.id, make.person(f"Guest Number{number}"), state, offered_until=until, queue_number=queue)
        over = make.cohort("Master Class Fjord", coordinator=cast.dan, state="closed")
        make.session(over, now() - timedelta(days=40))
        report = CohortReport(
            cohort_id=over, title="What we took home", text="x", html="<p>Much.</p>", published_at=now(), changed_at=now()
        )
        empty = make.cohort(
            "Open day", coordinator=cast.dan, dates_in_words="early autumn 2027", summary="For newcomers.", blueprint="one-day"
        )
        db.session.add(report)
        session.get_one(Cohort, over).slug = "master-class-fjord"
        session.get_one(Cohort, empty).slug = "open-day"
        _tell(cast.ada, cast.dan)


def _tell(person: int, coordinator: int) -> None:
    """Something new, several of a kind, and something that waits for the daily letter."""
    choose_letters(person, {"announcements": "daily"}, by=person)
    said = {"thing": ("cohort", 1), "address": "/cohorts/master-class-harbour/"}
    for number in range(3):
        words = f"Bring your own figures, part {number}: what your members pay, what they get, and what they would miss."
        notify("cohorts.news", [person], key=f"stage:{number}", by=coordinator, title="What to bring", excerpt=words, **said)
    notify("cohorts.out_of_reach", [person], key="stage:reach", by=None, title="Master Class Harbour", **said)
    mark_read(person, ("cohort", 1))
    notify("cohorts.news", [person], key="stage:new", by=coordinator, title="The room is another one", excerpt="First floor.", **said)
