"""What a workbook holds, and what stands beside a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows, value
from clustercourse.models.accounts import Person
from clustercourse.models.workbook import Sheet, SheetSubmission, SheetValue, SheetVersion
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.comments import CommentRow, comments_of
from clustercourse.workbook.queries.prefills import copies_for, outdated
from clustercourse.workbook.queries.sheets import SheetHere, SheetRow, Spot, ValueRow, edition_query, editions_of, values_by_ids
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import Worksheet, worksheets


@dataclass(frozen=True)
class SheetLine:
    """A worksheet in the list of a workbook. `state`: empty where nothing was written, `open`, or that of the newest submission."""

    worksheet: Worksheet
    address: str
    edition: str
    state: str
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class CourseSheets:
    title: str
    language: str
    sheets: tuple[SheetLine, ...]

    @property
    def begun(self) -> int:
        """In how many of its worksheets something was written."""
        return sum(1 for line in self.sheets if line.state)


@dataclass(frozen=True)
class VersionLine:
    id: int
    name: str
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True)
class SubmissionLine:
    id: int
    number: int
    state: str
    shared_with: str
    author_id: int | None
    author: str
    submitted_at: datetime

    @property
    def address(self) -> str:
        return f"/workbook/submissions/{self.id}/"


@dataclass(frozen=True)
class BesideSheet:
    """`copies`: how many values earlier sheets could give; `outdated`: places whose original has changed since it was copied."""

    editions: tuple[SheetRow, ...]
    versions: tuple[VersionLine, ...]
    submissions: tuple[SubmissionLine, ...]
    open_comments: Mapping[Spot, int]
    remarks: tuple[CommentRow, ...]
    copies: int
    outdated: frozenset[Spot]


_author = aliased(SheetValue)
_last_author = (
    select(func.coalesce(Person.name, ""))
    .join(_author, _author.author_id == Person.id)
    .where(_author.sheet_id == Sheet.id, _author.number == Sheet.last_number)
    .correlate(Sheet)
    .scalar_subquery()
)
_last_state = (
    select(SheetSubmission.state)
    .where(SheetSubmission.sheet_id == Sheet.id)
    .order_by(SheetSubmission.number.desc())
    .limit(1)
    .correlate(Sheet)
    .scalar_subquery()
)
_sheets = (
    select(Sheet.item_id, Sheet.edition, Sheet.changed_at, _last_author.label("author"), _last_state.label("state"))
    .where(Sheet.workbook_id == bindparam("workbook"))
    .order_by(Sheet.is_brought.desc(), Sheet.id)
)
_version_ids = select(SheetVersion.value_ids).where(SheetVersion.id == bindparam("version"))
_versions = (
    select(SheetVersion.id, SheetVersion.name, SheetVersion.note, func.coalesce(Person.name, ""), SheetVersion.created_at)
    .outerjoin(Person, Person.id == SheetVersion.author_id)
    .where(SheetVersion.sheet_id == bindparam("sheet"))
    .order_by(SheetVersion.id)
)
_submissions = (
    select(
        SheetSubmission.id,
        SheetSubmission.number,
        SheetSubmission.state,
        SheetSubmission.shared_with,
        SheetSubmission.author_id,
        func.coalesce(Person.name, ""),
        SheetSubmission.submitted_at,
    )
    .outerjoin(Person, Person.id == SheetSubmission.author_id)
    .where(SheetSubmission.sheet_id == bindparam("sheet"))
    .order_by(SheetSubmission.number.desc())
)


def contents_of(viewer: Viewer, workbook: WorkbookHere) -> tuple[CourseSheets, ...]:
    """Every worksheet the workbook can hold, by course; the newest edition of each that was begun."""
    begun: dict[int, Any] = {line.item_id: line for line in rows(_sheets, workbook=workbook.id)} if workbook.id else {}
    by_course: dict[str, list[SheetLine]] = {}
    languages: dict[str, str] = {}
    for each in worksheets(viewer, workbook.id):
        languages[each.course_title] = each.language
        by_course.setdefault(each.course_title, []).append(_line(workbook, each, begun.get(each.item.id)))
    return tuple(CourseSheets(title, languages[title], tuple(lines)) for title, lines in by_course.items())


def beside_sheet(viewer: Viewer, here: SheetHere) -> BesideSheet:
    """Its editions, versions, submissions and remarks, and what could be copied into it."""
    sheet_id = here.sheet.id
    remarks = comments_of(sheet_id) if sheet_id else ()
    return BesideSheet(
        editions=editions_of(here.workbook, here.worksheet),
        versions=versions_of(sheet_id),
        submissions=submissions_of(sheet_id),
        open_comments=Counter(comment.spot for comment in remarks if comment.settled_at is None),
        remarks=tuple(comment for comment in remarks if not comment.field),
        copies=len(copies_for(viewer, here)),
        outdated=outdated(here.values.values()),
    )


def versions_of(sheet_id: int | None) -> tuple[VersionLine, ...]:
    return tuple(VersionLine(*line) for line in rows(_versions, sheet=sheet_id)) if sheet_id else ()


def version_values(version_id: int) -> dict[Spot, ValueRow]:
    """What stood in a sheet when a version was named."""
    return values_by_ids(value(_version_ids, version=version_id) or [])


def submissions_of(sheet_id: int | None) -> tuple[SubmissionLine, ...]:
    """Newest first."""
    return tuple(SubmissionLine(*line) for line in rows(_submissions, sheet=sheet_id)) if sheet_id else ()


def _line(workbook: WorkbookHere, worksheet: Worksheet, begun: Any) -> SheetLine:
    address = f"{workbook.address}{worksheet.key}/"
    if begun is None:
        return SheetLine(worksheet, address, "", "", None, "")
    edition = edition_query(begun.edition)
    return SheetLine(worksheet, address + edition, begun.edition, begun.state or "open", begun.changed_at, begun.author or "")
