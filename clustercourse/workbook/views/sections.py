"""Sections of the strategy document: their names, their own text, their order."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.actions.strategies import add_section, write_section
from clustercourse.workbook.forms import NewSectionForm, SectionForm
from clustercourse.workbook.queries.strategies import SectionRow, sections_of
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here

views = Blueprint("sections", __name__)


@views.get("/workbook/<workbook>/strategy/sections/")
@signed_in
def index(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    return page("workbook/sections/index.html", here=here, sections=sections_of(here.id), form=NewSectionForm())


@views.post("/workbook/<workbook>/strategy/sections/")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    here, form = workbook_here(viewer(), workbook), NewSectionForm.sent()

    def work() -> None:
        with writing():
            add_section(open_workbook(here, by=me()), title=form.title.data, by=me())

    if form.carry_out(work):
        return go(f"{here.address}strategy/sections/", _("The section stands at the end."))
    return page("workbook/sections/index.html", 422, here=here, sections=sections_of(here.id), form=form)


@views.get("/workbook/<workbook>/strategy/sections/<section>/")
@signed_in
def edit(workbook: str, section: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    row = _section(here, section)
    return page("workbook/sections/edit.html", here=here, section=row, form=SectionForm(data=_data(row)), theirs=None)


@views.post("/workbook/<workbook>/strategy/sections/<section>/")
@signed_in
def update(workbook: str, section: str) -> ResponseReturnValue:
    here, form = workbook_here(viewer(), workbook), SectionForm.sent()
    try:
        done = form.carry_out(lambda: _write(here, section, form))
    except Conflict as conflict:
        row = _section(here, section)
        form.form_errors.append(conflict.sentence)
        form.number.data = row.number
        return page("workbook/sections/edit.html", 409, here=here, section=row, form=form, theirs=row)
    if done:
        return go(f"{here.address}strategy/#section-{section}", _("Saved."))
    return page("workbook/sections/edit.html", 422, here=here, section=_section(here, section), form=form, theirs=None)


def _write(here: WorkbookHere, section: str, form: SectionForm) -> None:
    with writing():
        write_section(
            open_workbook(here, by=me()),
            section,
            title=form.title.data.strip(),
            own_text=form.own_text.data or "",
            number=form.number.data or 0,
            by=me(),
            is_hidden=form.is_hidden.data,
        )


def _section(here: WorkbookHere, key: str) -> SectionRow:
    row: SectionRow = found(next((each for each in sections_of(here.id) if each.key == key), None))
    return row


def _data(row: SectionRow) -> dict[str, object]:
    return {"title": row.title, "own_text": row.own_text, "number": row.number, "is_hidden": row.is_hidden}
