"""One's own seat: applying, seeing what comes of it, changing what one said, withdrawing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.applications import apply, change_told, is_too_late, withdraw_seat
from clustercourse.cohorts.forms.seats import ApplicationForm
from clustercourse.cohorts.policy import can_apply
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at, contacts_of
from clustercourse.cohorts.queries.people import own_address, own_organisations
from clustercourse.cohorts.queries.seats import SeatRow, own_seat, steps_of
from clustercourse.cohorts.words import LISTED_WORDS, SEAT_WORDS
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("applications", __name__)


@views.get("/cohorts/<cohort>/application")
@signed_in
def show(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    seat = own_seat(thing, me())
    if seat is None:
        return redirect(url_for("cohorts.applications.new", cohort=cohort), 303)
    values: dict[str, Any] = {"contacts": contacts_of(thing.id), "steps": steps_of(seat.id), "words": SEAT_WORDS, "listed": LISTED_WORDS}
    return page("cohorts/applications/show.html", cohort=thing, seat=seat, is_too_late=is_too_late(thing), **values)


@views.get("/cohorts/<cohort>/application/new")
@signed_in
def new(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    return _form(thing, ApplicationForm.choosing(own_organisations(me()), data=_said(own_seat(thing, me()))))


@views.post("/cohorts/<cohort>/application/new")
@signed_in
def create(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    form = ApplicationForm.choosing(own_organisations(me()), sent=True)

    def send() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                apply(thing.id, form.told(), by=me())
            answer.address = url_for("cohorts.applications.show", cohort=cohort)

    if not form.carry_out(send):
        return _form(thing, form, 422)
    return go(url_for("cohorts.applications.show", cohort=cohort), _("Your application is in. A letter is on its way to you."))


@views.get("/cohorts/<cohort>/application/edit")
@signed_in
def edit(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    seat: SeatRow = found(own_seat(thing, me()))
    form = ApplicationForm.choosing(own_organisations(me()), data=_said(seat))
    return page("cohorts/applications/edit.html", cohort=thing, form=form)


@views.post("/cohorts/<cohort>/application/edit")
@signed_in
def update(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    seat: SeatRow = found(own_seat(thing, me()))
    form = ApplicationForm.choosing(own_organisations(me()), sent=True)

    def change() -> None:
        with writing():
            change_told(seat.id, form.told(), by=me())

    if not form.carry_out(change):
        return page("cohorts/applications/edit.html", 422, cohort=thing, form=form)
    return go(url_for("cohorts.applications.show", cohort=cohort), _("The changes are saved."))


@views.post("/cohorts/<cohort>/application/delete")
@signed_in
def delete(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    seat: SeatRow = found(own_seat(thing, me()))
    with writing():
        withdraw_seat(seat.id, by=me())
    return go(url_for("cohorts.applications.show", cohort=cohort), _("You have withdrawn. Your place passes on to the next."))


def _form(cohort: CohortRow, form: ApplicationForm, status: int = 200) -> ResponseReturnValue:
    values = {"contacts": contacts_of(cohort.id), "email": own_address(me())}
    is_late = not cohort.takes_applications
    is_open = can_apply(viewer(), cohort) and not is_late
    return page("cohorts/applications/new.html", status, cohort=cohort, form=form, is_open=is_open, is_late=is_late, **values)


def _said(seat: SeatRow | None) -> dict[str, str] | None:
    """What somebody said before, to go on from."""
    if seat is None:
        return None
    said = {name: getattr(seat, name) for name in ("message", "diet", "access_needs", "listed")}
    return {**said, "organisation": str(seat.organisation_id or "")}
