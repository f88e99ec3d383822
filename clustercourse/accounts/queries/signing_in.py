"""Reads about signing in: who a cookie belongs to, what an address signs in to, where a person is signed in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, distinct, func, literal_column, select

from clustercourse.db import joined, row, rows
from clustercourse.models.accounts import Account, Address, Person, SignIn, SiteRole
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.content import CourseTeam
from clustercourse.models.discussions import COUNTS, Space, Topic, TopicReader, is_inside
from clustercourse.models.labs import LabTeam
from clustercourse.models.notifications import Notification
from clustercourse.models.seats import Seat
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class FoundSignIn:
    """A sign-in that was not ended, with the person as the rules see them. Whether it has run out is for the web to say."""

    viewer: Viewer
    stays: bool
    created_at: datetime
    last_seen_at: datetime


_colon = literal_column("':'", Text)
_roles = select(joined(SiteRole.role)).where(SiteRole.person_id == Person.id).scalar_subquery()
_memberships = (
    select(joined(cast(Membership.organisation_id, Text) + _colon + Membership.role))
    .where(Membership.person_id == Person.id, Membership.ended_at.is_(None))
    .scalar_subquery()
)
_teams = (
    select(joined(cast(CourseTeam.course_id, Text) + _colon + CourseTeam.role)).where(CourseTeam.person_id == Person.id).scalar_subquery()
)
_cohort_teams = (
    select(joined(cast(CohortTeam.cohort_id, Text) + _colon + CohortTeam.role)).where(CohortTeam.person_id == Person.id).scalar_subquery()
)
_seats = select(joined(cast(Seat.cohort_id, Text) + _colon + Seat.state)).where(Seat.person_id == Person.id).scalar_subquery()
_labs = select(joined(cast(LabTeam.lab_id, Text))).where(LabTeam.person_id == Person.id).scalar_subquery()
# At most a hundred rows are looked at, however much somebody left unread.
_first_unread = (
    select(Notification.group)
    .where(Notification.person_id == Person.id, Notification.read_at.is_(None))
    .limit(100)
    .correlate(Person)
    .subquery()
)
_unread = select(func.count(distinct(_first_unread.c.group))).scalar_subquery()
_first_topics = (
    select(Topic.id)
    .join(Space, Space.id == Topic.space_id)
    .outerjoin(TopicReader, (TopicReader.topic_id == Topic.id) & (TopicReader.person_id == Person.id))
    .where(is_inside(Person.id), COUNTS)
    .limit(100)
    .correlate(Person)
    .subquery()
)
_unread_topics = select(func.count(_first_topics.c.id)).scalar_subquery()
_sign_in = (
    select(
        SignIn.id,
        SignIn.stays,
        SignIn.created_at,
        SignIn.last_seen_at,
        Person.id.label("person_id"),
        Person.name,
        Person.language,
        Person.time_zone,
        Person.theme,
        Person.photo_digest,
        _roles.label("roles"),
        _memberships.label("memberships"),
        _teams.label("teams"),
        _cohort_teams.label("cohort_teams"),
        _seats.label("seats"),
        _labs.label("labs"),
        _unread.label("unread"),
        _unread_topics.label("unread_topics"),
    )
    .join(Person, Person.id == SignIn.person_id)
    .where(SignIn.token_digest == bindparam("digest"), SignIn.ended_at.is_(None), Person.erased_at.is_(None))
)


def find_sign_in(digest: str) -> FoundSignIn | None:
    """The sign-in with this token digest and everything the rules need about its person, in one statement."""
    found = row(_sign_in, digest=digest)
    if found is None:
        return None
    viewer = Viewer(
        person_id=found.person_id,
        name=found.name,
        language=found.language,
        time_zone=found.time_zone,
        theme=found.theme,
        photo_digest=found.photo_digest,
        sign_in_id=found.id,
        roles=frozenset((found.roles or "").split()),
        memberships={int(key): role for key, role in _pairs(found.memberships)},
        teams=_grouped(found.teams),
        cohort_teams=_grouped(found.cohort_teams),
        seats={int(key): state for key, state in _pairs(found.seats)},
        labs=frozenset(int(number) for number in (found.labs or "").split()),
        unread_notifications=found.unread,
        unread_topics=found.unread_topics,
    )
    return FoundSignIn(viewer, found.stays, found.created_at, found.last_seen_at)


def _pairs(text: str | None) -> list[tuple[str, str]]:
    return [(key, role) for key, _colon, role in (part.partition(":") for part in (text or "").split())]


def _grouped(text: str | None) -> dict[int, frozenset[str]]:
    roles: dict[int, set[str]] = defaultdict(set)
    for key, role in _pairs(text):
        roles[int(key)].add(role)
    return {key: frozenset(found) for key, found in roles.items()}


@dataclass(frozen=True)
class FoundAccount:
    """What signing in needs to know about an address."""

    person_id: int
    name: str
    password_hash: str
    password_changed_at: datetime
    is_confirmed: bool
    is_closed: bool


_account = (
    select(
        Account.person_id,
        Person.name,
        Account.password_hash,
        Account.password_changed_at,
        Address.confirmed_at.is_not(None).label("is_confirmed"),
        Account.closed_at.is_not(None).label("is_closed"),
    )
    .select_from(Address)
    .join(Account, Account.person_id == Address.person_id)
    .join(Person, Person.id == Address.person_id)
    .where(Address.key == bindparam("key"), Address.confirmed_at.is_not(None) | Address.is_primary)
    .order_by(Address.confirmed_at.is_(None), Address.id)
    .limit(1)
)
_own_account = (
    select(Person.id, Person.name, Account.password_hash, Account.password_changed_at, Address.email)
    .join(Account, Account.person_id == Person.id)
    .join(Address, (Address.person_id == Person.id) & Address.is_primary)
    .where(Person.id == bindparam("person"))
)


def find_account(key: str) -> FoundAccount | None:
    """The account that signs in with this address: the confirmed one, else one that waits for its letter."""
    found = row(_account, key=key)
    return None if found is None else FoundAccount(*found)


@dataclass(frozen=True)
class OwnAccount:
    """A signed-in person's own means of signing in, to ask for the password again."""

    person_id: int
    name: str
    password_hash: str
    password_changed_at: datetime
    email: str


def own_account(person_id: int) -> OwnAccount | None:
    found = row(_own_account, person=person_id)
    return None if found is None else OwnAccount(*found)


@dataclass(frozen=True)
class OpenSignIn:
    """A browser that is signed in, for the list."""

    id: int
    device: str
    network: str
    stays: bool
    created_at: datetime
    last_seen_at: datetime


_open_sign_ins = (
    select(SignIn.id, SignIn.device, SignIn.network, SignIn.stays, SignIn.created_at, SignIn.last_seen_at)
    .where(SignIn.person_id == bindparam("person"), SignIn.ended_at.is_(None))
    .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
)


def open_sign_ins(person_id: int) -> tuple[OpenSignIn, ...]:
    """The browsers a person is signed in with, the latest first."""
    return tuple(OpenSignIn(*found) for found in rows(_open_sign_ins, person=person_id))
