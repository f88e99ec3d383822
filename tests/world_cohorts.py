"""A cohort with one of everything, for the sweeps over every address: canaries in every text, and the values that lead there."""

from __future__ import annotations

import hashlib
from datetime import date, time, timedelta
from typing import Any

from clustercourse.accounts.actions.invitations import invite
from clustercourse.db import db, now
from clustercourse.files import keep, store
from clustercourse.models.attendance import Apology, AttendanceMark, AttendanceRevision, CheckIn, CheckInRequest
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.cohorts import (
    Cohort,
    CohortContact,
    CohortCourse,
    CohortDeadline,
    CohortMaterial,
    CohortNews,
    CohortOrganisation,
    CohortPart,
    CohortReport,
    CohortTeam,
)
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment, ItemException
from clustercourse.models.seats import SeatStep
from tests import make


def put_files(*canaries: str) -> None:
    """Put into the store what `furnish` and `talk` name. Before `writing()`."""
    for canary in canaries:
        store().put(canary.encode())
        store().put(f"{canary} beside a post".encode())


def furnish(
    person: int, *, coordinator: int, organisation: int, course: Course, enrolment: Enrolment, item: int, canary: str
) -> dict[str, Any]:
    """A cohort run by `coordinator` in which the person has a place; the values of addresses that lead to what is theirs."""
    said = {
        name: f"{canary}-{name}" for name in ("summary", "about", "about_html", "practical", "practical_html", "project_title", "funder")
    }
    kind = "by_coordinator" if canary == "CANARY-A" else "by_invitation"
    cohort = make.cohort(f"{canary} cohort", coordinator=coordinator, admission=kind, **said)
    session = make.session(cohort, title=f"{canary}-session", venue=f"{canary}-venue", link="https://example.com/" + canary)
    later = make.session(cohort, now().replace(microsecond=0) + timedelta(days=9), title=f"{canary}-later")
    seat = make.seat(cohort, person, organisation_id=organisation, message=f"{canary}-said", diet=f"{canary}-diet")
    asking = make.person(f"{canary} at the door")
    db.session.flush()
    of: dict[str, Any] = {"cohort_id": cohort}
    once = {"created_at": now(), "by_id": coordinator}
    digest = hashlib.sha256(canary.encode()).hexdigest()
    keep(digest, purpose="material", media_type="text/plain", size=len(canary))
    rows = {
        "part": CohortPart(**of, number=1, place=f"{canary}-place", venue=f"{canary}-house"),
        "contact": CohortContact(**of, purpose="registration", email=f"{canary.lower()}@example.com", name=f"{canary}-desk"),
        "trainer": CohortTeam(**of, person_id=make.person(f"{canary} trainer"), role="trainer", created_at=now()),
        "backing": CohortOrganisation(**of, organisation_id=organisation, role="partner"),
        "course": CohortCourse(**of, course_id=course.id),
        "news": CohortNews(**of, title=f"{canary}-news", text="x", html=f"<p>{canary}-news</p>", **once),
        "deadline": CohortDeadline(
            **of,
            title=f"{canary}-deadline",
            on_day=date(2030, 1, 1),
            at_time=time(12),
            zone="Europe/Copenhagen",
            due_at=now() + timedelta(days=9),
            uid=f"{canary}-{person}",
            changed_at=now(),
        ),
        "material": CohortMaterial(**of, title=f"{canary}-file", digest=digest, file_name="notes.txt", size=8, **once),
        "report": CohortReport(
            **of, title=f"{canary}-report", text="x", html=f"<p>{canary}-report</p>", changed_at=now(), by_id=coordinator
        ),
        "step": SeatStep(seat_id=seat, from_state="offered", to_state="confirmed", at=now(), by_id=coordinator, reason=f"{canary}-reason"),
        "apology": Apology(session_id=later, seat_id=seat, text=f"{canary}-apology", created_at=now()),
        "mark": AttendanceMark(
            session_id=session, seat_id=seat, status="present", minutes=90, source="register", at=now(), by_id=coordinator
        ),
        "check_in": CheckIn(session_id=session, seat_id=seat, device_digest="d", network="127.0.0.1", at=now()),
        "asked": CheckInRequest(session_id=session, person_id=asking, message=f"{canary}-door", created_at=now()),
        "feed": CalendarFeed(person_id=person, token_digest=f"{canary}-{person}", name=f"{canary}-phone", created_at=now()),
    }
    db.session.add_all(rows.values())
    db.session.flush()
    db.session.add(
        AttendanceRevision(
            mark_id=rows["mark"].id,
            number=1,
            was={},
            became={"status": "present"},
            source="register",
            reason=f"{canary}-why",
            **_at(coordinator),
        )
    )
    enrolment.cohort_id = cohort
    db.session.flush()
    invited = invite(f"{canary.lower()}-seat-{person}@example.org", cohort=cohort, role="external", by=coordinator)
    exception = ItemException(
        enrolment_id=enrolment.id, item_id=item, what="lock", until=now() + timedelta(days=3), reason=f"{canary}-exception", **once
    )
    db.session.add(exception)
    db.session.flush()
    numbers = {
        "cohorts.seats": seat,
        "cohorts.exceptions": seat,
        "cohorts.deadlines": rows["deadline"].id,
        "cohorts.materials": rows["material"].id,
        "cohorts.news": rows["news"].id,
        "cohorts.backings": rows["backing"].id,
        "cohorts.parts": 1,
        "cohorts.seat_invitations": invited.id,
        "cohorts.teams": rows["trainer"].id,
        "cohorts.apologies": rows["apology"].id,
        "cohorts.check_in_requests": rows["asked"].id,
        "calendars.feeds": rows["feed"].id,
        "calendars.renewals": rows["feed"].id,
    }
    values = {
        f"{noun}.{verb}:number": number
        for noun, number in numbers.items()
        for verb in ("show", "index", "edit", "update", "create", "delete")
    }
    slug = db.session.get_one(Cohort, cohort).slug = f"cohort-of-{person}"
    own = {"cohorts.apologies.new:session": later, "cohorts.apologies.create:session": later, "cohorts.apologies.delete:session": later}
    own |= {"cohorts.apologies.edit:session": later, "cohorts.apologies.update:session": later}
    return values | own | {"cohort": slug, "session": session, "exception": exception.id}


def _at(by: int) -> dict[str, Any]:
    return {"at": now(), "by_id": by}
