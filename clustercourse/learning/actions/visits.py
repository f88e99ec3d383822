"""That a lesson was opened, and how far it was read."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.learning.actions.owner import lock_own
from clustercourse.models.learning import Visit


def visit(enrolment_id: int, item_id: int, *, by: int, place: int | None = None) -> None:
    """Remember a lesson as the last one seen; `place` is the share of the text above the reader's eyes, 0 to 100.

    Reading is not finishing: no completion comes of it. Recorded nowhere else; nothing is refused.
    """
    enrolment = lock_own(enrolment_id, by)
    known = db.session.scalar(select(Visit).where(Visit.enrolment_id == enrolment_id, Visit.item_id == item_id))
    if known is None:
        known = Visit(enrolment_id=enrolment_id, item_id=item_id, place=0, first_at=now(), last_at=now())
        db.session.add(known)
    if place is not None:
        known.place = min(max(place, 0), 100)
    known.last_at = enrolment.last_visit_at = now()
    enrolment.last_item_id = item_id
    db.session.flush()
