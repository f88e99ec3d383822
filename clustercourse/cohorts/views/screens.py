"""The page on the wall: the code that changes every 20 seconds, and how many are here."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.codes import STEP, code_of, picture_of, seconds_left, shown, step_at
from clustercourse.cohorts.queries.check_ins import here_of
from clustercourse.cohorts.views import _door as door
from clustercourse.db import now
from clustercourse.house import address_of, house
from clustercourse.web.access import staff
from clustercourse.web.pages import page

views = Blueprint("screens", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/check-in/screen")
@staff
def show(cohort: str, session: int) -> ResponseReturnValue:
    meeting, moment = door.run_meeting(cohort, session), now()
    code = code_of(meeting.secret, meeting.id, step_at(moment))
    return page(
        "cohorts/screens/show.html",
        meeting=meeting,
        reason=meeting.closed_because(moment),
        code=shown(code),
        picture=picture_of(address_of(url_for("cohorts.check_ins.show", cohort=cohort, session=session, code=code))),
        left=round(seconds_left(moment), 2),
        step=STEP,
        here=here_of(meeting),
        typed_at=house().base_url.partition("://")[2] + url_for("cohorts.typed_codes.new"),
    )
