"""An offer of a place: answering it, and asking for another one after it ran out."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.applications import answer_offer, queue_again
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.queries.seats import SeatRow, own_seat
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("offers", __name__)

_ANSWERED = {
    "confirmed": _("You have a place. A letter is on its way to you."),
    "declined": _("You have declined. The place passes on to the next."),
    "expired": _("This offer ran out before you answered. You can ask to go to the end of the waiting list."),
}
_ASKED = {
    "waitlisted": _("You are on the waiting list again, at its end."),
    "offered": _("A place is free: it is offered to you again."),
}


@views.post("/cohorts/<cohort>/application/offer")
@signed_in
def update(cohort: str) -> ResponseReturnValue:
    seat: SeatRow = found(own_seat(cohort_at(viewer(), cohort), me()))
    with writing():
        state = answer_offer(seat.id, accept=request.form.get("answer") == "yes", by=me())
    return go(url_for("cohorts.applications.show", cohort=cohort), _ANSWERED[state], "bad" if state == "expired" else "good")


@views.post("/cohorts/<cohort>/application/offer/new")
@signed_in
def create(cohort: str) -> ResponseReturnValue:
    seat: SeatRow = found(own_seat(cohort_at(viewer(), cohort), me()))
    with writing():
        state = queue_again(seat.id, by=me())
    return go(url_for("cohorts.applications.show", cohort=cohort), _ASKED.get(state))
