"""People who stand in the room and are not on the list: asking to be let in, and deciding about it."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import policy
from clustercourse.cohorts.actions.check_ins import ask_to_be_let_in, decide_check_in_request
from clustercourse.cohorts.forms.check_ins import CheckInAnswerForm, CheckInRequestForm
from clustercourse.cohorts.meetings import TO_COORDINATORS, Meeting, meeting_at
from clustercourse.cohorts.queries.check_ins import Asking, asking_at, here_of, standing_of
from clustercourse.cohorts.views import _door as door
from clustercourse.db import now, writing
from clustercourse.language import _
from clustercourse.web.access import found, require, signed_in, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("check_in_requests", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/check-in/requests")
@staff
def index(cohort: str, session: int) -> ResponseReturnValue:
    return _shown(door.run_meeting(cohort, session), CheckInAnswerForm())


@views.post("/cohorts/<cohort>/sessions/<int:session>/check-in/requests")
@signed_in
def create(cohort: str, session: int) -> ResponseReturnValue:
    meeting, form = meeting_at(cohort, session), CheckInRequestForm.sent()
    if meeting is None or not door.holds_claim(meeting):
        return door.turned_away(door.NO_CODE)

    def ask() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                ask_to_be_let_in(meeting.id, message=form.message.data or "", by=viewer().person_id or 0)

    if not form.carry_out(ask):
        return door.at_the_door(meeting, door.here(meeting), form=form, status=422)
    return go(url_for("cohorts.check_ins.show", cohort=cohort, session=session))


@views.post("/cohorts/<cohort>/sessions/<int:session>/check-in/requests/<int:number>")
@staff
def update(cohort: str, session: int, number: int) -> ResponseReturnValue:
    meeting, form = door.run_meeting(cohort, session), CheckInAnswerForm.sent()
    require(policy.can_coordinate(viewer(), meeting.cohort))
    asking = found(next((each for each in asking_at(meeting) if each.id == number), None))
    decision = "accepted" if request.form.get("decision") == "accepted" else "declined"
    said = {"words": form.message.data or "", "reason": request.form.get("reason", "")[:500]}

    def decide() -> None:
        with writing():
            decide_check_in_request(number, decision=decision, by=viewer().person_id or 0, **said)

    if not form.carry_out(decide):
        return _shown(meeting, form, 422)
    return go(url_for("cohorts.check_in_requests.index", cohort=cohort, session=session), _said(meeting, asking, decision))


def _said(meeting: Meeting, asking: Asking, decision: str) -> str:
    if decision == "accepted":
        marked = door.marked(standing_of(meeting, asking.person_id))
        return str(_("{name} has a place and is marked: {words}.", name=asking.name, words=marked))
    return str(_("{name} is told that they cannot be let in.", name=asking.name))


def _shown(meeting: Meeting, form: CheckInAnswerForm, status: int = 200) -> ResponseReturnValue:
    moment = now()
    return page(
        "cohorts/check_in_requests/index.html",
        status,
        meeting=meeting,
        reason=meeting.closed_because(moment, TO_COORDINATORS),
        has_code=meeting.has_code(moment),
        asking=asking_at(meeting),
        here=here_of(meeting),
        form=form,
    )
