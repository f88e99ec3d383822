"""Named versions of a sheet."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import Message, _, ngettext
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.versions import name_version, restore_version
from clustercourse.workbook.forms import VersionForm
from clustercourse.workbook.queries.contents import versions_of
from clustercourse.workbook.queries.sheets import SheetHere
from clustercourse.workbook.views._here import locked_sheet, sheet_at

views = Blueprint("versions", __name__)


@views.get("/workbook/<workbook>/<sheet>/versions/")
@signed_in
def index(workbook: str, sheet: str) -> ResponseReturnValue:
    return _page(sheet_at(workbook, sheet), VersionForm())


@views.post("/workbook/<workbook>/<sheet>/versions/")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here, form = sheet_at(workbook, sheet), VersionForm.sent()

    def work() -> None:
        with writing():
            name_version(locked_sheet(here), name=form.name.data, note=form.note.data or "", by=me())

    return go(here.at("versions/"), _("This state is kept. Go on: it stays as it is.")) if form.carry_out(work) else _page(here, form, 422)


@views.post("/workbook/<workbook>/<sheet>/versions/<int:version>/restoration")
@signed_in
def update(workbook: str, sheet: str, version: int) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    with writing():
        changed = restore_version(locked_sheet(here), version, by=me())
    return go(here.address, _changed(changed))


def _page(here: SheetHere, form: VersionForm, status: int = 200) -> ResponseReturnValue:
    return page("workbook/versions/index.html", status, here=here, versions=versions_of(here.sheet.id), form=form)


def _changed(n: int) -> Message:
    return ngettext(
        "{n} place changed. What stood there stays in the history.",
        "{n} places changed. What stood there stays in the history.",
        n,
    )
