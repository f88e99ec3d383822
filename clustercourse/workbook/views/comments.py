"""Remarks on a field, on a whole sheet, and on a submission."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import db, writing
from clustercourse.language import _
from clustercourse.models.workbook import SheetComment
from clustercourse.web.access import found, me, not_here, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go
from clustercourse.workbook.actions.comments import comment, settle_comment
from clustercourse.workbook.views._here import locked_sheet, sheet_at, spot_asked, submission_here

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


@views.post("/workbook/submissions/<int:submission>/comments/")
@signed_in
def new(submission: int) -> ResponseReturnValue:
    here, spot = submission_here(submission), spot_asked(request.form.to_dict())
    with creating(viewer()) as answer:
        if not answer.was_given:
            comment(here.sheet_id, spot, request.form.get("text", ""), by=me(), submission_id=here.id)
            answer.address = here.address
    return go(answer.address, _("Your remark is kept."))


@views.post("/workbook/<workbook>/<sheet>/comments/<int:remark>/settlement")
@signed_in
def update(workbook: str, sheet: str, remark: int) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)

    with writing():
        row = found(db.session.get(SheetComment, remark))
        if row.sheet_id != here.sheet.id:
            not_here()
        settle_comment(row, by=me())
        spot = row.field, row.row
    return go(here.field_address(spot) if spot[0] else here.address, _("Dealt with."))
