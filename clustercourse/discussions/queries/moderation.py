"""What waits for a moderator, in the spaces that are theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows, value
from clustercourse.discussions.queries.posts import page_of
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.errors import NotHere
from clustercourse.language import language
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import Flag, Post, Space, Topic
from clustercourse.viewer import Viewer

MOST = 200
_MODERATED: ColumnElement[bool] = or_(
    bindparam("sees_all", type_=Boolean),
    Space.cohort_id.in_(bindparam("cohorts", expanding=True)),
    Space.course_id.in_(bindparam("courses", expanding=True)),
)


def _led(viewer: Viewer) -> dict[str, Any]:
    return {"sees_all": viewer.is_admin, "cohorts": sorted(viewer.cohort_teams), "courses": sorted(viewer.teams)}


@dataclass(frozen=True)
class Flagged:
    """What one person says of a post."""

    why: str
    text: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class FlaggedPost:
    """A post with every flag that waits. Empty names are former participants."""

    post_id: int
    topic_id: int
    number: int
    topic_title: str
    by_name: str
    html: str
    created_at: datetime
    flags: tuple[Flagged, ...]

    @property
    def in_topic(self) -> str:
        return f"/topics/{self.topic_id}/?page={page_of(self.number)}#post-{self.number}"


_author = aliased(Person)
_flags = (
    select(
        Flag.post_id,
        Post.topic_id,
        Post.number,
        Topic.title.label("topic_title"),
        _author.name.label("by_name"),
        Post.html,
        Post.created_at,
        Flag.why,
        Flag.text,
        Person.name.label("flagged_by"),
        Flag.created_at.label("flagged_at"),
    )
    .join(Post, Post.id == Flag.post_id)
    .join(Topic, Topic.id == Post.topic_id)
    .join(Space, Space.id == Topic.space_id)
    .join(_author, _author.id == Post.person_id)
    .join(Person, Person.id == Flag.person_id)
    .where(Flag.state == "pending", Post.deleted_at.is_(None), _MODERATED)
    .order_by(Flag.id)
    .limit(MOST)
)
_of_post = _flags.where(Flag.post_id == bindparam("post"))
_waiting = (
    select(func.count(Flag.post_id.distinct()))
    .join(Post, Post.id == Flag.post_id)
    .join(Topic, Topic.id == Post.topic_id)
    .join(Space, Space.id == Topic.space_id)
    .where(Flag.state == "pending", Post.deleted_at.is_(None), _MODERATED)
)


def flagged_posts(viewer: Viewer) -> tuple[FlaggedPost, ...]:
    """The posts that wait for this moderator, the one flagged longest ago first. One statement."""
    return _grouped(rows(_flags, **_led(viewer)))


def flagged_post(viewer: Viewer, post_id: int) -> FlaggedPost | None:
    """One of them; None when nothing waits there any more."""
    found = _grouped(rows(_of_post, post=post_id, **_led(viewer)))
    return found[0] if found else None


def flags_waiting(viewer: Viewer) -> int:
    """How many posts wait for this moderator."""
    return int(value(_waiting, **_led(viewer)) or 0) if viewer.is_staff else 0


def _grouped(found: Any) -> tuple[FlaggedPost, ...]:
    by_post: dict[int, list[Any]] = {}
    for each in found:
        by_post.setdefault(each.post_id, []).append(each)
    return tuple(_post(group) for group in by_post.values())


def _post(group: list[Any]) -> FlaggedPost:
    first = group[0]
    flags = tuple(Flagged(each.why, each.text, each.flagged_by, each.flagged_at) for each in group)
    return FlaggedPost(first.post_id, first.topic_id, first.number, first.topic_title, first.by_name, first.html, first.created_at, flags)


_flagged_in = (
    select(Flag.post_id)
    .join(Post, Post.id == Flag.post_id)
    .join(Topic, Topic.id == Post.topic_id)
    .where(Topic.person_id == bindparam("person"))
    .distinct()
)


def flagged_in_topics_of(person_id: int) -> tuple[int, ...]:
    """The posts in topics of somebody's that were ever flagged: their moderators were told the title."""
    return tuple(found.post_id for found in rows(_flagged_in, person=person_id))


_cohorts = (
    select(Cohort.id, Cohort.slug, Cohort.title)
    .where(or_(bindparam("sees_all", type_=Boolean), Cohort.id.in_(bindparam("cohorts", expanding=True))))
    .order_by(Cohort.title, Cohort.id)
)
_courses = (
    select(Course.id, Course.slug, Course.newest_version_id)
    .where(
        Course.newest_version_id.is_not(None),
        or_(bindparam("sees_all", type_=Boolean), Course.id.in_(bindparam("courses", expanding=True))),
    )
    .order_by(Course.slug)
)


def spaces_moderated(viewer: Viewer) -> tuple[SpaceRow, ...]:
    """Every space the viewer moderates, with a row or without, cohorts first."""
    led = _led(viewer)
    cohorts = [SpaceRow(None, found.id, None, found.slug, found.title, False, False) for found in rows(_cohorts, **led)]
    taught = rows(_courses, **led)
    known = outlines([found.newest_version_id for found in taught])
    courses = [
        SpaceRow(
            None, None, found.id, found.slug, known[found.newest_version_id].text(language()).title, False, False, found.newest_version_id
        )
        for found in taught
    ]
    return (*cohorts, *courses)


_space_of = (
    select(Space.cohort_id, Space.course_id)
    .join(Topic, Topic.space_id == Space.id)
    .join(Post, Post.topic_id == Topic.id)
    .where(Post.id == bindparam("post"), _MODERATED)
)


def refuse_strangers(viewer: Viewer, post_id: int) -> None:
    """Raises NotHere for a post of a space that the viewer does not moderate."""
    if not rows(_space_of, post=post_id, **_led(viewer)):
        raise NotHere
