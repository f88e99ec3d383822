"""Choosing one of two texts for a field."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go
from clustercourse.workbook.actions.sheets import settle
from clustercourse.workbook.views._here import locked_sheet, sheet_at, spot_asked

views = Blueprint("settlements", __name__)


@views.post("/workbook/<workbook>/<sheet>/settlement")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    with writing():
        settle(locked_sheet(here), spot_asked(request.form.to_dict()), keep_beside=request.form.get("keep") == "beside", by=me())
    return go(here.address, _("The text you chose stands there now. Both stay in the history."))
