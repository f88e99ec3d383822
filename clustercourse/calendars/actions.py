"""Making, renewing and revoking the secret addresses that calendar programs read."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select

from clustercourse.calendars.queries import digest_of
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.calendars import CalendarFeed

MOST = 10


def make_feed(person_id: int, *, by: int, name: str, cohort_id: int | None = None) -> str:
    """Make an address of a person's calendar, perhaps of one cohort only; returns its token, which is kept nowhere.

    Refused: more addresses in use than one person needs.
    """
    db.session.get_one(Person, person_id, with_for_update=True)
    in_use = select(func.count()).select_from(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    if (db.session.scalar(in_use) or 0) >= MOST:
        raise Refused(_("You have {most} addresses in use. Revoke one that you do not need any more, then make a new one."), most=MOST)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(person_id=person_id, cohort_id=cohort_id, token_digest=digest_of(token), name=name, created_at=now())
    db.session.add(feed)
    db.session.flush()
    record("calendars.feed_made", by=by, person=person_id, thing=("calendar_feed", feed.id), detail={"cohort": cohort_id})
    return token


def renew_feed(feed_id: int, *, by: int) -> str:
    """Give a feed a new address; the old one is worthless from this moment. Returns the token. Refused for one that was revoked."""
    feed = _locked(feed_id)
    if feed.revoked_at is not None:
        raise Refused(_("This address was revoked. Make a new one."))
    token = secrets.token_urlsafe(32)
    feed.token_digest, feed.created_at = digest_of(token), now()
    db.session.flush()
    record("calendars.feed_made", by=by, person=feed.person_id, thing=("calendar_feed", feed_id), detail={"renewed": True})
    return token


def revoke_feed(feed_id: int, *, by: int) -> None:
    """Make an address worthless. Twice is once; nothing is refused."""
    feed = _locked(feed_id)
    if feed.revoked_at is None:
        feed.revoked_at = now()
        db.session.flush()
        record("calendars.feed_revoked", by=by, person=feed.person_id, thing=("calendar_feed", feed_id))


def _locked(feed_id: int) -> CalendarFeed:
    feed = db.session.get(CalendarFeed, feed_id, with_for_update=True)
    if feed is None:
        raise NotHere
    return feed
