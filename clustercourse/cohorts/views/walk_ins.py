"""People at the door who are not on the list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.walk_ins import WalkIn, let_in
from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.forms.attendance import WalkInForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import writing
from clustercourse.language import Message, _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("walk_ins", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/walk-ins")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    return _shown(*coordinated_session(cohort, session), WalkInForm())


@views.post("/cohorts/<cohort>/sessions/<int:session>/walk-ins")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    form, reason, came = WalkInForm.sent(), request.form.get("reason", "")[:500], list[WalkIn | None]()

    def add() -> None:
        with writing():
            came.append(let_in(meeting.id, email=form.email.data, by=viewer().person_id or 0, reason=reason))

    if not form.carry_out(add):
        return _shown(here, meeting, form, 422, reason=reason)
    if came[0] is None or came[0].is_kept:
        return _shown(here, meeting, form, 409, is_unknown=came[0] is None, stays=_said(came[0]))
    return go(url_for("cohorts.registers.show", cohort=cohort, session=session), _said(came[0]))


def _said(came: WalkIn | None) -> Message | str:
    if came is None:
        return ""
    mark = came.mark
    words = str(mark_words(mark.status, mark.arrived, mark.left, mark.place)).lower()
    if came.is_kept:
        return _("{name} is on the list already: {words}.", name=came.name, words=words)
    return _("{name} has a place and is marked: {words}.", name=came.name, words=words)


def _shown(here: CohortRow, meeting: SessionRow, form: WalkInForm, status: int = 200, **values: Any) -> Response:
    told: dict[str, Any] = {"is_unknown": False, "stays": "", "reason": "", **values}
    return page("cohorts/walk_ins/new.html", status, here=here, meeting=meeting, form=form, **told)
