"""Where a draft is typed: a topic, a new topic of a space, or a post that is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.db import row
from clustercourse.discussions.policy import can_change_post
from clustercourse.discussions.queries.post import post_at
from clustercourse.discussions.queries.spaces import space_of
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.errors import NotHere
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import Post
from clustercourse.viewer import Viewer

_PLACE = re.compile(r"(topic|post|new:cohort|new:course):([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class Place:
    """Where one writes on, and what it is called."""

    address: str
    title: str


_cohort = select(Cohort.slug).where(Cohort.id == bindparam("number"))
_course = select(Course.slug).where(Course.id == bindparam("number"))
_topic_of = select(Post.topic_id).where(Post.id == bindparam("number"))


def place_here(viewer: Viewer, place: str) -> Place:
    """The place a draft belongs to. Raises NotHere where the viewer may not write."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise NotHere
    what, number = match[1], int(match[2])
    if what == "topic":
        topic = topic_at(viewer, number)
        return Place(f"{topic.address}?page={topic.page_count}#composer", topic.title)
    if what == "post":
        found = row(_topic_of, number=number)
        post = post_at(viewer, found.topic_id if found else 0, number)
        if not can_change_post(viewer, post):
            raise NotHere
        return Place(f"{post.address}/edit", post.topic_title)
    is_cohort = what == "new:cohort"
    found = row(_cohort if is_cohort else _course, number=number)
    slug = found.slug if found else "-"
    space = space_of(viewer, cohort=slug if is_cohort else "", course="" if is_cohort else slug)
    return Place(f"{space.address}new", space.title)
