"""Invitations to a cohort: those that wait for an answer, sending one, withdrawing one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.seat_invitations import invite_to_cohort, withdraw_seat_invitation
from clustercourse.cohorts.forms.seats import SeatInvitationForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.people import open_invitations
from clustercourse.cohorts.seat_words import SENT_WORDS
from clustercourse.cohorts.views._people import coordinated
from clustercourse.cohorts.words import PLACE_WORDS
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("seat_invitations", __name__)


@views.get("/cohorts/<cohort>/invitations/")
@staff
def index(cohort: str) -> ResponseReturnValue:
    return _shown(coordinated(cohort), SeatInvitationForm(data={"email": request.args.get("email", "")[:254]}))


@views.post("/cohorts/<cohort>/invitations/")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, came = coordinated(cohort), SeatInvitationForm.sent(), list[str]()

    def send() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                came.append(invite_to_cohort(thing.id, form.email.data, place=form.place.data, by=me()))

    if not form.carry_out(send):
        return _shown(thing, form, 422)
    return go(url_for("cohorts.seat_invitations.index", cohort=cohort), SENT_WORDS[came[0]] if came else None)


@views.post("/cohorts/<cohort>/invitations/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        email = withdraw_seat_invitation(thing.id, number, by=me())
    return go(url_for("cohorts.seat_invitations.index", cohort=cohort), _("The invitation to {email} is withdrawn.", email=email))


def _shown(cohort: CohortRow, form: SeatInvitationForm, status: int = 200) -> ResponseReturnValue:
    values = {"form": form, "invitations": open_invitations(cohort.id), "place_words": PLACE_WORDS}
    return page("cohorts/seat_invitations/index.html", status, cohort=cohort, **values)
