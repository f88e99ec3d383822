"""Typing the code on the screen, for whoever cannot scan it. No cohort in the address: the code says which session it is."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import count_code, forgive
from clustercourse.cohorts.forms.check_ins import CodeForm
from clustercourse.cohorts.meetings import Meeting, meeting_with
from clustercourse.cohorts.views import _door as door
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.web import cookies
from clustercourse.web.access import public, viewer
from clustercourse.web.browsers import network
from clustercourse.web.pages import go, page

views = Blueprint("typed_codes", __name__)


@views.get("/check-in")
@public
def new() -> ResponseReturnValue:
    return page("cohorts/typed_codes/new.html", form=CodeForm())


@views.post("/check-in")
@public
def create() -> ResponseReturnValue:
    form, meetings = CodeForm.sent(), list[Meeting]()
    if not form.carry_out(lambda: meetings.append(_found(form.code.data))):
        return page("cohorts/typed_codes/new.html", 422, form=form)
    address = url_for("cohorts.check_ins.show", cohort=meetings[0].cohort.slug, session=meetings[0].id)
    return door.with_claim(go(address), meetings[0])


def _found(code: str) -> Meeting:
    attempts = count_code(cookies.visitor(), network(), viewer().person_id)
    meeting = meeting_with(code)
    if meeting is None:
        raise Refused(
            _("No session has this code now. Codes change every 20 seconds: type the one that is on the screen now."), field="code"
        )
    with writing():
        forgive(attempts)
    return meeting
