"""How far somebody has read, and how closely they follow a topic. A chosen level is never changed by itself."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.discussions import LEVELS, Topic, TopicReader
from clustercourse.notifications.actions import mark_read


def note_read(topic_id: int, number: int, *, by: int) -> None:
    """The person has read a topic up to a post. Reading less changes nothing; who has read it all has nothing new in it."""
    last = db.session.scalar(select(Topic.last_number).where(Topic.id == topic_id))
    if last is None:
        raise NotHere
    reader = own_reader(topic_id, by)
    reached = min(number, last)
    if reached > reader.read_number:
        reader.read_number, reader.read_at = reached, now()
        db.session.flush()
    if reader.read_number >= last:
        mark_read(by, ("topic", topic_id))


def choose_level(topic_id: int, level: str, *, by: int) -> None:
    """Follow a topic as closely as one says: muted, normal, tracking or watching. The same again changes nothing."""
    if level not in LEVELS:
        raise Refused(_("Choose one from the list."), field="level")
    reader = own_reader(topic_id, by)
    if (reader.level, reader.is_chosen) != (level, True):
        reader.level, reader.is_chosen, reader.reason = level, True, "chosen"
        db.session.flush()
        record("discussions.level_chosen", by=by, person=by, thing=("topic", topic_id), detail={"level": level})


def unmute(topic_id: int, *, by: int) -> None:
    """Take back that one wants to hear nothing: the level comes by itself again. Of a topic that is not muted nothing changes."""
    reader = own_reader(topic_id, by)
    if reader.level == "muted":
        reader.level, reader.is_chosen, reader.reason = None, False, ""
        db.session.flush()
        record("discussions.level_chosen", by=by, person=by, thing=("topic", topic_id), detail={"level": ""})


def follow(topic_id: int, person_id: int, level: str, reason: str) -> None:
    """Follow a topic at least so closely from now on, with the reason, unless the person has chosen a level."""
    reader = own_reader(topic_id, person_id)
    before = LEVELS.index(reader.level) if reader.level else -1
    if not reader.is_chosen and LEVELS.index(level) > before:
        reader.level, reader.reason = level, reason
        db.session.flush()


def own_reader(topic_id: int, person_id: int) -> TopicReader:
    """The person's row of a topic, made where there is none, for one writer at a time."""
    own = select(TopicReader).where(TopicReader.topic_id == topic_id, TopicReader.person_id == person_id)
    own = own.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(own)
    if found is None:
        db.session.get_one(Topic, topic_id, with_for_update=True)
        found = db.session.scalar(own)
    if found is None:
        found = TopicReader(topic_id=topic_id, person_id=person_id, read_number=0, is_chosen=False, reason="")
        db.session.add(found)
        db.session.flush()
    return found
