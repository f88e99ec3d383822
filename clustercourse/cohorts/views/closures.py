"""A cohort is closed at the end: what is still open, who lacks what, then closing it, or opening it again."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.cohorts import close_cohort, reopen_cohort
from clustercourse.cohorts.forms.closures import ClosureForm
from clustercourse.cohorts.queries.closures import closure_of
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.views._cells import share_text
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("closures", __name__)


@views.get("/cohorts/<cohort>/closure")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return _shown(coordinated(cohort), ClosureForm())


@views.post("/cohorts/<cohort>/closure")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), ClosureForm.sent()
    if thing.state == "closed":
        return go(url_for("cohorts.closures.new", cohort=cohort), _("This cohort is closed already."), "note")

    def close() -> None:
        with writing():
            close_cohort(thing.id, by=viewer().person_id or 0, all_the_same=bool(form.all_the_same.data))

    if not form.carry_out(close):
        return _shown(thing, form, 422)
    return go(url_for("cohorts.reports.edit", cohort=cohort), _("The cohort is closed. Now tell everybody what came of it."))


@views.post("/cohorts/<cohort>/closure/delete")
@staff
def delete(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        reopen_cohort(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The cohort is open again."))


def _shown(cohort: CohortRow, form: ClosureForm, status: int = 200) -> ResponseReturnValue:
    return page("cohorts/closures/new.html", status, closure=closure_of(cohort), cohort=cohort, form=form, share_text=share_text)
