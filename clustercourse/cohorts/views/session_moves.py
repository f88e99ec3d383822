"""A session is given another time."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.session_moves import move_session
from clustercourse.cohorts.forms.sessions import MoveForm
from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("session_moves", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/move")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = _own(cohort, session)
    return page("cohorts/session_moves/new.html", cohort=thing, session=shown, form=MoveForm.showing(shown))


@views.post("/cohorts/<cohort>/sessions/<int:session>/move")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = _own(cohort, session)
    form = MoveForm.sent()

    def move() -> None:
        with writing():
            move_session(shown.id, form.when(), by=viewer().person_id or 0)

    if not form.carry_out(move):
        return page("cohorts/session_moves/new.html", 422, cohort=thing, session=shown, form=form)
    said = _("The session is moved. Its people get a letter within ten minutes.")
    return go(url_for("cohorts.sessions.show", cohort=cohort, session=session), said)


def _own(slug: str, session_id: int) -> tuple[CohortRow, SessionRow]:
    thing = cohort_at(viewer(), slug)
    require(can_coordinate(viewer(), thing))
    return thing, session_at(thing.id, session_id)
