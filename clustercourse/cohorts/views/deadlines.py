"""What is due in a cohort, and when."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.news import cancel_deadline, set_deadline
from clustercourse.cohorts.forms.parts import DeadlineForm
from clustercourse.cohorts.queries.posted import Deadline, deadline_at
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("deadlines", __name__)


@views.get("/cohorts/<cohort>/deadlines/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    return page("cohorts/deadlines/new.html", form=DeadlineForm(data={"zone": thing.time_zone}), cohort=thing)


@views.post("/cohorts/<cohort>/deadlines/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = run_by_me(cohort), DeadlineForm.sent()

    def plan() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                set_deadline(thing.id, form.title.data, form.due(), by=viewer().person_id or 0, address=form.address.data or "")

    if not form.carry_out(plan):
        return page("cohorts/deadlines/new.html", 422, form=form, cohort=thing)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The deadline is set."))


@views.get("/cohorts/<cohort>/deadlines/<int:number>")
@staff
def edit(cohort: str, number: int) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    deadline = deadline_at(thing.id, number)
    return page("cohorts/deadlines/edit.html", form=DeadlineForm.showing(deadline), cohort=thing, deadline=deadline)


@views.post("/cohorts/<cohort>/deadlines/<int:number>")
@staff
def update(cohort: str, number: int) -> ResponseReturnValue:
    thing, form = run_by_me(cohort), DeadlineForm.sent()
    deadline: Deadline = deadline_at(thing.id, number)

    def change() -> None:
        due, address = form.due(), form.address.data or ""
        with writing():
            set_deadline(thing.id, form.title.data, due, by=viewer().person_id or 0, address=address, number=deadline.id)

    if not form.carry_out(change):
        return page("cohorts/deadlines/edit.html", 422, form=form, cohort=thing, deadline=deadline)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The changes are saved."))


@views.post("/cohorts/<cohort>/deadlines/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    deadline = deadline_at(thing.id, number)
    with writing():
        cancel_deadline(thing.id, deadline.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort), _("The deadline is off."))
