"""A letter of the coordinator's own to people of a cohort: written, looked at, sent."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.messages import send_message
from clustercourse.cohorts.forms.seats import MessageForm
from clustercourse.cohorts.queries.cohorts import CohortRow, contacts_of
from clustercourse.cohorts.queries.seats import seats_of
from clustercourse.cohorts.views._people import coordinated, me
from clustercourse.cohorts.words import SEAT_WORDS
from clustercourse.language import ngettext
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("messages", __name__)


@views.get("/cohorts/<cohort>/messages/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), MessageForm(formdata=request.args)
    states = request.args.getlist("state") or ([] if form.seat.data else ["confirmed"])
    form.seat.data = [seat.id for seat in seats_of(thing) if seat.id in (form.seat.data or ()) or seat.state in states]
    return _written(thing, form, states=states)


@views.post("/cohorts/<cohort>/messages/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, sent = coordinated(cohort), MessageForm.sent(), list[int]()

    def send() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                sent.append(send_message(thing.id, form.seat.data, subject=form.subject.data, message=form.message.data, by=me()))

    if form.validate() and not form.is_seen.data:
        return _written(thing, form, is_preview="change" not in request.form)
    if not form.carry_out(send):
        return _written(thing, form, status=422)
    said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", sent[0]) if sent else None
    return go(url_for("cohorts.seats.index", cohort=cohort), said)


def _written(
    cohort: CohortRow, form: MessageForm, *, status: int = 200, is_preview: bool = False, states: list[str] | None = None
) -> ResponseReturnValue:
    seats = seats_of(cohort)
    chosen = tuple(seat for seat in seats if seat.id in set(form.seat.data or ()))
    present = tuple(state for state in SEAT_WORDS if any(seat.state == state for seat in seats))
    values = {"chosen": chosen, "reached": sum(1 for seat in chosen if seat.email), "present": present, "states": states or []}
    contacts = contacts_of(cohort.id)
    template = "cohorts/messages/show.html" if is_preview else "cohorts/messages/new.html"
    return page(template, status, cohort=cohort, form=form, contacts=contacts, words=SEAT_WORDS, **values)
