"""The sheets that people of a cohort share with each other."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.web.access import not_here, signed_in, viewer
from clustercourse.web.pages import page
from clustercourse.workbook.policy import can_see_mirror
from clustercourse.workbook.queries.submissions import shared_in

views = Blueprint("shared_sheets", __name__)


@views.get("/cohorts/<cohort>/sheets/")
@signed_in
def index(cohort: str) -> ResponseReturnValue:
    here = cohort_at(viewer(), cohort)
    if not can_see_mirror(viewer(), here):
        not_here()
    return page("workbook/shared_sheets/index.html", cohort=here, shared=shared_in(here.id))
