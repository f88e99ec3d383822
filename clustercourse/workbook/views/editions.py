"""Opening a sheet anew, as a new edition; earlier ones stay."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.editions import open_edition
from clustercourse.workbook.forms import EditionForm
from clustercourse.workbook.queries.sheets import edition_query, editions_of
from clustercourse.workbook.views._here import sheet_at

views = Blueprint("editions", __name__)


@views.get("/workbook/<workbook>/<sheet>/editions/")
@signed_in
def index(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    return page("workbook/editions/index.html", here=here, editions=editions_of(here.workbook, here.worksheet), form=EditionForm())


@views.post("/workbook/<workbook>/<sheet>/editions/")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here, form = sheet_at(workbook, sheet), EditionForm.sent()

    def work() -> None:
        with writing():
            open_edition(here.workbook, here.worksheet, here.values.values(), name=form.name.data, copies=form.copies.data, by=me())

    if not form.carry_out(work):
        return page("workbook/editions/index.html", 422, here=here, editions=editions_of(here.workbook, here.worksheet), form=form)
    return go(f"{here.workbook.address}{here.worksheet.key}/{edition_query(form.name.data.strip())}", _("The new edition is open."))
