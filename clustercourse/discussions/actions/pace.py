"""How much one person may write, so that nobody floods a space. Newcomers begin slowly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.language import _, moment
from clustercourse.models.accounts import Person
from clustercourse.models.discussions import Post, Topic

NEW_FOR = timedelta(days=1)
NEW_TOPICS, NEW_POSTS, NEW_LINKS = 3, 10, 2
"""What a newcomer may write in the first day: topics, posts, and links in one post."""
PER_HOUR = 30
_HOUR = timedelta(hours=1)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def refuse_flood(person_id: int, text: str, *, opens_topic: bool) -> None:
    """Refused: more than thirty posts an hour; from newcomers more than three topics or ten posts in their first day, or three links."""
    moment_now = now()
    _refuse_beyond(Post, person_id, moment_now - _HOUR, PER_HOUR)
    since = db.session.scalar(select(Person.created_at).where(Person.id == person_id))
    if since is None or moment_now - since > NEW_FOR:
        return
    if len(_LINK.findall(text)) > NEW_LINKS:
        raise Refused(_("On your first day a post can hold two links. Leave some out, or wait until tomorrow."), field="text")
    _refuse_beyond(Post, person_id, since, NEW_POSTS, until=since + NEW_FOR)
    if opens_topic:
        _refuse_beyond(Topic, person_id, since, NEW_TOPICS, until=since + NEW_FOR)


def _refuse_beyond(model: type[Post | Topic], person_id: int, since: datetime, most: int, *, until: datetime | None = None) -> None:
    """`until` is when it goes on; without it, when the oldest of the last hour is an hour old."""
    mine = select(func.count(), func.min(model.created_at)).where(model.person_id == person_id, model.created_at > since)
    number, first = db.session.execute(mine).one()
    if number >= most:
        again = moment(until or first + _HOUR)
        raise Refused(_("You have written a lot in a short time. You can go on at {time}. Your text is kept.", time=again), field="text")
