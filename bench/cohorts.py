"""Cohorts in the middle of their run: one of many people and one of a few, with everything that their pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bench.bulk import Bulk
from bench.meetings import MINUTES, Marked, marked
from bench.people import add_person, add_sign_in
from bench.talk import seed_talk
from clustercourse.calendars.queries import digest_of
from clustercourse.db import db
from clustercourse.models.attendance import Apology, AttendanceMark, AttendanceRevision, CheckIn, CheckInRequest
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.catalogue import Membership, OrganisationRegion, OrganisationSector
from clustercourse.models.cohorts import (
    Cohort,
    CohortContact,
    CohortCourse,
    CohortDeadline,
    CohortMaterial,
    CohortNews,
    CohortOrganisation,
    CohortPart,
    CohortTeam,
)
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat, SeatStep
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession

OVER, TO_COME = 15, 5
WAITING = ("applied", "offered", "waitlisted")
GONE = ("refused", "declined", "expired", "withdrawn", "removed", "moved")
A_STATE = 3
"""How many people stand in each state besides those who have a place."""
_ZONE = "Europe/Copenhagen"
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Room:
    """A cohort with its newest session that is over, and the seats of everybody who has a place."""

    id: int
    slug: str
    session: int
    seats: tuple[int, ...]


@dataclass(frozen=True)
class Wanted:
    """How many people have a place, and the course they take together."""

    places: int
    course: int


@dataclass(frozen=True)
class Desk:
    """What one round of calls to the pages of cohorts needs: who asks (tokens), where, and about which seat."""

    coordinator: str
    member: str
    feed: str
    many: str
    few: str
    many_session: int
    few_session: int
    many_posts: int
    few_posts: int
    seat: int


def other_seats() -> int:
    """How many people are in a cohort besides those who have a place."""
    return A_STATE * len(WAITING + GONE)


def seed_cohorts(bulk: Bulk, people: Sequence[int], wanted: tuple[Wanted, Wanted], desks: int, at: datetime) -> tuple[Desk, ...]:
    """The cohort of many and that of a few, and who asks for their pages. `people` are enough for all seats of the first."""
    coordinator = add_person(bulk, "Karla Ravn", "coordinator@example.com", since=at - 30 * _WEEK, at=at)
    trainer = add_person(bulk, "Otto Winther", "trainer@example.com", since=at - 30 * _WEEK, at=at)
    token = add_sign_in(bulk, coordinator, "bench-coordinator-000000000000", at=at)
    making = _Making(bulk, at, (coordinator, trainer))
    many = making.make("First Master Class", wanted[0], people[: wanted[0].places], people[wanted[0].places :])
    few = making.make("Second Master Class", wanted[1], people[: wanted[1].places], ())
    desk: dict[str, Any] = {"coordinator": token, "many": many.slug, "few": few.slug}
    desk |= {"many_session": many.session, "few_session": few.session}
    many_posts, few_posts = seed_talk(bulk, many.id, people[: wanted[0].places], at)
    desk |= {"many_posts": many_posts, "few_posts": few_posts}
    places = [number % wanted[0].places for number in range(desks)]
    return tuple(Desk(**desk, **_member(bulk, number, people[place], at), seat=many.seats[place]) for number, place in enumerate(places))


def _member(bulk: Bulk, number: int, person: int, at: datetime) -> dict[str, Any]:
    token, feed = f"bench-member-{number:031}", f"bench-calendar-{number:029}"
    values = {"cohort_id": None, "name": "Phone", "created_at": at, "revoked_at": None}
    bulk.add(CalendarFeed, person_id=person, token_digest=digest_of(feed), **values)
    return {"member": add_sign_in(bulk, person, token, at=at), "feed": feed}


@dataclass(frozen=True)
class _Making:
    bulk: Bulk
    at: datetime
    team: tuple[int, int]

    def make(self, title: str, wanted: Wanted, seated: Sequence[int], others: Sequence[int]) -> Room:
        slug = title.lower().replace(" ", "-")
        places = {"partner_places": len(seated) // 2, "external_places": len(seated) - len(seated) // 2}
        words = {"summary": "Twenty days for people who run clusters.", "about_html": "<p>What happens, and for whom.</p>"}
        shown = {"kind": "master-class", "state": "published", "created_at": self.at, "published_at": self.at}
        cohort = self.bulk.add(Cohort, slug=slug, title=title, **places, **words, **shown)
        for person, role in zip(self.team, ("coordinator", "trainer"), strict=True):
            self.bulk.add(CohortTeam, cohort_id=cohort, person_id=person, role=role, created_at=self.at)
        sessions = [self._session(cohort, number) for number in range(OVER + TO_COME)]
        states = ["finished" if number % 100 == 99 else "confirmed" for number in range(len(seated))]
        organisations = self._organisations(cohort, [*seated, *others])
        seats = [self._seat(cohort, number, *who, organisations) for number, who in enumerate(zip(seated, states, strict=True))]
        for number, person in enumerate(others):
            self._seat(cohort, len(seats) + number, person, (WAITING + GONE)[number % len(WAITING + GONE)], organisations)
        for number, seat in enumerate(seats):
            self._attend(number, seat, sessions)
        self._ask(sessions, seats, others)
        self._post(cohort, slug)
        self._take(cohort, wanted.course, seated)
        return Room(cohort, slug, sessions[OVER - 1], tuple(seats))

    def _take(self, cohort: int, course: int, seated: Sequence[int]) -> None:
        """The cohort takes a course: the enrolments of those who are in it already become those of the cohort."""
        self.bulk.add(CohortCourse, cohort_id=cohort, course_id=course, pinned_version_id=None)
        self.bulk.write()
        mine = Enrolment.course_id == course, Enrolment.person_id.in_(seated)
        db.session.execute(update(Enrolment).where(*mine).values(cohort_id=cohort))

    def _session(self, cohort: int, number: int) -> int:
        """The newest one that is over ended a few minutes ago, and nobody has locked its register."""
        begins = (self.at - timedelta(minutes=MINUTES + 10)).replace(second=0, microsecond=0) + (number - OVER + 1) * _WEEK
        local = begins.astimezone(ZoneInfo(_ZONE))
        wall = {"on_day": local.date(), "at_time": local.time(), "zone": _ZONE, "fold": local.fold, "minutes": MINUTES}
        times = {"starts_at": begins, "ends_at": begins + timedelta(minutes=MINUTES), "created_at": self.at, "changed_at": self.at}
        named = {
            "key": f"day-{number + 1}",
            "title": f"Day {number + 1}: who builds bridges",
            "venue": "Hall 2",
            "counts": number % 10 != 9,
        }
        kept = {"uid": f"bench-{cohort}-{number}@example.com", "secret": f"{number:064}"}
        locked_at = begins + 2 * _DAY if number < OVER - 1 else None
        session = self.bulk.add(TrainingSession, cohort_id=cohort, **wall, **times, **named, **kept, locked_at=locked_at)
        self.bulk.add(SessionTrainer, session_id=session, person_id=self.team[1])
        return session

    def _organisations(self, cohort: int, people: Sequence[int]) -> dict[int, int]:
        """Person → organisation. Each gets a region and sectors; the first ones stand behind the cohort."""
        found = db.session.execute(select(Membership.person_id, Membership.organisation_id).where(Membership.person_id.in_(people)))
        known = {each.person_id: each.organisation_id for each in found}
        mine = sorted(set(known.values()))
        with_region = set(db.session.scalars(select(OrganisationRegion.organisation_id)))
        for number, organisation in enumerate(mine):
            if organisation not in with_region:
                self.bulk.add(OrganisationRegion, organisation_id=organisation, code=f"DK0{number % 5 + 1}")
                for sector in ("ports", "food")[: number % 2 + 1]:
                    self.bulk.add(OrganisationSector, organisation_id=organisation, name=sector)
        for organisation in mine[:4]:
            self.bulk.add(CohortOrganisation, cohort_id=cohort, organisation_id=organisation, role="partner")
        return known

    def _seat(self, cohort: int, number: int, person: int, state: str, organisations: dict[int, int]) -> int:
        since = self.at - (30 - number % 7) * _WEEK
        queue = {"queue_number": number if state == "waitlisted" else None}
        offered = {"offered_until": self.at + (_WEEK if state == "offered" else -_WEEK) if state in ("offered", "expired") else None}
        joined = {"joined_on": (self.at - 9 * _WEEK).date() if number % 40 == 39 else None}
        about = {"place": ("partner", "external")[number % 2], "organisation_id": organisations.get(person), "sheet_code": f"{number:06X}"}
        found = {"cohort_id": cohort, "person_id": person, "state": state}
        seat = self.bulk.add(Seat, **found, **about, **queue, **offered, **joined, created_at=since)
        for before, after in (("", "applied"), ("applied", state))[: 1 if state == "applied" else 2]:
            self.bulk.add(SeatStep, seat_id=seat, from_state=before, to_state=after, at=since, by_id=self.team[0])
        return seat

    def _attend(self, number: int, seat: int, sessions: Sequence[int]) -> None:
        """Marks of the sessions that are over, each with its revision, and some that were changed a day later."""
        for place, session in enumerate(sessions[:OVER]):
            said = marked(number, place)
            if said is None:
                continue
            when, is_changed = self.at + (place - OVER + 1) * _WEEK, (number + place) % 20 == 0
            who = {"source": "register", "at": when, "by_id": self.team[number % 2]}
            mark = self.bulk.add(AttendanceMark, session_id=session, seat_id=seat, **said._asdict(), **who, number=1 + is_changed)
            steps = [Marked("expected", minutes=0), *([Marked("absent", minutes=0)] if is_changed else []), said]
            for turn, (was, became) in enumerate(pairwise(steps), 1):
                change: dict[str, Any] = {"was": was._asdict(), "became": became._asdict(), "number": turn, "reason": ""}
                self.bulk.add(AttendanceRevision, mark_id=mark, **change, **who)

    def _ask(self, sessions: Sequence[int], seats: Sequence[int], others: Sequence[int]) -> None:
        """Apologies for the newest session and the next one, some decided; check-ins, and people who are not on the list."""
        for number, seat in enumerate(seats[:8]):
            decided = {"decision": "accepted", "decided_at": self.at, "by_id": self.team[0]}
            told = decided if number % 2 else dict.fromkeys(decided)
            self.bulk.add(
                Apology, session_id=sessions[OVER - 1 + number % 3 // 2], seat_id=seat, text="I am ill.", created_at=self.at, **told
            )
        for seat in seats[8:40]:
            self.bulk.add(
                CheckIn, session_id=sessions[OVER - 1], seat_id=seat, device_digest=f"{seat:032}", network="127.0.0.0", at=self.at
            )
        for person in others[:3]:
            self.bulk.add(
                CheckInRequest, session_id=sessions[OVER - 1], person_id=person, message="A colleague sent me.", created_at=self.at
            )

    def _post(self, cohort: int, slug: str) -> None:
        for number in (1, 2):
            self.bulk.add(CohortPart, cohort_id=cohort, number=number, title=f"Part {number}", place="Odense", country="DK", venue="Hall 2")
        for purpose in ("information", "registration"):
            self.bulk.add(CohortContact, cohort_id=cohort, purpose=purpose, name="Karla Ravn", email="coordinator@example.com")
        for number in range(3):
            text = f"What happened on day {number + 1}, and what comes next."
            posted = {"title": f"News {number + 1}", "text": text, "html": f"<p>{text}</p>", "is_public": number == 0}
            self.bulk.add(CohortNews, cohort_id=cohort, **posted, created_at=self.at, by_id=self.team[0])
            self._deadline(cohort, number)
            named = {"title": f"Slides {number + 1}", "address": f"https://example.com/{slug}/{number}"}
            self.bulk.add(CohortMaterial, cohort_id=cohort, **named, created_at=self.at, by_id=self.team[1])

    def _deadline(self, cohort: int, number: int) -> None:
        due = self.at.replace(second=0, microsecond=0) + (number - 1) * _WEEK
        local = due.astimezone(ZoneInfo(_ZONE))
        wall = {"on_day": local.date(), "at_time": local.time(), "zone": _ZONE, "fold": local.fold, "due_at": due}
        kept = {"uid": f"bench-due-{cohort}-{number}@example.com", "changed_at": self.at}
        self.bulk.add(CohortDeadline, cohort_id=cohort, title=f"Hand in paper {number + 1}", **wall, **kept)
