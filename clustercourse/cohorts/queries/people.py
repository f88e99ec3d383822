"""The page of a cohort's people: groups by state, counts, hints, open invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.seats import SeatRow, folded, look_alikes, regions_of, seats_of
from clustercourse.cohorts.queries.waiting import HELD, PLACES
from clustercourse.db import now, row, rows, value
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer

ORDER = ("applied", "offered", "confirmed", "waitlisted", "finished", "refused", "declined", "expired", "withdrawn", "removed", "moved")


@dataclass(frozen=True)
class Group:
    """People in one state, and for those who wait or have a place, of one kind. `total` counts them before any search."""

    state: str
    place: str
    seats: tuple[SeatRow, ...]
    total: int


@dataclass(frozen=True)
class Places:
    """One kind of place: how many there are, are taken or offered, and are waited for."""

    place: str
    number: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        return max(0, self.number - self.taken)


@dataclass(frozen=True)
class People:
    """Everything the page shows. Regions and organisations are those of people who have a place."""

    groups: tuple[Group, ...]
    places: tuple[Places, ...]
    regions: tuple[str, ...]
    organisations: tuple[str, ...]
    alike: tuple[tuple[SeatRow, ...], ...]
    invited: int
    total: int
    shown: int


@dataclass(frozen=True)
class OpenInvitation:
    """A letter that nobody has answered yet."""

    id: int
    email: str
    place: str
    invited_by: str
    created_at: datetime
    expires_at: datetime


_open = (
    Invitation.cohort_id == bindparam("cohort"),
    Invitation.accepted_at.is_(None),
    Invitation.withdrawn_at.is_(None),
    Invitation.expires_at > bindparam("moment"),
)
_invitations = (
    select(Invitation.id, Invitation.email, Invitation.role, Person.name, Invitation.created_at, Invitation.expires_at)
    .join(Person, Person.id == Invitation.by_id)
    .where(*_open)
    .order_by(Invitation.created_at, Invitation.id)
)
_invited = select(func.count()).select_from(Invitation).where(*_open)
_organisations = (
    select(Organisation.id, Organisation.name)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.person_id == bindparam("person"), Membership.ended_at.is_(None))
    .order_by(func.lower(Organisation.name), Organisation.id)
)
_own_address = select(Address.email).where(Address.person_id == bindparam("person"), Address.is_primary)
_ends = select(func.max(TrainingSession.ends_at)).where(TrainingSession.cohort_id == Cohort.id).scalar_subquery()
_goes_on = or_(_ends.is_(None), _ends > bindparam("now"))
_others = (
    select(Cohort.id, Cohort.title)
    .where(Cohort.id != bindparam("cohort"), Cohort.state.in_(("planned", "published")), _goes_on)
    .order_by(func.lower(Cohort.title), Cohort.id)
)
_coordinated = _others.where(
    Cohort.id.in_(select(CohortTeam.cohort_id).where(CohortTeam.person_id == bindparam("person"), CohortTeam.role == "coordinator"))
)


def people_of(cohort: CohortRow, *, text: str = "", state: str = "") -> People:
    """The people of a cohort in groups; `text` looks in names, organisations and addresses, `state` shows one state only."""
    seats = seats_of(cohort)
    wanted = [seat for seat in seats if state in ("", seat.state) and _fits(seat, text)]
    placed = [seat for seat in seats if seat.state in ("confirmed", "finished")]
    return People(
        groups=tuple(group for name in ORDER for group in _groups(name, wanted, seats)),
        places=tuple(_places(cohort, place, seats) for place in PLACES),
        regions=regions_of(placed),
        organisations=tuple(sorted({seat.organisation for seat in placed if seat.organisation})),
        alike=look_alikes(seats),
        invited=int(value(_invited, cohort=cohort.id, moment=now())),
        total=len(seats),
        shown=len(wanted),
    )


def _groups(state: str, wanted: list[SeatRow], seats: tuple[SeatRow, ...]) -> list[Group]:
    kinds = PLACES if state == "waitlisted" else ("",)
    made = []
    for place in kinds:
        inside = [seat for seat in wanted if seat.state == state and place in ("", seat.place)]
        total = sum(1 for seat in seats if seat.state == state and place in ("", seat.place))
        if state == "waitlisted":
            inside.sort(key=lambda seat: seat.position)
        elif state == "applied":
            inside.sort(key=lambda seat: (seat.created_at, seat.id))
        if inside:
            made.append(Group(state, place, tuple(inside), total))
    return made


def _places(cohort: CohortRow, place: str, seats: tuple[SeatRow, ...]) -> Places:
    of_kind = [seat for seat in seats if seat.place == place]
    return Places(
        place,
        cohort.partner_places if place == "partner" else cohort.external_places,
        sum(1 for seat in of_kind if seat.state in HELD),
        sum(1 for seat in of_kind if seat.state == "waitlisted"),
    )


def _fits(seat: SeatRow, text: str) -> bool:
    wanted = folded(text)
    return not wanted or wanted in folded(f"{seat.name} {seat.organisation}") or text.strip().casefold() in seat.email.casefold()


def open_invitations(cohort_id: int) -> tuple[OpenInvitation, ...]:
    """The invitations to this cohort that can still be accepted, the oldest first."""
    return tuple(OpenInvitation(*found) for found in rows(_invitations, cohort=cohort_id, moment=now()))


def own_organisations(person_id: int) -> dict[str, str]:
    """Those a person belongs to: id → name."""
    return {str(found.id): found.name for found in rows(_organisations, person=person_id)}


def own_address(person_id: int) -> str:
    """Where a person's letters go."""
    found = row(_own_address, person=person_id)
    return found.email if found else ""


def cohorts_to_move_to(viewer: Viewer, cohort_id: int) -> dict[str, str]:
    """The other cohorts that this person coordinates and that still go on: id → title."""
    statement = _others if viewer.is_admin else _coordinated
    values = {"cohort": cohort_id, "now": now(), **({} if viewer.is_admin else {"person": viewer.person_id})}
    return {str(found.id): found.title for found in rows(statement, **values)}
