"""Submissions: one of them with what it holds, and those that wait for a reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from clustercourse.db import row, rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Item
from clustercourse.models.events import Event
from clustercourse.models.workbook import Sheet, SheetSubmission, SheetSubmissionStep, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.policy import can_read_submission
from clustercourse.workbook.queries.sheets import edition_query
from clustercourse.workbook.queries.workbooks import MINE, WorkbookHere, first_currency
from clustercourse.workbook.queries.worksheets import Worksheet, worksheet_of_item

OPENED = "workbook.sheet_looked_at"


@dataclass(frozen=True)
class SubmissionRow:
    """A submission with whose it is. `slug` is the word of its workbook in addresses; private ones are reached by their number."""

    id: int
    number: int
    state: str
    shared_with: str
    cohort_id: int | None
    value_ids: tuple[int, ...]
    author_id: int | None
    author: str
    submitted_at: datetime
    decided_at: datetime | None
    sheet_id: int
    edition: str
    item_id: int
    course_id: int
    workbook: WorkbookHere
    worksheet: Worksheet

    @property
    def address(self) -> str:
        return f"/workbook/submissions/{self.id}/"

    @property
    def sheet_address(self) -> str:
        edition = edition_query(self.edition)
        return f"{self.workbook.address}{self.worksheet.key}/{edition}"

    @property
    def is_open(self) -> bool:
        return self.state in ("submitted", "in-review")


@dataclass(frozen=True)
class ReaderRow:
    person_id: int
    name: str
    at: datetime


@dataclass(frozen=True)
class StepRow:
    from_state: str
    to_state: str
    reason: str
    author: str
    at: datetime


_columns: Select[Any] = (
    select(
        SheetSubmission.id,
        SheetSubmission.number,
        SheetSubmission.state,
        SheetSubmission.shared_with,
        SheetSubmission.cohort_id,
        SheetSubmission.value_ids,
        SheetSubmission.author_id,
        func.coalesce(Person.name, "").label("author"),
        SheetSubmission.submitted_at,
        SheetSubmission.decided_at,
        Sheet.id.label("sheet_id"),
        Sheet.edition,
        Sheet.item_id,
        Item.course_id,
        Workbook.id.label("workbook_id"),
        Workbook.currency,
        Workbook.person_id,
        Organisation.id.label("organisation_id"),
        Organisation.slug,
        Organisation.name.label("organisation"),
        Organisation.country,
    )
    .join(Sheet, Sheet.id == SheetSubmission.sheet_id)
    .join(Item, Item.id == Sheet.item_id)
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .outerjoin(Organisation, Organisation.id == Workbook.organisation_id)
    .outerjoin(Person, Person.id == SheetSubmission.author_id)
)
_by_id = _columns.where(SheetSubmission.id == bindparam("submission"))
_waiting = _columns.where(
    SheetSubmission.state.in_(("submitted", "in-review")),
    SheetSubmission.shared_with != "nobody",
    or_(Item.course_id.in_(bindparam("courses", expanding=True)), SheetSubmission.cohort_id.in_(bindparam("cohorts", expanding=True))),
).order_by(SheetSubmission.submitted_at, SheetSubmission.id)
_in_cohort = _columns.where(SheetSubmission.cohort_id == bindparam("cohort"), SheetSubmission.shared_with == "cohort").order_by(
    SheetSubmission.submitted_at.desc(), SheetSubmission.id.desc()
)
_readers = (
    select(Event.by_id, func.coalesce(Person.name, ""), func.min(Event.at))
    .outerjoin(Person, Person.id == Event.by_id)
    .where(Event.verb == OPENED, Event.thing == "sheet_submission", Event.thing_id == bindparam("submission"))
    .group_by(Event.by_id, Person.name)
    .order_by(func.min(Event.at))
)
_steps = (
    select(
        SheetSubmissionStep.from_state,
        SheetSubmissionStep.to_state,
        SheetSubmissionStep.reason,
        func.coalesce(Person.name, ""),
        SheetSubmissionStep.at,
    )
    .outerjoin(Person, Person.id == SheetSubmissionStep.author_id)
    .where(SheetSubmissionStep.submission_id == bindparam("submission"))
    .order_by(SheetSubmissionStep.id)
)


def submission_at(viewer: Viewer, submission_id: int) -> SubmissionRow | None:
    """A submission that the viewer may read, else None."""
    line = row(_by_id, submission=submission_id)
    found = None if line is None else _submission(line)
    return found if found is not None and can_read_submission(viewer, found) else None


def waiting_for(viewer: Viewer) -> tuple[SubmissionRow, ...]:
    """Shared submissions of the viewer's courses and cohorts that nobody has decided yet, oldest first."""
    if not viewer.teams and not viewer.cohort_teams:
        return ()
    found = rows(_waiting, courses=list(viewer.teams), cohorts=list(viewer.cohort_teams))
    return tuple(each for each in map(_submission, found) if each is not None)


def shared_in(cohort_id: int) -> tuple[SubmissionRow, ...]:
    """What people of a cohort shared with each other, newest first."""
    return tuple(each for each in map(_submission, rows(_in_cohort, cohort=cohort_id)) if each is not None)


def steps_of(submission_id: int) -> tuple[StepRow, ...]:
    return tuple(StepRow(*line) for line in rows(_steps, submission=submission_id))


def readers_of(submission_id: int) -> tuple[ReaderRow, ...]:
    """Who opened a submission that is not their own organisation's, and when they first did."""
    return tuple(ReaderRow(*line) for line in rows(_readers, submission=submission_id))


def reason_of(submission_id: int) -> str:
    """What was said with the newest step."""
    steps = steps_of(submission_id)
    return steps[-1].reason if steps else ""


def _submission(line: Any) -> SubmissionRow | None:
    worksheet = worksheet_of_item(line.item_id)
    if worksheet is None:
        return None
    workbook = WorkbookHere(
        id=line.workbook_id,
        slug=line.slug or MINE,
        name=line.organisation or line.author,
        organisation_id=line.organisation_id,
        person_id=line.person_id,
        currency=line.currency or first_currency(line.country or ""),
        country=line.country or "",
    )
    return SubmissionRow(
        id=line.id,
        number=line.number,
        state=line.state,
        shared_with=line.shared_with,
        cohort_id=line.cohort_id,
        value_ids=tuple(line.value_ids),
        author_id=line.author_id,
        author=line.author,
        submitted_at=line.submitted_at,
        decided_at=line.decided_at,
        sheet_id=line.sheet_id,
        edition=line.edition,
        item_id=line.item_id,
        course_id=line.course_id,
        workbook=workbook,
        worksheet=worksheet,
    )
