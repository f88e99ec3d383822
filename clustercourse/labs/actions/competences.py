"""Saying which learning outcomes of courses a lab serves (L-03)."""

from __future__ import annotations

from collections.abc import Set

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.language import _
from clustercourse.models.content import Course
from clustercourse.models.labs import LabCompetence


def serve(lab_id: int, chosen: Set[tuple[int, str]], *, offered: Set[tuple[int, str]], by: int) -> None:
    """Make `chosen` (course and key of an outcome) what a lab serves. The same again changes nothing.

    Only what was `offered` is changed: an outcome of a course that the writer may not see stays. Refused: what was not offered.
    """
    locked_lab(lab_id)
    if not chosen <= offered or not _are_courses({course for course, _key in chosen}):
        raise Refused(_("Choose from the list."), field="outcomes")
    known = {(row.course_id, row.outcome): row for row in db.session.scalars(select(LabCompetence).where(LabCompetence.lab_id == lab_id))}
    gone, new = (set(known) & offered) - chosen, set(chosen) - set(known)
    for each in gone:
        db.session.delete(known[each])
    for course_id, key in sorted(new):
        db.session.add(LabCompetence(lab_id=lab_id, course_id=course_id, outcome=key, created_at=now()))
    if gone or new:
        db.session.flush()
        record("labs.competences_said", by=by, thing=("lab", lab_id), detail={"added": len(new), "removed": len(gone)})


def _are_courses(ids: set[int]) -> bool:
    return ids == set(db.session.scalars(select(Course.id).where(Course.id.in_(ids))))
