"""Erasing a contact person wherever one of us keeps them."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import ngettext
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.contacts import erase_contacts
from clustercourse.workbook.queries.contacts import contacts_matching, fillable_ids, sheets_naming
from clustercourse.workbook.queries.workbooks import workbook_here

views = Blueprint("erasures", __name__)
LONGEST = 254


@views.get("/workbook/<workbook>/contacts/erasure")
@signed_in
def show(workbook: str) -> ResponseReturnValue:
    here, whom = workbook_here(viewer(), workbook), request.args.get("whom", "").replace("\x00", "").strip()[:LONGEST]
    contacts, sheets = contacts_matching(viewer(), whom), sheets_naming(viewer(), whom)
    return page("workbook/erasures/show.html", here=here, whom=whom, contacts=contacts, sheets=sheets)


@views.post("/workbook/<workbook>/contacts/erasure")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    chosen = [int(text) for text in request.form.getlist("contact") if text.isascii() and text.isdigit() and len(text) < 10]
    among = fillable_ids(viewer())
    with writing():
        number = erase_contacts(chosen, among=among, by=me())
    said = ngettext("{n} entry was erased. Nothing of it is left.", "{n} entries were erased. Nothing of them is left.", number)
    return go(f"{here.address}contacts/", said)
