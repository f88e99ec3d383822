"""Taking one's private sheets into the workbook of an organisation: first a look, then all at once."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import Message, _, ngettext
from clustercourse.web.access import me, not_here, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.joins import take_private_sheets
from clustercourse.workbook.queries.joins import join_plan
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here

views = Blueprint("joins", __name__)


@views.get("/workbook/<workbook>/join")
@signed_in
def new(workbook: str) -> ResponseReturnValue:
    into = _organisations(workbook)
    return page("workbook/joins/new.html", into=into, plan=join_plan(viewer(), into))


@views.post("/workbook/<workbook>/join")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    into = _organisations(workbook)
    with writing():
        number = take_private_sheets(into, name=viewer().name, by=me())
    return go(into.address, _said(into, number))


def _organisations(workbook: str) -> WorkbookHere:
    here = workbook_here(viewer(), workbook)
    return not_here() if here.is_private else here


def _said(into: WorkbookHere, number: int) -> Message:
    if not number:
        return _("What you had alone is in the workbook of {name}.", name=into.name)
    return ngettext(
        "{n} sheet is in the workbook of {name} now. Your private one is empty.",
        "{n} sheets are in the workbook of {name} now. Your private one is empty.",
        number,
        name=into.name,
    )
