"""The letters about a seat: one for each step that its person should hear of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from clustercourse.cohorts.queries.calendar import calendar_of
from clustercourse.cohorts.queries.cohorts import contacts_of
from clustercourse.cohorts.queries.waiting import waiting_lists
from clustercourse.db import db, now
from clustercourse.house import address_of
from clustercourse.language import city, day, speaking
from clustercourse.models.accounts import Address, Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat, SeatStep
from clustercourse.notifications.actions import send_letter

KINDS = {
    "applied": "seat_applied",
    "offered": "seat_offered",
    "waitlisted": "seat_waitlisted",
    "refused": "seat_refused",
    "confirmed": "seat_confirmed",
    "expired": "seat_expired",
    "withdrawn": "seat_withdrawn",
    "removed": "seat_removed",
    "moved": "seat_moved",
}
"""To which state a step leads → the letter about it. What a person just answered on the page, and the end of a cohort, need none."""


def tell(seat: Seat, step: SeatStep) -> None:
    """Write to the person of a seat about a step, if there is a letter about it."""
    kind = KINDS.get(step.to_state)
    if kind is not None:
        write(kind, seat, key=f"seat:{step.id}", reason=" ".join(step.reason.split()), from_list=step.from_state == "waitlisted")


def tell_longer(seat: Seat, *, key: str) -> None:
    """Write that an offer holds longer than was said before."""
    write("seat_offered", seat, key=key, reason="", from_list=False)


def write(kind: str, seat: Seat, *, key: str, **values: Any) -> bool:
    """One letter to the person of a seat, in their language and by the clock of the cohort. False: they have no address to write to."""
    statement = select(Person, Address.email).join(Address, Address.person_id == Person.id)
    usable = (Address.is_primary, Address.confirmed_at.is_not(None), Person.erased_at.is_(None))
    found = db.session.execute(statement.where(Person.id == seat.person_id, *usable)).first()
    if found is None:
        return False
    person, email = found
    cohort = db.session.get_one(Cohort, seat.cohort_id)
    with speaking(person.language, cohort.time_zone):
        said = _about(cohort, seat) | values
        calendar = calendar_of(cohort.id, since=now()) if kind == "seat_confirmed" else ""
        send_letter(kind, key=key, to=email, language=person.language, person=person.id, calendar=calendar, **said)
    return True


def _about(cohort: Cohort, seat: Seat) -> dict[str, Any]:
    moved = db.session.get(Seat, seat.moved_to_id) if seat.moved_to_id else None
    new = db.session.get_one(Cohort, moved.cohort_id) if moved else cohort
    contacts = contacts_of(new.id)
    asked = contacts.get("registration") or contacts.get("information")
    return {
        "cohort": cohort.title,
        "place": seat.place,
        "position": _position(cohort, seat),
        "until": seat.offered_until,
        "city": city(cohort.time_zone),
        "withdraw_until": day(cohort.withdraw_until_on) if cohort.withdraw_until_on else "",
        "contact": asked.email if asked else "",
        "moved_to": new.title if moved else "",
        "link": address_of(f"/cohorts/{new.slug}/application"),
    }


def _position(cohort: Cohort, seat: Seat) -> int:
    if seat.state != "waitlisted":
        return 0
    return waiting_lists(cohort.id, one_each_first=cohort.one_per_organisation_first)[seat.place].index(seat.id) + 1
