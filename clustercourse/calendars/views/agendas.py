"""One's own sessions and deadlines from today on, as a list."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.calendars.months import days_of, midnight
from clustercourse.cohorts.queries.calendar import planned_for
from clustercourse.db import now
from clustercourse.language import today
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("agendas", __name__)
MOST = 100


@views.get("/calendar/agenda")
@signed_in
def show() -> ResponseReturnValue:
    zone = viewer().time_zone
    this_day = today(now(), zone)
    planned = planned_for(viewer().person_id or 0, since=midnight(this_day, zone))
    days = days_of(planned[:MOST], zone)
    return page("calendars/agendas/show.html", days=days, today=this_day, has_more=len(planned) > MOST)
