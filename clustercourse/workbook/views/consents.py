"""What an organisation lets count in the mirror of a cohort: seen, given and taken back, figure by figure."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.mirrors import agree, take_back
from clustercourse.workbook.queries.mirrors import Mirror, sharing_of

views = Blueprint("consents", __name__)


@views.get("/cohorts/<cohort>/mirror/<organisation>/")
@signed_in
def index(cohort: str, organisation: str) -> ResponseReturnValue:
    return page("workbook/consents/index.html", mirror=sharing_of(viewer(), cohort, organisation))


@views.post("/cohorts/<cohort>/mirror/<organisation>/")
@signed_in
def create(cohort: str, organisation: str) -> ResponseReturnValue:
    with writing():
        here = sharing_of(viewer(), cohort, organisation)
        agree(here, request.form.get("figure", ""), by=me())
    return go(_line_of(here), _("This figure may count now. You can take it back whenever you like."))


@views.post("/cohorts/<cohort>/mirror/<organisation>/delete")
@signed_in
def delete(cohort: str, organisation: str) -> ResponseReturnValue:
    with writing():
        here = sharing_of(viewer(), cohort, organisation)
        take_back(here, request.form.get("figure", ""), by=me())
    return go(_line_of(here), _("Taken back. It goes into nothing that is published from now on."))


def _line_of(here: Mirror) -> str:
    """Back to the figure that was decided about."""
    known = [line.figure.key for sheet in here.sharable for line in sheet.lines]
    figure = request.form.get("figure", "")
    return f"{here.sharing_address}#figure-{figure}" if figure in known else here.sharing_address
