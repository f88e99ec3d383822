"""Workbooks: which one can open, and one with its worksheets."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.queries.contents import contents_of
from clustercourse.workbook.queries.joins import join_offers
from clustercourse.workbook.queries.workbooks import workbook_here, workbooks_of

views = Blueprint("workbooks", __name__)


@views.get("/workbook/")
@signed_in
def index() -> ResponseReturnValue:
    mine = workbooks_of(viewer())
    return go(mine[0].address) if len(mine) == 1 else page("workbook/workbooks/index.html", workbooks=mine)


@views.get("/workbook/<workbook>/")
@signed_in
def show(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    return page("workbook/workbooks/show.html", here=here, contents=contents_of(viewer(), here), offers=join_offers(viewer(), here))
