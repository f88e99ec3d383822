"""Putting somebody else into a course and taking them out again, each with a letter to them."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.accounts.actions import person_with_address
from clustercourse.content.queries import outline
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.house import address_of
from clustercourse.language import _
from clustercourse.learning.actions.enrolments import enrol, withdraw
from clustercourse.models.accounts import Account, Address, Person
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment
from clustercourse.notifications.actions import send_letter


def enrol_somebody(course_id: int, *, email: str, by: int) -> str:
    """Put the person with this confirmed address into a course and tell them in a letter; returns their name.

    Who left comes back to what they did, who finished begins anew. Refused: nobody here has the address, their account is closed,
    they are in the course.
    """
    person = person_with_address(email.strip().casefold())
    if person is None:
        raise Refused(_("Nobody here has this address yet. Invite them first, then enrol them here."), field="email")
    if db.session.scalar(select(Account.closed_at).where(Account.person_id == person.id)) is not None:
        raise Refused(_("The account of {name} is closed."), field="email", name=person.name)
    open_one = db.session.scalar(
        select(Enrolment).where(Enrolment.person_id == person.id, Enrolment.course_id == course_id, Enrolment.finished_at.is_(None))
    )
    if open_one is not None and open_one.withdrawn_at is None:
        raise Refused(_("{name} is in this course already."), field="email", name=person.name)
    left = open_one.withdrawn_at if open_one is not None else None
    enrolment = db.session.get_one(Enrolment, enrol(person.id, course_id, by=by, language=person.language))
    _tell("enrolled", enrolment, key=f"enrolled:{enrolment.id}:{left.isoformat() if left else ''}", by=by)
    return person.name


def take_out(enrolment_id: int, *, by: int) -> None:
    """Take somebody out of a course and tell them in a letter; what they did is kept. Twice is once. Refused: they have finished it."""
    enrolment = db.session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None:
        raise NotHere
    if enrolment.withdrawn_at is not None:
        return
    if enrolment.finished_at is not None:
        raise Refused(_("Who has finished a course is not taken out of it."))
    withdraw(enrolment_id, by=by)
    _tell("taken_out", enrolment, key=f"taken-out:{enrolment_id}:{now().isoformat()}", by=by)


def _tell(kind: str, enrolment: Enrolment, *, key: str, by: int) -> None:
    """Write to the person's own address; nobody is written to who has none."""
    person, course = db.session.get_one(Person, enrolment.person_id), db.session.get_one(Course, enrolment.course_id)
    to = db.session.scalar(
        select(Address.email).where(Address.person_id == person.id, Address.is_primary, Address.confirmed_at.is_not(None))
    )
    if to is None:
        return
    read = outline(enrolment.pinned_version_id or course.newest_version_id or 0)
    send_letter(
        kind,
        key=key,
        to=to,
        language=person.language,
        person=person.id,
        by_name=db.session.get_one(Person, by).name,
        course=read.text(read.best_language(person.language)).title,
        link=address_of(read.address),
    )
