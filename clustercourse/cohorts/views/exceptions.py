"""Letting one person of a cohort past a lock or a condition."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.exceptions import end_exception, grant_exception
from clustercourse.cohorts.forms.courses import ExceptionForm
from clustercourse.cohorts.policy import can_grant_exceptions, can_run_cohort
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.courses import courses_of
from clustercourse.cohorts.queries.exceptions import Exceptions, exceptions_of
from clustercourse.cohorts.queries.seats import SeatRow, seat_at
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, not_here, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("exceptions", __name__)


@views.get("/cohorts/<cohort>/seats/<int:number>/exceptions")
@staff
def index(cohort: str, number: int) -> ResponseReturnValue:
    thing, seat, there = _there(cohort, number)
    return _shown(thing, seat, there, _form(there))


@views.post("/cohorts/<cohort>/seats/<int:number>/exceptions")
@staff
def create(cohort: str, number: int) -> ResponseReturnValue:
    thing, seat, there = _there(cohort, number)
    form = _form(there, sent=True)

    def grant() -> None:
        past, until = form.past(there), form.until(thing.time_zone)
        with creating(viewer()) as answer:
            if not answer.was_given:
                grant_exception(*past, until=until, reason=form.reason.data, by=viewer().person_id or 0)

    if not form.carry_out(grant):
        return _shown(thing, seat, there, form, 422)
    said = _("{name} is let past it, and reads why.", name=seat.name)
    return go(url_for("cohorts.exceptions.index", cohort=cohort, number=number), said)


@views.post("/cohorts/<cohort>/seats/<int:number>/exceptions/<int:exception>/delete")
@staff
def delete(cohort: str, number: int, exception: int) -> ResponseReturnValue:
    _thing, _seat, there = _there(cohort, number)
    found(next((each for each in there.granted if each.id == exception), None))
    with writing():
        end_exception(exception, by=viewer().person_id or 0)
    return go(url_for("cohorts.exceptions.index", cohort=cohort, number=number), _("The exception has ended. What is done stays done."))


def _there(cohort: str, number: int) -> tuple[CohortRow, SeatRow, Exceptions]:
    thing = cohort_at(viewer(), cohort)
    require(can_grant_exceptions(viewer(), thing, [course.course_id for course in courses_of(thing.id)]))
    seat = seat_at(thing, number)
    there = exceptions_of(viewer(), thing.id, seat.person_id)
    if not (there.enrolments or can_run_cohort(viewer(), thing)):
        not_here()
    return thing, seat, there


def _form(there: Exceptions, *, sent: bool = False) -> ExceptionForm:
    return ExceptionForm.choosing([(each.value, each.label) for each in there.hindrances], sent=sent)


def _shown(thing: CohortRow, seat: SeatRow, there: Exceptions, form: ExceptionForm, status: int = 200) -> ResponseReturnValue:
    return page("cohorts/exceptions/index.html", status, cohort=thing, seat=seat, there=there, form=form)
