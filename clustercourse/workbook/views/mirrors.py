"""The mirror of a cohort: one's own figures beside what stands of all together."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page
from clustercourse.workbook.mirror_pictures import picture_of
from clustercourse.workbook.queries.mirrors import mirror_of

views = Blueprint("mirrors", __name__)


@views.get("/cohorts/<cohort>/mirror/")
@signed_in
def show(cohort: str) -> ResponseReturnValue:
    return page("workbook/mirrors/show.html", mirror=mirror_of(viewer(), cohort), drawn=picture_of)
