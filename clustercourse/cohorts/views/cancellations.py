"""A cohort does not take place."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.cohorts import cancel_cohort
from clustercourse.cohorts.forms.parts import ReasonForm
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("cancellations", __name__)


@views.get("/cohorts/<cohort>/cancellation")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    return page("cohorts/cancellations/new.html", form=ReasonForm(), cohort=thing)


@views.post("/cohorts/<cohort>/cancellation")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    form = ReasonForm.sent()

    def cancel() -> None:
        with writing():
            cancel_cohort(thing.id, by=viewer().person_id or 0, reason=form.reason.data)

    if not form.carry_out(cancel):
        return page("cohorts/cancellations/new.html", 422, form=form, cohort=thing)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The cohort is cancelled. Its people are told in a letter."))
