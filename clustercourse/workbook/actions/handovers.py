"""Handing a workbook over from one keeper to the next."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.catalogue import Membership
from clustercourse.models.workbook import Handover
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.queries.workbooks import WorkbookHere


def hand_over(here: WorkbookHere, *, to: int, note: str, by: int) -> Handover | None:
    """Make somebody of the organisation its keeper, with what they should know; they are told.

    None where they keep it already: twice is once. Refused: somebody who does not belong to the organisation.
    """
    member = select(Membership.id).where(
        Membership.organisation_id == here.organisation_id, Membership.person_id == to, Membership.ended_at.is_(None)
    )
    if here.organisation_id is None or db.session.scalar(member) is None:
        raise Refused(_("Choose somebody who belongs to the organisation."), field="to")
    workbook = open_workbook(here, by=by)
    if workbook.keeper_id == to:
        return None
    made = Handover(workbook_id=workbook.id, from_id=workbook.keeper_id, to_id=to, note=note.strip(), at=now())
    workbook.keeper_id = to
    db.session.add(made)
    db.session.flush()
    detail = {"handover": made.id, "from": made.from_id}
    record("workbook.handed_over", by=by, person=to, thing=("workbook", workbook.id), detail=detail)
    return made
