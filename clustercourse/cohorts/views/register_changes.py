"""The change log of a register: who changed what, when and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import attendance_words, policy
from clustercourse.cohorts.queries.attendance_changes import changes_of, steps_of
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.queries.sessions import session_at
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("register_changes", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/attendance/changes")
@staff
def index(cohort: str, session: int) -> ResponseReturnValue:
    here = cohort_at(viewer(), cohort)
    require(policy.can_run_cohort(viewer(), here))
    meeting = session_at(here.id, session)
    changes = changes_of(meeting.id, request.args.get("page", 1, type=int))
    shown: dict[str, Any] = {"changes": changes, "steps": steps_of(meeting.id), "words": attendance_words}
    return page("cohorts/register_changes/index.html", here=here, meeting=meeting, **shown)
