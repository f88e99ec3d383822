"""Whom a submission or a remark concerns."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select, union

from clustercourse.db import row, rows
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.content import CourseTeam, Item
from clustercourse.models.workbook import Sheet, SheetSubmission, Workbook
from clustercourse.workbook.queries.worksheets import worksheet_of_item

_course_team = (
    select(CourseTeam.person_id)
    .join(Item, Item.course_id == CourseTeam.course_id)
    .join(Sheet, Sheet.item_id == Item.id)
    .join(SheetSubmission, SheetSubmission.sheet_id == Sheet.id)
    .where(SheetSubmission.id == bindparam("submission"), SheetSubmission.shared_with != "nobody")
)
_cohort_team = (
    select(CohortTeam.person_id)
    .join(SheetSubmission, SheetSubmission.cohort_id == CohortTeam.cohort_id)
    .where(SheetSubmission.id == bindparam("submission"), SheetSubmission.shared_with != "nobody")
)
_reviewers = union(_course_team, _cohort_team)
_members = (
    select(Membership.person_id)
    .join(Workbook, Workbook.organisation_id == Membership.organisation_id)
    .join(Sheet, Sheet.workbook_id == Workbook.id)
    .join(SheetSubmission, SheetSubmission.sheet_id == Sheet.id)
    .where(SheetSubmission.id == bindparam("submission"), Membership.ended_at.is_(None))
)
_owner = (
    select(Workbook.person_id)
    .join(Sheet, Sheet.workbook_id == Workbook.id)
    .join(SheetSubmission, SheetSubmission.sheet_id == Sheet.id)
    .where(SheetSubmission.id == bindparam("submission"), Workbook.person_id.is_not(None))
)
_submission = (
    select(SheetSubmission.author_id, SheetSubmission.state, Sheet.item_id)
    .join(Sheet, Sheet.id == SheetSubmission.sheet_id)
    .where(SheetSubmission.id == bindparam("submission"))
)


def reviewers_of(submission_id: int) -> set[int]:
    """The teams of its course and of its cohort, once it is shared."""
    return {line[0] for line in rows(_reviewers, submission=submission_id)}


def fillers_of(submission_id: int) -> set[int]:
    """Those whose workbook it is."""
    return {line[0] for line in (*rows(_members, submission=submission_id), *rows(_owner, submission=submission_id))}


def still_reviewing(person_ids: Collection[int], submission_id: int) -> set[int]:
    return set(person_ids) & reviewers_of(submission_id)


def still_filling(person_ids: Collection[int], submission_id: int) -> set[int]:
    return set(person_ids) & fillers_of(submission_id)


def title_of(submission_id: int) -> str:
    """What its worksheet is called; empty for one that is gone."""
    line = row(_submission, submission=submission_id)
    worksheet = worksheet_of_item(line.item_id) if line is not None else None
    return worksheet.title if worksheet is not None else ""


def author_of(submission_id: int) -> int | None:
    line = row(_submission, submission=submission_id)
    return None if line is None else line.author_id
