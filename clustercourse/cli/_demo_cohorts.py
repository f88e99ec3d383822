"""Every cohort of the demo, in the order in which their stories meet."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.calendars.actions import make_feed, revoke_feed
from clustercourse.cli._demo_finished import HANDOUT, play_finished
from clustercourse.cli._demo_future import move_to, play_future
from clustercourse.cli._demo_others import play_cancelled, play_consortium, play_open_day, play_planned
from clustercourse.cli._demo_running import GUIDE, play_running
from clustercourse.cli._demo_story import Stage
from clustercourse.db import db
from clustercourse.files import store
from clustercourse.models.calendars import CalendarFeed


def put_files() -> None:
    """Put what the stories share into the store. Before `writing()`."""
    for text in (HANDOUT, GUIDE):
        store().put(text.encode())


def load_cohorts(stage: Stage) -> None:
    """Play them all, after `put_files`. Only inside `writing()`, once a house."""
    play_finished(stage)
    running = play_running(stage)
    move_to(play_future(stage), running)
    for play in (play_consortium, play_open_day, play_planned, play_cancelled):
        play(stage)
    _make_feeds(stage.people["Ines Holm"], running.id)


def _make_feeds(person_id: int, cohort_id: int) -> None:
    """Somebody reads everything in a calendar, and has revoked the address of one cohort. Nobody knows the addresses."""
    make_feed(person_id, by=person_id, name="My telephone")
    make_feed(person_id, by=person_id, name="The screen in the kitchen", cohort_id=cohort_id)
    feed = select(CalendarFeed.id).where(CalendarFeed.person_id == person_id, CalendarFeed.cohort_id == cohort_id)
    revoke_feed(db.session.scalars(feed).one(), by=person_id)
