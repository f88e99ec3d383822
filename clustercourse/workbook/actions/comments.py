"""Remarks on fields of a sheet."""

from __future__ import annotations

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.workbook import SheetComment
from clustercourse.workbook.queries.sheets import Spot

LONGEST = 2000


def comment(sheet_id: int, spot: Spot, text: str, *, by: int, submission_id: int | None = None) -> SheetComment:
    """Remark on a field, or on the whole sheet where the field is empty. Refused: an empty remark, and one that is too long."""
    said = text.strip()
    if not said:
        raise Refused(_("Write what you remark."), field="text")
    if len(said) > LONGEST:
        raise Refused(_("A remark has {n} characters at most. Shorten it; it is kept below.", n=LONGEST), field="text")
    made = SheetComment(
        sheet_id=sheet_id, submission_id=submission_id, field=spot[0], row=spot[1], text=said, author_id=by, created_at=now()
    )
    db.session.add(made)
    db.session.flush()
    record("workbook.commented", by=by, thing=("sheet_comment", made.id), detail={"sheet": sheet_id, "submission": submission_id})
    return made


def settle_comment(sheet_id: int, comment_id: int, *, by: int) -> Spot:
    """Say that a remark on a sheet is dealt with; where it stands. Twice is once. NotHere for one of another sheet."""
    remark = db.session.get(SheetComment, comment_id)
    if remark is None or remark.sheet_id != sheet_id:
        raise NotHere
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by_id = now(), by
        record("workbook.comment_settled", by=by, thing=("sheet_comment", remark.id), detail={"sheet": remark.sheet_id})
    return remark.field, remark.row
