"""A session is given another time."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.session_moves import move_session
from clustercourse.cohorts.forms.sessions import MoveForm
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("session_moves", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/move")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    return page("cohorts/session_moves/new.html", cohort=thing, session=shown, form=MoveForm.showing(shown))


@views.post("/cohorts/<cohort>/sessions/<int:session>/move")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    form = MoveForm.sent()

    def move() -> None:
        with writing():
            move_session(shown.id, form.when(), by=viewer().person_id or 0)

    if not form.carry_out(move):
        return page("cohorts/session_moves/new.html", 422, cohort=thing, session=shown, form=form)
    said = _("The session is moved. Its people get a letter within ten minutes.")
    return go(url_for("cohorts.sessions.show", cohort=cohort, session=session), said)
