"""Handing a workbook over."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go
from clustercourse.workbook.actions.handovers import hand_over
from clustercourse.workbook.forms import HandoverForm
from clustercourse.workbook.policy import can_hand_over_workbook
from clustercourse.workbook.queries.workbooks import workbook_here
from clustercourse.workbook.views.settings import handover_form, settings_shown

views = Blueprint("handovers", __name__)


@views.post("/workbook/<workbook>/handovers/")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    require(can_hand_over_workbook(viewer(), here))
    form = handover_form(here, HandoverForm.sent())

    def work() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                hand_over(here, to=form.to.data, note=form.note.data or "", by=me())

    if not form.carry_out(work):
        return settings_shown(here, handover=form, status=422)
    return go(f"{here.address}settings/", _("The workbook is handed over. They are told, with your note."))
