"""What the pages of a sheet share: the sheet at hand, and what its form brings."""

from __future__ import annotations

import re
import secrets

from flask import request

from clustercourse.errors import NotHere, Refused
from clustercourse.language import _
from clustercourse.learning.queries.enrolments import course_here
from clustercourse.models.workbook import Sheet
from clustercourse.web.access import me, not_here, viewer
from clustercourse.workbook.actions.sheets import Typed, Written, bring_back_row, move_row, open_sheet, remove_row, write_values
from clustercourse.workbook.actions.submissions import Learner
from clustercourse.workbook.policy import can_fill_workbook
from clustercourse.workbook.queries.sheets import SheetHere, Spot, sheet_here
from clustercourse.workbook.queries.submissions import SubmissionRow, readers_of, submission_at
from clustercourse.workbook.queries.workbooks import workbook_here
from clustercourse.workbook.queries.worksheets import worksheet_at

_NAME = re.compile(r"v:(?P<field>[a-z0-9-]{1,64}(?:\.[a-z0-9-]{1,64})?):(?P<row>[A-Za-z0-9_-]{0,64})")
_ACTION = re.compile(r"(?P<what>remove|back|up|down):(?P<table>[a-z0-9-]{1,64}):(?P<row>[A-Za-z0-9_-]{1,64})")
_EDITION = re.compile(r"[\w .,-]{1,40}")


def edition_asked() -> str:
    text = request.args.get("edition", "").strip()
    if text and not _EDITION.fullmatch(text):
        raise Refused(_("An edition is called by a few letters and digits, such as 2028."))
    return text


def sheet_at(workbook: str, sheet: str) -> SheetHere:
    """The sheet of an address, for those who fill its workbook."""
    book = workbook_here(viewer(), workbook)
    return sheet_here(book, worksheet_at(viewer(), book.id, sheet), edition_asked())


def locked_sheet(here: SheetHere) -> Sheet:
    """Its row, made where there is none. Only inside `writing()`."""
    return open_sheet(here.workbook, here.worksheet, edition=here.sheet.edition, by=me())


def learner_of(here: SheetHere) -> Learner | None:
    """The viewer as a learner of the worksheet's course, if they take it."""
    try:
        course = course_here(viewer(), here.worksheet.outline.slug)
    except NotHere:
        return None
    if course.enrolment is None:
        return None
    item_id, version = here.worksheet.item.id, course.outline
    if item_id not in version.by_id:
        return None
    return Learner(course.enrolment.id, item_id, version.version_id, course.enrolment.cohort_id)


def submission_here(submission: int) -> SubmissionRow:
    here = submission_at(viewer(), submission)
    return not_here() if here is None else here


def may_read(here: SubmissionRow) -> bool:
    """Whether the submission may be shown now: to its own people always, to others once it is noted that they open it."""
    return can_fill_workbook(viewer(), here.workbook) or any(reader.person_id == me() for reader in readers_of(here.id))


def new_row_key() -> str:
    return secrets.token_hex(5)


def spot_asked(values: dict[str, str]) -> Spot:
    return values.get("field", "")[:140], values.get("row", "")[:64] or None


def typed_values() -> list[Typed]:
    """What the form has for each place; several ticked boxes are one value."""
    typed = []
    for name, values in request.form.lists():
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        place = name[2:]
        text = ",".join(value for value in values if value) if len(values) > 1 else values[0]
        known = request.form.get(f"k:{place}", "0")
        typed.append(
            Typed(
                match["field"],
                match["row"] or None,
                text,
                int(known) if known.isascii() and known.isdigit() and len(known) < 10 else 0,
                request.form.get(f"s:{place}"),
                request.form.get(f"d:{place}"),
                tuple(request.form.getlist(f"p:{place}")[:9]),
            )
        )
    return typed


def save(here: SheetHere) -> Written:
    """Write what the form brings, and do what its button says to a row. Only inside `writing()`."""
    sheet, specification = locked_sheet(here), here.worksheet.specification
    written = write_values(sheet, specification, typed_values(), currency=here.workbook.currency, by=me())
    if action := _ACTION.fullmatch(request.form.get("do", "")):
        _act(here, sheet, action["what"], action["table"], action["row"])
    return written


def _act(here: SheetHere, sheet: Sheet, what: str, table: str, row: str) -> None:
    specification = here.worksheet.specification
    if what == "remove":
        remove_row(sheet, specification, table, row, by=me())
    elif what == "back":
        bring_back_row(sheet, specification, table, row, by=me())
    else:
        preset = {given["id"] for field in specification["fields"] if field["id"] == table for given in field["preset"]}
        rows = [each.key for each in here.entries.rows(table) if each.key not in preset]
        move_row(sheet, specification, table, rows, row, up=what == "up", by=me())
