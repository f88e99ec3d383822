"""A person wants to hear when applications open or when the next one is planned."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.reports import end_interest, note_interest
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("interests", __name__)


@views.post("/cohorts/<cohort>/interest")
@signed_in
def create(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    with writing():
        note_interest(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("You get a letter when there is something to apply for."))


@views.post("/cohorts/<cohort>/interest/delete")
@signed_in
def delete(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    with writing():
        end_interest(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("You will not get letters about the next one."))
