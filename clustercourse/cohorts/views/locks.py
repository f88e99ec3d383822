"""Locking a register, and opening it again with a reason."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.locks import lock_register, unlock_register
from clustercourse.cohorts.forms.attendance import ReasonForm
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("locks", __name__)


@views.post("/cohorts/<cohort>/sessions/<int:session>/attendance/lock")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    _here, meeting = coordinated_session(cohort, session)
    with writing():
        lock_register(meeting.id, by=viewer().person_id or 0)
    return go(_register(cohort, session), _("The register is locked. Later changes need a reason."))


@views.post("/cohorts/<cohort>/sessions/<int:session>/attendance/lock/delete")
@staff
def delete(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    form = ReasonForm.sent()

    def unlock() -> None:
        with writing():
            unlock_register(meeting.id, by=viewer().person_id or 0, reason=form.reason.data or "")

    if not form.carry_out(unlock):
        return page("cohorts/locks/edit.html", 422, here=here, meeting=meeting, form=form)
    return go(_register(cohort, session), _("The register is open again for a day."))


def _register(cohort: str, session: int) -> str:
    return url_for("cohorts.registers.show", cohort=cohort, session=session)
