"""Joining two people who are one: what it would do, what stands in the way, and doing it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from clustercourse.accounts.actions import joining as entries
from clustercourse.admin.queries import PersonPage, PersonRow, person_page
from clustercourse.cohorts.actions.applications import GOING_ON
from clustercourse.db import rows, value
from clustercourse.errors import Refused
from clustercourse.language import Message, _
from clustercourse.models.accounts import Account, Address
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat

_owner = select(Address.person_id).where(Address.key == bindparam("key")).order_by(Address.confirmed_at.is_(None), Address.id).limit(1)
_has_account = select(Account.id).where(Account.person_id == bindparam("person"))
_cohorts = select(Cohort.title).join(Seat, Seat.cohort_id == Cohort.id).where(Seat.person_id == bindparam("person")).order_by(Cohort.id)
_own, _other = aliased(Seat), aliased(Seat)
_both = (
    select(Cohort.title, _own.state, _other.state.label("other_state"))
    .join(_own, _own.cohort_id == Cohort.id)
    .join(_other, _other.cohort_id == Cohort.id)
    .where(_own.person_id == bindparam("kept"), _other.person_id == bindparam("gone"))
    .order_by(Cohort.id)
)


@dataclass(frozen=True)
class Joining:
    """Who stays, who goes over, and the titles of what goes with them."""

    kept: PersonRow
    gone: PersonRow
    cohorts: tuple[str, ...]
    courses: tuple[str, ...]
    organisations: tuple[str, ...]
    keeps_own_account: bool
    obstacles: tuple[Message, ...]


def _joining_of(kept_id: int, key: str) -> Joining | None:
    """Of a person and the one with an address. None: nobody has the address."""
    owner = value(_owner, key=key)
    kept, gone = person_page(kept_id), person_page(int(owner)) if owner is not None else None
    if kept is None or gone is None:
        return None
    return Joining(
        kept.person,
        gone.person,
        cohorts=tuple(found.title for found in rows(_cohorts, person=gone.person.id)),
        courses=tuple(title for _slug, title, _since, _finished in gone.courses),
        organisations=tuple(name for _slug, name, _role in gone.organisations),
        keeps_own_account=value(_has_account, person=kept_id) is not None,
        obstacles=tuple(_obstacles(kept, gone)),
    )


def _obstacles(kept: PersonPage, gone: PersonPage) -> list[Message]:
    found = []
    if gone.person.roles:
        found.append(_("{name} is an admin. Take that role back first.", name=gone.person.name))
    for title, state, other_state in rows(_both, kept=kept.person.id, gone=gone.person.id):
        if state in GOING_ON and other_state in GOING_ON:
            found.append(_("Both stand on the list of “{title}”. Have one of them taken off it first.", title=title))
        elif other_state in GOING_ON:
            names = {"title": title, "gone": gone.person.name, "kept": kept.person.name}
            found.append(_("In “{title}”, the seat of {gone} counts and that of {kept} is over. Open {gone} and join from there.", **names))
    return found


def preview_joining(kept_id: int, email: str) -> Joining:
    """What would happen if the person with this address became one with `kept_id`.

    Refused: nobody has the address; it is this person's own; they cannot be joined, with everything that stands in the way.
    """
    joining = _joining_of(kept_id, email.strip().casefold())
    if joining is None:
        raise Refused(_("Nobody here has this address."), field="email")
    if joining.gone.id == kept_id:
        raise Refused(_("This is an address of the same person."), field="email")
    for obstacle in joining.obstacles:
        raise Refused(obstacle, field="email")
    return joining


def join_people(kept_id: int, email: str, *, by: int) -> int:
    """Make the person with this address one with `kept_id`; returns the emptied one. Refused: whatever `preview_joining` refuses."""
    gone = preview_joining(kept_id, email).gone
    entries.join_people(kept_id, gone.id, address=gone.email or email, by=by)
    return gone.id
