"""The sessions of a format are made from its first days."""

from __future__ import annotations

from flask import Blueprint as Views
from flask import url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.blueprints import BLUEPRINTS, Blueprint
from clustercourse.cohorts.forms.sessions import FirstDaysForm
from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Views("session_plans", __name__)


@views.get("/cohorts/<cohort>/sessions/plan")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing, blueprint = _own(cohort)
    form = FirstDaysForm(data={"first_zone": thing.time_zone, "second_zone": thing.time_zone}).fitting(blueprint)
    return page("cohorts/session_plans/new.html", cohort=thing, form=form, blueprint=blueprint)


@views.post("/cohorts/<cohort>/sessions/plan")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, blueprint = _own(cohort)
    form = FirstDaysForm.sent().fitting(blueprint)

    def plan() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                plan_from_blueprint(thing.id, by=viewer().person_id or 0, **form.starts())

    if not form.carry_out(plan):
        return page("cohorts/session_plans/new.html", 422, cohort=thing, form=form, blueprint=blueprint)
    return go(url_for("cohorts.sessions.index", cohort=cohort), _("The sessions are planned. Look through them and move what differs."))


def _own(slug: str) -> tuple[CohortRow, Blueprint]:
    thing = cohort_at(viewer(), slug)
    require(can_coordinate(viewer(), thing))
    return thing, found(BLUEPRINTS.get(thing.blueprint))
