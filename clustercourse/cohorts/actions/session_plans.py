"""Making the sessions of a cohort from its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from clustercourse.cohorts.actions.sessions import SessionFacts, When, add_session, keys_of, open_cohort
from clustercourse.cohorts.blueprints import BLUEPRINTS, Blueprint, Slot
from clustercourse.cohorts.walltime import refuse_far_days
from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _, speaking
from clustercourse.models.cohorts import CohortPart
from clustercourse.models.training_sessions import TrainingSession

_MONDAY = 0
_WEEK = 5


@dataclass(frozen=True)
class Beginning:
    """When a part begins, in which zone its clocks are, and where people meet online."""

    day: date
    zone: str
    link: str = ""


def plan_from_blueprint(
    cohort_id: int, *, first_days: Sequence[date], zones: Sequence[str] = (), link: str = "", by: int
) -> list[TrainingSession]:
    """Make the sessions of the cohort's format: one first day a part, titles in the cohort's language, times on the wall of its zone.

    `zones` says, a part each, where its clocks are (else the cohort's); `link` goes to the sessions that are online.
    Refused: a cohort that has sessions, has no format or is over; a day missing, out of order, or no Monday for a week of days.
    """
    cohort = open_cohort(cohort_id)
    blueprint = BLUEPRINTS.get(cohort.blueprint)
    if blueprint is None:
        raise Refused(_("This cohort has no format. Plan its sessions one by one."))
    if keys_of(cohort_id):
        raise Refused(_("This cohort has sessions already."))
    _refuse_days(blueprint, first_days)
    beginnings = [Beginning(day, _zone(zones, at) or cohort.time_zone, link) for at, day in enumerate(first_days)]
    parts = {part.number: part.id for part in db.session.scalars(select(CohortPart).where(CohortPart.cohort_id == cohort_id))}
    made = []
    with speaking(cohort.language):
        for slot in blueprint.slots:
            facts, when = _of_slot(slot, beginnings[slot.part - 1], parts.get(slot.part))
            made.append(add_session(cohort, facts, when, key=slot.key))
    for session in made:
        record("cohorts.session_planned", by=by, thing=("training_session", session.id), detail={"cohort": cohort_id})
    return made


def _zone(zones: Sequence[str], at: int) -> str:
    return zones[at] if at < len(zones) else ""


def _of_slot(slot: Slot, begins: Beginning, part_id: int | None) -> tuple[SessionFacts, When]:
    facts = SessionFacts(title=str(slot.title), part_id=part_id, link=begins.link if slot.online else "")
    return facts, When(begins.day + timedelta(days=slot.day), slot.at, begins.zone, slot.minutes)


def _refuse_days(blueprint: Blueprint, first_days: Sequence[date]) -> None:
    if len(first_days) != blueprint.parts:
        field = "second_day" if first_days else "first_day"
        raise Refused(_("Say the first day of each part: this format has {n}."), field=field, n=blueprint.parts)
    for number, day in enumerate(first_days, 1):
        field = "first_day" if number == 1 else "second_day"
        refuse_far_days(day, field)
        days = {slot.day for slot in blueprint.slots if slot.part == number and not slot.online}
        if len(days) >= _WEEK and day.weekday() != _MONDAY:
            raise Refused(_("The days of this format run from Monday to Friday. Choose a Monday."), field=field)
        if number > 1 and day <= first_days[number - 2] + timedelta(days=_last_day(blueprint, number - 1)):
            raise Refused(_("A part begins after the end of the one before."), field=field)


def _last_day(blueprint: Blueprint, part: int) -> int:
    return max(slot.day for slot in blueprint.slots if slot.part == part)
