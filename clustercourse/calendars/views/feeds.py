"""Calendar addresses: the list of one's own, a new one, revoking one, and the calendar behind one."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.calendars.actions import make_feed, revoke_feed
from clustercourse.calendars.forms import FeedForm
from clustercourse.calendars.policy import can_change_feed
from clustercourse.calendars.queries import OwnFeed, feed_at, feeds_of, followed_cohorts
from clustercourse.calendars.views._answers import calendar_answer, no_calendar
from clustercourse.cohorts.queries.calendar import calendar_file, planned_for
from clustercourse.db import writing
from clustercourse.house import address_of, house
from clustercourse.language import _, speaking
from clustercourse.web.access import found, public, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("feeds", __name__)


@views.get("/calendar/<token>.ics")
@public
def show(token: str) -> ResponseReturnValue:
    feed = feed_at(token)
    if feed is None:
        return no_calendar()
    name = f"{house().house_name} · {feed.cohort}" if feed.cohort else house().house_name
    with speaking(feed.language, feed.time_zone):
        body = calendar_file(planned_for(feed.person_id, feed.cohort_id), name=name, zone=feed.time_zone)
    return calendar_answer(body)


@views.get("/me/calendars/")
@signed_in
def index() -> ResponseReturnValue:
    return _listed(_form(FeedForm()))


@views.post("/me/calendars/")
@signed_in
def create() -> ResponseReturnValue:
    form, token = _form(FeedForm.sent()), ""

    def make() -> None:
        nonlocal token
        with creating(viewer()) as answer:
            if not answer.was_given:
                token = make_feed(_me(), by=_me(), name=form.name.data, cohort_id=form.cohort.data or None)

    return made(token) if form.carry_out(make) else _listed(form, 422)


@views.post("/me/calendars/<int:number>/delete")
@signed_in
def delete(number: int) -> ResponseReturnValue:
    feed = own_feed(number)
    with writing():
        revoke_feed(feed.id, by=_me())
    return go(
        url_for("calendars.feeds.index"), _("“{name}” shows nothing any more. Take it out of your calendar program too.", name=feed.name)
    )


def own_feed(number: int) -> OwnFeed:
    """One of one's own addresses in use; what belongs to others is not there."""
    feed = found(next((feed for feed in feeds_of(_me()) if feed.id == number), None))
    require(can_change_feed(viewer(), feed))
    return feed  # type: ignore[no-any-return]


def made(token: str) -> ResponseReturnValue:
    """The one page that shows an address. A form that was sent before has shown it already."""
    if not token:
        said = _("This address was shown once and is kept nowhere. If you did not copy it, make it anew.")
        return go(url_for("calendars.feeds.index"), said)
    address = address_of(url_for("calendars.feeds.show", token=token))
    response = page("calendars/feeds/made.html", address=address, webcal=f"webcal://{address.partition('://')[2]}")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _form(form: FeedForm) -> FeedForm:
    form.offer(followed_cohorts(_me()))
    return form


def _listed(form: FeedForm, status: int = 200) -> ResponseReturnValue:
    return page("calendars/feeds/index.html", status, form=form, feeds=feeds_of(_me()))


def _me() -> int:
    return viewer().person_id or 0
