"""A cohort is closed at the end: who misses what, then closing it, or opening it again."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.cohorts import close_cohort, reopen_cohort
from clustercourse.cohorts.queries.boards import board_of
from clustercourse.cohorts.views._cells import percent_text
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("closures", __name__)


@views.get("/cohorts/<cohort>/closure")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    return page("cohorts/closures/new.html", board=board_of(thing), cohort=thing, percent_text=percent_text)


@views.post("/cohorts/<cohort>/closure")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        close_cohort(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.reports.edit", cohort=cohort), _("The cohort is closed. Now tell everybody what came of it."))


@views.post("/cohorts/<cohort>/closure/delete")
@staff
def delete(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        reopen_cohort(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The cohort is open again."))
