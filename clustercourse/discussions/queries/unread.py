"""What is new since somebody's last visit, in the order in which it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.db import rows
from clustercourse.discussions.queries.posts import PostLine, next_lines
from clustercourse.discussions.queries.spaces import INSIDE, OWNER, SpaceRow, space_row
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import COUNTS, READ, Space, Topic, TopicReader
from clustercourse.viewer import Viewer

TOPICS = 20
"""How much one page holds; what is left stands on the next."""
EACH = 10
"""Posts of one topic on the page."""


@dataclass(frozen=True)
class UnreadTopic:
    """A topic with the first posts the reader has not read; `left` more wait in the topic itself."""

    id: int
    title: str
    kind: str
    space: SpaceRow
    read_number: int
    last_number: int
    last_post_at: datetime
    posts: tuple[PostLine, ...]

    @property
    def address(self) -> str:
        return f"/topics/{self.id}/"

    @property
    def last_shown(self) -> int:
        return self.posts[-1].number if self.posts else self.last_number

    @property
    def left(self) -> int:
        return self.last_number - self.last_shown


@dataclass(frozen=True)
class Unread:
    """`total` counts every topic with something new."""

    topics: tuple[UnreadTopic, ...]
    total: int


_from = (
    select()
    .select_from(Topic)
    .join(Space, Space.id == Topic.space_id)
    .outerjoin(Cohort, Cohort.id == Space.cohort_id)
    .outerjoin(Course, Course.id == Space.course_id)
    .outerjoin(TopicReader, (TopicReader.topic_id == Topic.id) & (TopicReader.person_id == bindparam("person")))
    .where(COUNTS, INSIDE)
)
_topics = (
    _from.add_columns(
        *OWNER,
        Topic.id,
        Topic.title,
        Topic.kind,
        READ.label("read_number"),
        Topic.last_number,
        Topic.last_post_at,
        func.count().over().label("total"),
    )
    .order_by(Topic.kind != "announcement", Space.id, Topic.last_post_at, Topic.id)
    .limit(TOPICS)
)


NAMED = 3
"""How many of them the first page names."""
_newest = _from.add_columns(Topic.id, Topic.title).order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(NAMED)


@dataclass(frozen=True)
class NewTopic:
    id: int
    title: str


def new_topics(viewer: Viewer) -> tuple[NewTopic, ...]:
    """The topics with something new that were written in last. No statement when there is nothing new, else one."""
    if not viewer.unread_topics:
        return ()
    return tuple(NewTopic(*found) for found in rows(_newest, person=viewer.person_id or 0))


def unread_for(viewer: Viewer) -> Unread:
    """Announcements first, then space by space, the oldest first, as one would read it. Two statements at any number."""
    found = rows(_topics, person=viewer.person_id or 0)
    if not found:
        return Unread((), 0)
    lines = next_lines(viewer, [each.id for each in found], EACH)
    topics = tuple(
        UnreadTopic(
            each.id, each.title, each.kind, space_row(each), each.read_number, each.last_number, each.last_post_at, lines.get(each.id, ())
        )
        for each in found
    )
    return Unread(topics, int(found[0].total))
