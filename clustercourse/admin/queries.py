"""Reads for those who run the site, in pages of fifty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, bindparam, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from clustercourse.db import row, rows
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Account, Address, Person, SignIn, SiteRole
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course, CourseTeam, Version
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Letter


@dataclass(frozen=True)
class PersonRow:
    id: int
    name: str
    email: str | None
    created_at: datetime
    closed_at: datetime | None
    erased_at: datetime | None
    roles: str | None
    last_seen_at: datetime | None
    joined_into_id: int | None

    @property
    def is_somebody(self) -> bool:
        """Neither erased nor joined into somebody else."""
        return self.erased_at is None and self.joined_into_id is None


@dataclass(frozen=True)
class PersonPage:
    person: PersonRow
    organisations: tuple[tuple[str, str, str], ...]
    courses: tuple[tuple[str, str, datetime, datetime | None], ...]
    teams: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class LetterRow:
    id: int
    kind: str
    to_address: str
    subject: str
    state: str
    tries: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class JobRow:
    id: int
    kind: str
    key: str
    state: str
    tries: int
    last_error: str | None
    due_at: datetime


@dataclass(frozen=True)
class EventRow:
    id: int
    at: datetime
    verb: str
    by_name: str | None
    person_name: str | None
    thing: str | None
    thing_id: int | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class CourseRow:
    id: int
    key: str
    slug: str
    access: str
    version_number: int | None
    published_at: datetime | None
    enrolled_count: int
    title: str


@dataclass(frozen=True)
class VersionRow:
    number: int
    note: str
    published_at: datetime
    by_name: str | None


_email = select(Address.email).where(Address.person_id == Person.id, Address.is_primary).scalar_subquery()
_roles = select(func.aggregate_strings(SiteRole.role, " ")).where(SiteRole.person_id == Person.id).scalar_subquery()
_seen = select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == Person.id).scalar_subquery()
_people = select(
    Person.id,
    Person.name,
    _email.label("email"),
    Person.created_at,
    Account.closed_at,
    Person.erased_at,
    _roles.label("roles"),
    _seen.label("last_seen_at"),
    Person.joined_into_id,
).outerjoin(Account, Account.person_id == Person.id)
_one_person = _people.where(Person.id == bindparam("person"))
_organisations = (
    select(Organisation.slug, Organisation.name, Membership.role)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.person_id == bindparam("person"), Membership.ended_at.is_(None))
    .order_by(Organisation.name)
)
_enrolments = (
    select(Course.slug, Version.outline, Enrolment.created_at, Enrolment.finished_at)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(Version, Version.id == Course.newest_version_id)
    .where(Enrolment.person_id == bindparam("person"))
    .order_by(Enrolment.created_at)
)
_teams = (
    select(CourseTeam.id, Course.slug, CourseTeam.role)
    .join(Course, Course.id == CourseTeam.course_id)
    .where(CourseTeam.person_id == bindparam("person"))
    .order_by(Course.slug, CourseTeam.role)
)
# Its jobs are "letter:12" and, when it was sent again, "letter:12:…"; what follows a colon in the order of signs is a semicolon.
_its_job = literal("letter:") + cast(Letter.id, Text)
_its_jobs = or_(Job.key == _its_job, and_(Job.key > _its_job + ":", Job.key < _its_job + ";"))
_next = select(func.min(Job.due_at)).where(Job.state == "waiting", _its_jobs).scalar_subquery()
_letters = select(
    Letter.id,
    Letter.kind,
    Letter.to_address,
    Letter.subject,
    Letter.state,
    Letter.tries,
    Letter.last_error,
    Letter.created_at,
    Letter.sent_at,
    case((Letter.state == "waiting", _next)).label("next_at"),
)
_jobs = select(Job.id, Job.kind, Job.key, Job.state, Job.tries, Job.last_error, Job.due_at)
_doer, _concerned = aliased(Person), aliased(Person)
_events = (
    select(
        Event.id,
        Event.at,
        Event.verb,
        _doer.name.label("by_name"),
        _concerned.name.label("person_name"),
        Event.thing,
        Event.thing_id,
        Event.detail,
    )
    .outerjoin(_doer, _doer.id == Event.by_id)
    .outerjoin(_concerned, _concerned.id == Event.person_id)
)
_enrolled = select(func.count()).where(Enrolment.course_id == Course.id, Enrolment.withdrawn_at.is_(None)).scalar_subquery()
_courses = (
    select(
        Course.id,
        Course.key,
        Course.slug,
        Course.access,
        Version.number.label("version_number"),
        Version.published_at,
        _enrolled.label("enrolled_count"),
        Version.outline,
    )
    .outerjoin(Version, Version.id == Course.newest_version_id)
    .order_by(Course.slug)
)
_versions = (
    select(Version.number, Version.note, Version.published_at, Person.name)
    .outerjoin(Person, Person.id == Version.by_id)
    .where(Version.course_id == bindparam("course"))
    .order_by(Version.number.desc())
)
_team = (
    select(CourseTeam.id, Person.name, CourseTeam.role)
    .join(Person, Person.id == CourseTeam.person_id)
    .where(CourseTeam.course_id == bindparam("course"))
    .order_by(Person.name)
)


def list_people(text: str, number: int) -> Listing[PersonRow]:
    """People by name; `text` is looked for in names and addresses."""
    wanted: list[ColumnElement[bool]] = []
    if text:
        of_address = select(Address.person_id).where(Address.key.contains(text.lower(), autoescape=True))
        wanted.append(or_(func.lower(Person.name).contains(text.lower(), autoescape=True), Person.id.in_(of_address)))
    return listing(_people.where(*wanted).order_by(func.lower(Person.name), Person.id), lambda found: PersonRow(*found), number)


def person_page(person_id: int) -> PersonPage | None:
    found = row(_one_person, person=person_id)
    if found is None:
        return None
    of = {"person": person_id}
    return PersonPage(
        person=PersonRow(*found),
        organisations=tuple((each[0], each[1], each[2]) for each in rows(_organisations, **of)),
        courses=tuple((slug, _title(outline, slug), since, finished) for slug, outline, since, finished in rows(_enrolments, **of)),
        teams=tuple((each[0], each[1], each[2]) for each in rows(_teams, **of)),
    )


def list_letters(state: str, number: int) -> Listing[LetterRow]:
    wanted = [Letter.state == state] if state else []
    return listing(_letters.where(*wanted).order_by(Letter.id.desc()), lambda found: LetterRow(*found), number)


def list_jobs(state: str, number: int) -> Listing[JobRow]:
    wanted = [Job.state == state] if state else []
    return listing(_jobs.where(*wanted).order_by(Job.id.desc()), lambda found: JobRow(*found), number)


def list_events(verb: str, person_id: int | None, number: int) -> Listing[EventRow]:
    """The audit log, newest first; of one verb or concerning one person."""
    wanted: list[ColumnElement[bool]] = [Event.verb == verb] if verb else []
    if person_id is not None:
        wanted.append(or_(Event.by_id == person_id, Event.person_id == person_id))
    return listing(_events.where(*wanted).order_by(Event.id.desc()), lambda found: EventRow(*found), number)


def list_courses() -> tuple[CourseRow, ...]:
    return tuple(_course(found) for found in rows(_courses))


def _course(found: Any) -> CourseRow:
    facts = {name: getattr(found, name) for name in ("id", "key", "slug", "access", "version_number", "published_at", "enrolled_count")}
    return CourseRow(**facts, title=_title(found.outline, found.slug))


def course_versions(course_id: int) -> tuple[VersionRow, ...]:
    return tuple(VersionRow(*found) for found in rows(_versions, course=course_id))


def course_team(course_id: int) -> tuple[tuple[int, str, str], ...]:
    return tuple((found[0], found[1], found[2]) for found in rows(_team, course=course_id))


def _title(outline: dict[str, Any] | None, slug: str) -> str:
    if not outline:
        return slug
    return str(outline["texts"][outline["language"]]["title"])
