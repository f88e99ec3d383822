"""Remarks on sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows
from clustercourse.models.accounts import Person
from clustercourse.models.workbook import SheetComment
from clustercourse.workbook.queries.sheets import Spot


@dataclass(frozen=True)
class CommentRow:
    id: int
    sheet_id: int
    submission_id: int | None
    field: str
    row: str | None
    text: str
    author_id: int | None
    author: str
    created_at: datetime
    settled_at: datetime | None
    settled_by: str

    @property
    def spot(self) -> Spot:
        return self.field, self.row


_settler = aliased(Person)
_all = (
    select(
        SheetComment.id,
        SheetComment.sheet_id,
        SheetComment.submission_id,
        SheetComment.field,
        SheetComment.row,
        SheetComment.text,
        SheetComment.author_id,
        func.coalesce(Person.name, "").label("author"),
        SheetComment.created_at,
        SheetComment.settled_at,
        func.coalesce(_settler.name, "").label("settled_by"),
    )
    .outerjoin(Person, Person.id == SheetComment.author_id)
    .outerjoin(_settler, _settler.id == SheetComment.settled_by_id)
    .order_by(SheetComment.id)
)
_of_sheet = _all.where(SheetComment.sheet_id == bindparam("sheet"))


def comments_of(sheet_id: int) -> tuple[CommentRow, ...]:
    """All remarks on a sheet, oldest first."""
    return tuple(CommentRow(*line) for line in rows(_of_sheet, sheet=sheet_id))


def comments_on(sheet_id: int, spot: Spot) -> tuple[CommentRow, ...]:
    return tuple(comment for comment in comments_of(sheet_id) if comment.spot == spot)
