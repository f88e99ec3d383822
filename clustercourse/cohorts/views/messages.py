"""A letter of the coordinator's own to people of a cohort: written, looked at, sent."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.messages import send_message
from clustercourse.cohorts.forms.seats import MessageForm
from clustercourse.cohorts.queries.cohorts import CohortRow, contacts_of
from clustercourse.cohorts.queries.seats import seats_of
from clustercourse.cohorts.views._people import coordinated
from clustercourse.cohorts.words import SEAT_WORDS
from clustercourse.errors import Refused
from clustercourse.language import _, ngettext
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("messages", __name__)


@views.get("/cohorts/<cohort>/messages/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    """To those who were ticked; without any, to a state that is chosen here. `ticked` says that there was a list to tick."""
    thing, form = coordinated(cohort), MessageForm(formdata=request.args)
    if form.seat.data or form.state.data:
        return _written(thing, form)
    if "ticked" not in request.args:
        form.state.data = ["confirmed"]
        return _written(thing, form)
    form.blame(Refused(_("Nobody was ticked on the list. Choose here to whom you write, or go back and tick people."), field="state"))
    return _written(thing, form, status=422)


@views.post("/cohorts/<cohort>/messages/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), MessageForm.sent()
    if "change" in request.form:
        form.seat.data = [] if form.state.data else form.seat.data
        return _written(thing, form)
    if form.is_seen.data:
        return _sent(thing, form)
    is_valid = form.validate()
    if not form.seat.data and not form.state.data:
        form.blame(Refused(_("Choose at least one person."), field="state"))
        is_valid = False
    return _written(thing, form, status=200 if is_valid else 422, is_preview=is_valid)


def _sent(cohort: CohortRow, form: MessageForm) -> ResponseReturnValue:
    sent = list[int]()

    def send() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                sent.append(send_message(cohort.id, form.seat.data, subject=form.subject.data, message=form.message.data, by=me()))

    if not form.carry_out(send):
        return _written(cohort, form, status=422)
    said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", sent[0]) if sent else None
    return go(url_for("cohorts.seats.index", cohort=cohort.slug), said)


def _written(cohort: CohortRow, form: MessageForm, *, status: int = 200, is_preview: bool = False) -> ResponseReturnValue:
    seats = seats_of(cohort)
    form.offer(seats)
    chosen = tuple(seat for seat in seats if form.is_chosen(seat))
    values = {"chosen": chosen, "reached": sum(1 for seat in chosen if seat.email), "words": SEAT_WORDS}
    template = "cohorts/messages/show.html" if is_preview else "cohorts/messages/new.html"
    return page(template, status, cohort=cohort, form=form, contacts=contacts_of(cohort.id), **values)
