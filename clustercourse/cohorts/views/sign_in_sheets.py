"""The sign-in sheet of a session, to be printed."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.policy import can_run_cohort
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.queries.sessions import session_at
from clustercourse.cohorts.queries.sign_in_sheets import sheet_lines
from clustercourse.cohorts.sheets import sign_in_sheet
from clustercourse.web.access import require, staff, viewer

views = Blueprint("sign_in_sheets", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/sheet.pdf")
@staff
def show(cohort: str, session: int) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    require(can_run_cohort(viewer(), thing))
    meeting = session_at(thing.id, session)
    response = Response(sign_in_sheet(thing, meeting, sheet_lines(thing.id, meeting.on_day)), content_type="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{thing.slug}-{meeting.key}.pdf")
    return response
