"""One field of a sheet: what ever stood there, and what people remarked."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.web.access import found, signed_in
from clustercourse.web.pages import page
from clustercourse.workbook.actions.sheets import field_at
from clustercourse.workbook.queries.comments import comments_on
from clustercourse.workbook.queries.said import place_name, shown_values
from clustercourse.workbook.queries.sheets import history_of
from clustercourse.workbook.views._here import sheet_at, spot_asked

views = Blueprint("fields", __name__)


@views.get("/workbook/<workbook>/<sheet>/field")
@signed_in
def show(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    spot = spot_asked(request.args.to_dict())
    field = found(field_at(here.worksheet.specification, spot[0]))
    history = history_of(here.sheet.id, spot) if here.sheet.id else ()
    comments = comments_on(here.sheet.id, spot) if here.sheet.id else ()
    return page(
        "workbook/fields/show.html",
        here=here,
        field=field,
        row=place_name(here.worksheet.specification, here.entries, spot),
        spot=spot,
        history=shown_values(field, history),
        comments=comments,
    )
