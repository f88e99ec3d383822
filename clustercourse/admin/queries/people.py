"""People as those who run the site see them: the list and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from clustercourse.admin.queries.courses import title_of
from clustercourse.db import row, rows, value
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Account, Address, Person, SignIn, SiteRole
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course, CourseTeam, Version
from clustercourse.models.learning import Enrolment


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
_name = select(Person.name).where(Person.id == bindparam("person"))
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


def list_people(text: str, role: str, number: int) -> Listing[PersonRow]:
    """People by name; `text` is looked for in names and addresses, `role` is one of the house."""
    wanted = [is_named(text)] if text else []
    if role:
        wanted.append(Person.id.in_(select(SiteRole.person_id).where(SiteRole.role == role)))
    return listing(_people.where(*wanted).order_by(func.lower(Person.name), Person.id), lambda found: PersonRow(*found), number)


def is_named(text: str) -> ColumnElement[bool]:
    of_address = select(Address.person_id).where(Address.key.contains(text.lower(), autoescape=True))
    return or_(func.lower(Person.name).contains(text.lower(), autoescape=True), Person.id.in_(of_address))


def name_of(person_id: int) -> str | None:
    """None: there is nobody of this number; empty: a former participant."""
    found: str | None = value(_name, person=person_id)
    return found


def person_page(person_id: int) -> PersonPage | None:
    found = row(_one_person, person=person_id)
    if found is None:
        return None
    of = {"person": person_id}
    return PersonPage(
        person=PersonRow(*found),
        organisations=tuple((each[0], each[1], each[2]) for each in rows(_organisations, **of)),
        courses=tuple((slug, title_of(outline, slug), since, finished) for slug, outline, since, finished in rows(_enrolments, **of)),
        teams=tuple((each[0], each[1], each[2]) for each in rows(_teams, **of)),
    )
