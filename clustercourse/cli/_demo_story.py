"""How the past of a cohort is played: in order, through the actions that pages call, while the days go by.

Those actions look at the clock, and the clock stands still while the demo is loaded. So the story of a cohort is told as if it began
today; each time days go by, everything it has written moves back by so many. Days are said as they will be in the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, inspect, select, update

from clustercourse.cohorts.actions.apologies import send_apology
from clustercourse.cohorts.actions.applications import Told, apply
from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts, plan_cohort, publish_cohort, set_contact
from clustercourse.cohorts.actions.news import MaterialFacts, NewsFacts, add_material, post_news, set_deadline
from clustercourse.cohorts.actions.parts import PartFacts, change_part
from clustercourse.cohorts.actions.seats import confirm_place
from clustercourse.cohorts.actions.sessions import SessionFacts, change_session
from clustercourse.cohorts.walltime import WallTime
from clustercourse.db import Base, db, now
from clustercourse.models.accounts import Invitation
from clustercourse.models.attendance import Apology, AttendanceMark, AttendanceRevision, CheckIn, CheckInRequest, RegisterStep
from clustercourse.models.cohorts import (
    Cohort,
    CohortDeadline,
    CohortMaterial,
    CohortNews,
    CohortReport,
    CohortStep,
    CohortTeam,
    Interest,
)
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat, SeatStep
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.text import render_learner_markdown

_TELLING = ("notifications.deliver", "cohorts.tell_about_session", "cohorts.tell_news", "cohorts.tell_of_the_next")
_OF_COHORT: tuple[type[Any], ...] = (
    CohortStep,
    CohortTeam,
    CohortNews,
    CohortDeadline,
    CohortMaterial,
    CohortReport,
    Interest,
    Seat,
    TrainingSession,
    Invitation,
)
_OF_SESSION: tuple[type[Any], ...] = (AttendanceMark, RegisterStep, Apology, CheckIn, CheckInRequest)
_AT_THE_DOOR = ((CheckIn, "at"), (CheckInRequest, "created_at"), (CheckInRequest, "decided_at"), (AttendanceMark, "at"))


@dataclass(frozen=True)
class Stage:
    """What every story needs: people and organisations (id and slug) by name, who works where, and the day it is.

    `course_id` is None in a house without courses. `password_hash` is for whoever registers in a story.
    """

    people: Mapping[str, int]
    emails: Mapping[str, str]
    homes: Mapping[str, str]
    organisations: Mapping[str, tuple[int, str]]
    today: date
    course_id: int | None
    password_hash: str

    def day(self, weeks: int, weekday: int) -> date:
        """A day of the week that comes so many weeks after this one; 0 is Monday."""
        return self.today + timedelta(days=weekday - self.today.weekday(), weeks=weeks)


class Story:
    """A cohort whose past is being played by its coordinator. `begins` is the day on which it is planned."""

    def __init__(self, stage: Stage, facts: CohortFacts, blueprint: str, *, begins: date) -> None:
        self.stage, self.by, self.zone = stage, stage.people["Sofie Lund"], facts.time_zone
        self.is_now = begins
        self.first_letter, self.first_job = _last(Letter), _last(Job)
        dates: dict[str, Any] = {
            name: self.written(said) for name in ("apply_until_on", "withdraw_until_on") if (said := getattr(facts, name))
        }
        html: dict[str, Any] = {
            f"{name}_html": render_learner_markdown(getattr(facts, name)) for name in ("about", "practical") if getattr(facts, name)
        }
        self.id = plan_cohort(replace(facts, **dates, **html), blueprint=blueprint, by=self.by).id

    def written(self, on_day: date) -> date:
        """The day to write now for this one: days that have yet to go by will move it there."""
        return on_day + (self.stage.today - self.is_now)

    def goes_on(self, on_day: date) -> None:
        """Days go by until this one. Whatever letters would have said was said by then: none of them waits to be sent now."""
        let_days_pass(self.id, self.zone, (on_day - self.is_now).days)
        self.is_now = on_day
        jobs = select(Job.id).where(Job.id > self.first_job, Job.kind.in_(_TELLING))
        db.session.execute(delete(Job).where(Job.id.in_(jobs)))
        db.session.execute(delete(Letter).where(Letter.id > self.first_letter))

    def opens(self, parts: Sequence[PartFacts], contacts: Mapping[str, ContactFacts]) -> None:
        """Say where it is and whom to ask, and publish it."""
        for number, part in enumerate(parts, 1):
            change_part(self.id, number, part, by=self.by)
        for purpose, contact in contacts.items():
            set_contact(self.id, purpose, contact, by=self.by)
        publish_cohort(self.id, by=self.by)

    def applies(self, name: str, **told: str) -> int:
        """Somebody applies, with the organisation they work for; returns the seat."""
        home = self.stage.homes.get(name)
        organisation = self.stage.organisations[home][0] if home else None
        return apply(self.id, Told(organisation, **told), by=self.stage.people[name]).id

    def takes(self, *names: str) -> None:
        """These applicants get a place."""
        for name in names:
            confirm_place(self.seat(name).id, by=self.by)

    def seat(self, name: str) -> Seat:
        return db.session.scalars(select(Seat).where(Seat.cohort_id == self.id, Seat.person_id == self.stage.people[name])).one()

    def session(self, key: str) -> TrainingSession:
        return db.session.scalars(select(TrainingSession).where(TrainingSession.cohort_id == self.id, TrainingSession.key == key)).one()

    def apologises(self, name: str, key: str, text: str) -> int:
        """Somebody says that they cannot come to a session; returns the apology."""
        person_id = self.stage.people[name]
        return send_apology(self.session(key).id, person_id=person_id, text=text, by=person_id).id

    def says(self, title: str, text: str, *, is_public: bool = False) -> None:
        """Post news."""
        post_news(self.id, NewsFacts(title, text, render_learner_markdown(text), is_public), by=self.by)

    def is_due(self, title: str, on_day: date, hour: int) -> int:
        """Set a deadline; returns its number."""
        return set_deadline(self.id, title, WallTime(self.written(on_day), time(hour), self.zone), by=self.by).id

    def shares(self, title: str, name: str, text: str) -> None:
        """Give the people a text file that is in the store already."""
        content = text.encode()
        facts = MaterialFacts(title, digest=hashlib.sha256(content).hexdigest(), file_name=name, size=len(content))
        add_material(self.id, facts, by=self.by)

    def points_to(self, title: str, address: str, *, key: str) -> None:
        """Give the people a link that belongs to a session."""
        add_material(self.id, MaterialFacts(title, address, session_id=self.session(key).id), by=self.by)

    def teaches(self, key: str, *, by: Collection[str], **said: Any) -> None:
        """Say who teaches a session, and perhaps what it is about and in which room."""
        session = self.session(key)
        known = SessionFacts(session.title, session.about, session.about_html, session.venue, session.link, session.capacity)
        html: dict[str, Any] = {"about_html": render_learner_markdown(said["about"])} if "about" in said else {}
        facts = replace(known, part_id=session.part_id, trainer_ids=tuple(self.stage.people[name] for name in by), **html, **said)
        change_session(session.id, facts, by=self.by)

    def marks(self, key: str, usually: Mark | None = None, **others: Mark) -> None:
        """Everybody who is expected and not marked yet was there (or `usually`), but for the others, by first name."""
        session = self.session(key)
        marked = set(db.session.scalars(select(AttendanceMark.seat_id).where(AttendanceMark.session_id == session.id)))
        first_names = {person_id: name.partition(" ")[0] for name, person_id in self.stage.people.items()}
        seats = db.session.scalars(select(Seat).where(Seat.cohort_id == self.id, Seat.state == "confirmed").order_by(Seat.id))
        expected = [seat for seat in seats if seat.id not in marked and _covers(seat, session.on_day)]
        changes = [Change(seat.id, others.get(first_names[seat.person_id], usually or Mark("present")), 0) for seat in expected]
        mark_attendance(session.id, changes, by=self.by, source="register")

    @contextmanager
    def at_the_door(self, key: str, minutes: int) -> Iterator[int]:
        """So many minutes after a session began: what asks the clock finds its door open; gives the session's id.

        What was written meanwhile happened then, or just now if then is still to come.
        """
        session, entered = self.session(key), now()
        begin = session.starts_at
        session.starts_at = entered - timedelta(minutes=minutes)
        session.ends_at = session.starts_at + session.length
        db.session.flush()
        yield session.id
        session.starts_at, session.ends_at = begin, begin + session.length
        then = min(begin + timedelta(minutes=minutes), entered)
        for model, name in _AT_THE_DOOR:
            written = select(model).where(model.session_id == session.id, getattr(model, name) >= entered)
            for row in db.session.scalars(written):
                setattr(row, name, then)
        marks = select(AttendanceMark.id).where(AttendanceMark.session_id == session.id)
        revised = update(AttendanceRevision).where(AttendanceRevision.mark_id.in_(marks), AttendanceRevision.at >= entered)
        db.session.execute(revised.values(at=then))


def let_days_pass(cohort_id: int, zone: str, days: int) -> None:
    """Move everything that is written of a cohort back by whole days of its clock; sessions and deadlines keep their wall time."""
    if days == 0:
        return
    for row in _rows_of(cohort_id):
        for column in inspect(type(row)).columns:
            value = getattr(row, column.key)
            if isinstance(value, date):
                setattr(row, column.key, _earlier(value, days, zone))
        if isinstance(row, TrainingSession):
            row.starts_at = WallTime(row.on_day, row.at_time, row.zone, row.fold).moment()
            row.ends_at = row.starts_at + row.length
        if isinstance(row, CohortDeadline):
            row.due_at = WallTime(row.on_day, row.at_time, row.zone, row.fold).moment()
    db.session.flush()


def _earlier(value: date, days: int, zone: str) -> date:
    if not isinstance(value, datetime):
        return value - timedelta(days=days)
    on_the_wall = value.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=days)
    return on_the_wall.replace(tzinfo=ZoneInfo(zone))


def _rows_of(cohort_id: int) -> Iterator[Base]:
    yield db.session.get_one(Cohort, cohort_id)
    for model in _OF_COHORT:
        yield from _all(select(model).where(model.cohort_id == cohort_id))
    sessions = select(TrainingSession.id).where(TrainingSession.cohort_id == cohort_id)
    for model in _OF_SESSION:
        yield from _all(select(model).where(model.session_id.in_(sessions)))
    seats = select(Seat.id).where(Seat.cohort_id == cohort_id)
    yield from _all(select(SeatStep).where(SeatStep.seat_id.in_(seats)))
    marks = select(AttendanceMark.id).where(AttendanceMark.session_id.in_(sessions))
    yield from _all(select(AttendanceRevision).where(AttendanceRevision.mark_id.in_(marks)))


def _all(statement: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _last(model: type[Letter | Job]) -> int:
    return db.session.scalar(select(func.max(model.id))) or 0


def _covers(seat: Seat, on_day: date) -> bool:
    return (seat.joined_on is None or seat.joined_on <= on_day) and (seat.left_on is None or on_day <= seat.left_on)
