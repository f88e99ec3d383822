"""How closely somebody follows a topic, and why: the level they chose, or the one that came by itself, or the one the space gives."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, func, literal

from clustercourse.models.discussions import Space, Topic, TopicReader

COUNTED = ("tracking", "watching")
"""The levels at which unread posts are counted and stand in the digest."""

LEVEL: ColumnElement[str] = func.coalesce(
    TopicReader.level, case((Space.cohort_id.is_not(None), literal("tracking")), else_=literal("normal"))
)
"""The level in force. In a cohort's space everybody follows every topic until they say otherwise, in a course's only their own."""

READ: ColumnElement[int] = func.coalesce(TopicReader.read_number, 0)
IS_UNREAD: ColumnElement[bool] = and_(Topic.last_number > READ, Topic.deleted_at.is_(None))
COUNTS: ColumnElement[bool] = and_(IS_UNREAD, LEVEL.in_(COUNTED))
