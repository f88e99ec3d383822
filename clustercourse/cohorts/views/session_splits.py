"""Two sessions are made of one."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.sessions import split_session
from clustercourse.cohorts.forms.sessions import SplitForm
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("session_splits", __name__)
_PAUSE = 15


@views.get("/cohorts/<cohort>/sessions/<int:session>/split")
@staff
def new(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    form = SplitForm(data={"first_minutes": shown.minutes // 2, "pause": _PAUSE})
    return page("cohorts/session_splits/new.html", cohort=thing, session=shown, form=form)


@views.post("/cohorts/<cohort>/sessions/<int:session>/split")
@staff
def create(cohort: str, session: int) -> ResponseReturnValue:
    thing, shown = coordinated_session(cohort, session)
    form = SplitForm.sent()

    def split() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                split_session(shown.id, first_minutes=form.first_minutes.data, pause=form.pause.data, by=viewer().person_id or 0)

    if not form.carry_out(split):
        return page("cohorts/session_splits/new.html", 422, cohort=thing, session=shown, form=form)
    return go(url_for("cohorts.sessions.index", cohort=cohort), _("There are two sessions now, with a pause between them."))
