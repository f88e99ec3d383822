"""A sheet as one page to print or to hand over."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.web.access import signed_in
from clustercourse.web.pages import page
from clustercourse.workbook.queries.reading import reading_of
from clustercourse.workbook.views._here import sheet_at

views = Blueprint("pages", __name__)


@views.get("/workbook/<workbook>/<sheet>/page")
@signed_in
def show(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    return page("workbook/pages/show.html", here=here, reading=reading_of(here.worksheet.specification, here.values))
