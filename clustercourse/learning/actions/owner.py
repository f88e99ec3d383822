"""The enrolment behind what a person keeps for themselves."""

from __future__ import annotations

from clustercourse.db import db
from clustercourse.errors import NotHere
from clustercourse.models.learning import Enrolment


def lock_own(enrolment_id: int, by: int) -> Enrolment:
    """The enrolment, if it is this person's own; nobody else keeps notes or bookmarks in it."""
    enrolment = db.session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None or enrolment.person_id != by:
        raise NotHere
    return enrolment
