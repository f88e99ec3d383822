"""The parts of a cohort: where each takes place."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import func, select, update

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.cohorts import CohortPart
from clustercourse.models.training_sessions import TrainingSession

MOST_PARTS = 12
_IN_CALENDARS = frozenset({"place", "venue"})


@dataclass(frozen=True)
class PartFacts:
    """What is said about a part. `dates_in_words` while its days are not fixed."""

    title: str = ""
    place: str = ""
    country: str = ""
    venue: str = ""
    dates_in_words: str = ""


def add_part(cohort_id: int, facts: PartFacts, *, by: int) -> CohortPart:
    """Add a part after the others. Refused: more than twelve."""
    locked(cohort_id)
    last = db.session.scalar(select(func.max(CohortPart.number)).where(CohortPart.cohort_id == cohort_id)) or 0
    if last >= MOST_PARTS:
        raise Refused(_("A cohort has at most {n} parts."), n=MOST_PARTS)
    part = CohortPart(cohort_id=cohort_id, number=last + 1, **_values(facts))
    db.session.add(part)
    db.session.flush()
    record("cohorts.part_changed", by=by, thing=("cohort", cohort_id), detail={"part": part.number})
    return part


def change_part(cohort_id: int, number: int, facts: PartFacts, *, by: int) -> None:
    """Change what is said about a part; calendars learn where its sessions are now. The same again changes nothing."""
    part, said = _part(cohort_id, number), _values(facts)
    changed = {name for name in said if getattr(part, name) != said[name]}
    if changed:
        for name in changed:
            setattr(part, name, said[name])
        if changed & _IN_CALENDARS:
            moved = update(TrainingSession).where(TrainingSession.part_id == part.id)
            db.session.execute(moved.values(sequence=TrainingSession.sequence + 1, changed_at=now()))
        db.session.flush()
        record("cohorts.part_changed", by=by, thing=("cohort", cohort_id), detail={"part": number})


def remove_part(cohort_id: int, number: int, *, by: int) -> None:
    """Take away a part. Refused: the only one, one that is not the last, and one with sessions."""
    locked(cohort_id)
    part = _part(cohort_id, number)
    last = db.session.scalar(select(func.max(CohortPart.number)).where(CohortPart.cohort_id == cohort_id))
    if number == 1 or number != last:
        raise Refused(_("Only the last part can be taken away, and the first one stays."))
    if db.session.scalar(select(TrainingSession.id).where(TrainingSession.part_id == part.id).limit(1)) is not None:
        raise Refused(_("This part has sessions. Move them to another part first."))
    db.session.delete(part)
    db.session.flush()
    record("cohorts.part_changed", by=by, thing=("cohort", cohort_id), detail={"part": number})


def _part(cohort_id: int, number: int) -> CohortPart:
    part = db.session.scalar(select(CohortPart).where(CohortPart.cohort_id == cohort_id, CohortPart.number == number))
    if part is None:
        raise NotHere
    return part


def _values(facts: PartFacts) -> dict[str, str]:
    return {each.name: getattr(facts, each.name) for each in fields(PartFacts)}
