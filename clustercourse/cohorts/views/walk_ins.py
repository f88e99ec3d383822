"""People at the door who are not on the list."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.walk_ins import let_in
from clustercourse.cohorts.forms.attendance import WalkInForm
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("walk_ins", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/walk-ins")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    return page("cohorts/walk_ins/new.html", here=here, meeting=meeting, form=WalkInForm())


@views.post("/cohorts/<cohort>/sessions/<int:session>/walk-ins")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    form, reason, names = WalkInForm.sent(), request.form.get("reason", "")[:500], []

    def add() -> None:
        with writing():
            names.append(let_in(meeting.id, email=form.email.data or "", by=viewer().person_id or 0, reason=reason))

    if not form.carry_out(add):
        return page("cohorts/walk_ins/new.html", 422, here=here, meeting=meeting, form=form)
    said = _("{name} has a place and is marked present.", name=names[0])
    return go(url_for("cohorts.registers.show", cohort=cohort, session=session), said)
