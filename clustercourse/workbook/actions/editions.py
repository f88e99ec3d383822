"""New editions of a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.workbook import Sheet
from clustercourse.workbook.actions.sheets import copy_values, open_sheet, open_workbook
from clustercourse.workbook.queries.sheets import ValueRow
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import Worksheet


def open_edition(here: WorkbookHere, worksheet: Worksheet, values: Iterable[ValueRow], *, name: str, copies: bool, by: int) -> Sheet:
    """Open a sheet anew under a name; earlier editions stay as they are. `copies`: it begins with the values at hand.

    Refused: a name that an edition of this sheet has already.
    """
    edition = name.strip()
    workbook = open_workbook(here, by=by)
    taken = select(Sheet.id).where(Sheet.workbook_id == workbook.id, Sheet.item_id == worksheet.item.id, Sheet.edition == edition)
    if db.session.scalar(taken) is not None:
        raise Refused(_("There is an edition “{name}” already. Open it, or choose another name.", name=edition), field="name")
    sheet = open_sheet(here, worksheet, edition=edition, by=by)
    if copies:
        copy_values(sheet, [(value.spot, value) for value in values], by=by)
    record("workbook.edition_opened", by=by, thing=("sheet", sheet.id), detail={"item": worksheet.item.id})
    return sheet
