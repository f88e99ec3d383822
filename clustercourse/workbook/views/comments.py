"""Remarks on a field or on a whole sheet, by the people of its workbook."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go
from clustercourse.workbook.actions.comments import comment, settle_comment
from clustercourse.workbook.views._here import locked_sheet, sheet_at, spot_asked

views = Blueprint("comments", __name__)


@views.post("/workbook/<workbook>/<sheet>/comments/")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here, spot = sheet_at(workbook, sheet), spot_asked(request.form.to_dict())
    with creating(viewer()) as answer:
        if not answer.was_given:
            comment(locked_sheet(here).id, spot, request.form.get("text", ""), by=me())
            answer.address = here.field_address(spot) if spot[0] else here.address
    return go(answer.address, _("Your remark is kept."))


@views.post("/workbook/<workbook>/<sheet>/comments/<int:remark>/settlement")
@signed_in
def update(workbook: str, sheet: str, remark: int) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    with writing():
        spot = settle_comment(found(here.sheet.id), remark, by=me())
    return go(here.field_address(spot) if spot[0] else here.address, _("Dealt with."))
