"""A session does not take place, or takes place after all."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.session_moves import cancel_session, restore_session
from clustercourse.cohorts.forms.parts import ReasonForm
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("session_cancellations", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/cancellation")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    return page("cohorts/session_cancellations/new.html", cohort=thing, session=shown, form=ReasonForm())


@views.post("/cohorts/<cohort>/sessions/<int:session>/cancellation")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    form = ReasonForm.sent()

    def cancel() -> None:
        with writing():
            cancel_session(shown.id, reason=form.reason.data, by=viewer().person_id or 0)

    if not form.carry_out(cancel):
        return page("cohorts/session_cancellations/new.html", 422, cohort=thing, session=shown, form=form)
    said = _("The session is cancelled. Its people get a letter within ten minutes.")
    return go(url_for("cohorts.sessions.show", cohort=cohort, session=session), said)


@views.post("/cohorts/<cohort>/sessions/<int:session>/cancellation/delete")
@staff
def delete(cohort: str, session: int) -> ResponseReturnValue:
    _thing, shown = coordinated_session(cohort, session)
    with writing():
        restore_session(shown.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.sessions.show", cohort=cohort, session=session), _("The session takes place again."))
