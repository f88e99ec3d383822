"""A new address for a calendar whose address is lost or known to others."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.calendars.actions import renew_feed
from clustercourse.calendars.views.feeds import made, own_feed
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.forms import creating

views = Blueprint("renewals", __name__)


@views.post("/me/calendars/<int:number>/renewals")
@signed_in
def create(number: int) -> ResponseReturnValue:
    feed, token = own_feed(number), ""
    with creating(viewer()) as answer:
        if not answer.was_given:
            token = renew_feed(feed.id, by=feed.person_id)
    return made(token)
