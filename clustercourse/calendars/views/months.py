"""A month of one's own sessions and deadlines."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.calendars.months import edges, first_of, month_of
from clustercourse.cohorts.queries.calendar import planned_for
from clustercourse.db import now
from clustercourse.language import month_words, today
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("months", __name__)


@views.get("/calendar/")
@signed_in
def show() -> ResponseReturnValue:
    zone = viewer().time_zone
    this_day = today(now(), zone)
    first = first_of(request.args.get("month", ""), this_day)
    since, until = edges(first, zone)
    planned = planned_for(viewer().person_id or 0, since=since, until=until)
    month = month_of(first, this_day, planned, zone)
    return page("calendars/months/show.html", month=month, name=month_words(first), today=this_day)
