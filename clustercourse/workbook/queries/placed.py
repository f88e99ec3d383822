"""A worksheet as it stands in a lesson: a way to the sheet of each workbook, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from clustercourse.content.queries import OutlineItem, page
from clustercourse.db import rows
from clustercourse.learning.queries.enrolments import CourseHere
from clustercourse.models.workbook import Sheet, SheetSubmission, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbooks_of


@dataclass(frozen=True)
class SheetPlace:
    """A sheet of one workbook. `state` as in the list of a workbook."""

    workbook: WorkbookHere
    address: str
    state: str
    changed_at: datetime | None


@dataclass(frozen=True)
class PlacedSheet:
    """A worksheet in a text. `has_submitted`: the reader has, so that it is done for them."""

    item: OutlineItem
    title: str
    summary: str
    language: str
    places: tuple[SheetPlace, ...]
    has_submitted: bool

    @property
    def anchor(self) -> str:
        return f"exercise-{self.item.key}"


_last_state = (
    select(SheetSubmission.state)
    .where(SheetSubmission.sheet_id == Sheet.id)
    .order_by(SheetSubmission.number.desc())
    .limit(1)
    .correlate(Sheet)
    .scalar_subquery()
)
_begun = (
    select(Sheet.item_id, Workbook.organisation_id, Sheet.changed_at, _last_state.label("state"))
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .where(
        Sheet.item_id.in_(bindparam("items", expanding=True)),
        or_(Workbook.organisation_id.in_(bindparam("organisations", expanding=True)), Workbook.person_id == bindparam("person")),
    )
    .order_by(Sheet.is_brought.desc(), Sheet.id)
)


def placed_sheets(viewer: Viewer, here: CourseHere, items: Sequence[OutlineItem], language: str) -> dict[str, PlacedSheet]:
    """The worksheets of a text by key; three statements where there is one, none elsewhere."""
    if not items:
        return {}
    books = workbooks_of(viewer) if viewer.is_signed_in else ()
    found = rows(_begun, items=[item.id for item in items], organisations=list(viewer.memberships), person=viewer.person_id or 0)
    begun = {(line.item_id, line.organisation_id): line for line in found}
    return {item.key: _placed(here, item, language, books, begun) for item in items}


def _placed(
    here: CourseHere, item: OutlineItem, language: str, books: Sequence[WorkbookHere], begun: Mapping[tuple[int, int | None], Any]
) -> PlacedSheet:
    text = page(here.outline.version_id, item.id, language)
    places = tuple(_place(book, item, begun.get((item.id, book.organisation_id))) for book in books)
    is_done = (item.id, "submit") in here.marks.evidence
    return PlacedSheet(item, item.title(language), item.summary(language), text.language, places, is_done)


def _place(book: WorkbookHere, item: OutlineItem, line: Any) -> SheetPlace:
    state = (line.state or "open") if line is not None else ""
    return SheetPlace(book, f"{book.address}{item.key}/", state, line.changed_at if line is not None else None)
