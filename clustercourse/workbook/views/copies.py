"""Copying into a sheet what earlier sheets know."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import ngettext
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go
from clustercourse.workbook.actions.sheets import copy_values
from clustercourse.workbook.queries.prefills import copies_for
from clustercourse.workbook.views._here import locked_sheet, sheet_at

views = Blueprint("copies", __name__)


@views.post("/workbook/<workbook>/<sheet>/copies")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    with writing():
        number = copy_values(locked_sheet(here), copies_for(viewer(), here), by=me())
    return go(here.address, ngettext("{n} value was copied.", "{n} values were copied.", number))
