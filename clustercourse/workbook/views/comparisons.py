"""Two states of a sheet side by side."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.language import _
from clustercourse.web.access import found, signed_in
from clustercourse.web.pages import page
from clustercourse.workbook.queries.comparisons import compare
from clustercourse.workbook.queries.contents import version_values, versions_of
from clustercourse.workbook.queries.sheets import SheetHere, Spot, ValueRow
from clustercourse.workbook.views._here import sheet_at

views = Blueprint("comparisons", __name__)
NOW = "now"


@views.get("/workbook/<workbook>/<sheet>/comparison")
@signed_in
def show(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    first, second = (request.args.get(name, NOW) for name in ("first", "second"))
    names = {str(version.id): version.name for version in versions_of(here.sheet.id)} | {NOW: str(_("As it stands now"))}
    found(names.get(first) and names.get(second))
    compared = compare(here.worksheet.specification, _values(here, first), _values(here, second))
    return page("workbook/comparisons/show.html", here=here, compared=compared, names=names, first=first, second=second)


def _values(here: SheetHere, which: str) -> dict[Spot, ValueRow]:
    return dict(here.values) if which == NOW else version_values(int(which))
