"""One post with everything about it: for what is done to it, its files, and its earlier wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from clustercourse.db import row, rows
from clustercourse.discussions.policy import can_see_space
from clustercourse.discussions.queries.posts import page_of
from clustercourse.discussions.queries.spaces import OWNER, SpaceRow, space_row
from clustercourse.errors import NotHere
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import Post, PostFile, PostRevision, Space, Topic
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class PostRow:
    """One post with its topic and space, for what is done to it."""

    id: int
    topic_id: int
    topic_title: str
    number: int
    person_id: int
    by_name: str
    text: str
    html: str
    basis: str
    step: str
    is_deleted: bool
    is_topic_gone: bool
    edited_at: datetime | None
    deleted_by_id: int | None
    space: SpaceRow

    @property
    def address(self) -> str:
        return f"/topics/{self.topic_id}/posts/{self.id}"

    @property
    def in_topic(self) -> str:
        return f"/topics/{self.topic_id}/?page={page_of(self.number)}#post-{self.number}"


_post = (
    select(
        *OWNER,
        Post.id,
        Post.topic_id,
        Topic.title.label("topic_title"),
        Post.number,
        Post.person_id,
        Person.name.label("by_name"),
        Post.text,
        Post.html,
        Post.basis,
        Post.step,
        Post.deleted_at.is_not(None).label("is_deleted"),
        Topic.deleted_at.is_not(None).label("is_topic_gone"),
        Post.edited_at,
        Post.deleted_by_id,
    )
    .join(Topic, Topic.id == Post.topic_id)
    .join(Person, Person.id == Post.person_id)
    .join(Space, Space.id == Topic.space_id)
    .outerjoin(Cohort, Cohort.id == Space.cohort_id)
    .outerjoin(Course, Course.id == Space.course_id)
    .where(Topic.id == bindparam("topic"), Post.id == bindparam("post"))
)


def post_at(viewer: Viewer, topic_id: int, post_id: int) -> PostRow:
    """A post of a topic. Raises NotHere for those who may not see it; a deleted one is given, without words."""
    found = row(_post, topic=topic_id, post=post_id, person=viewer.person_id or 0)
    if found is None or not can_see_space(viewer, space := space_row(found)):
        raise NotHere
    return _post_row(found, space)


def _post_row(found: Row[Any], space: SpaceRow) -> PostRow:
    named = {name: getattr(found, name) for name in PostRow.__dataclass_fields__ if name != "space"}
    if found.is_deleted:
        named |= {"text": "", "html": "", "basis": ""}
    return PostRow(space=space, **named)


_own_files = select(PostFile.id, PostFile.name).where(PostFile.post_id == bindparam("post")).order_by(PostFile.id)


def files_of(post_id: int) -> dict[int, str]:
    """The names of a post's files by number."""
    return {found.id: found.name for found in rows(_own_files, post=post_id)}


@dataclass(frozen=True)
class KeptFile:
    digest: str
    name: str


_file = select(PostFile.digest, PostFile.name).where(PostFile.id == bindparam("file"), PostFile.post_id == bindparam("post"))


def file_at(post_id: int, file_id: int) -> KeptFile | None:
    found = row(_file, post=post_id, file=file_id)
    return None if found is None else KeptFile(*found)


@dataclass(frozen=True)
class Revision:
    """What a post said until a moment."""

    html: str
    basis: str
    at: datetime


_revisions = (
    select(PostRevision.html, PostRevision.basis, PostRevision.at)
    .where(PostRevision.post_id == bindparam("post"))
    .order_by(PostRevision.id.desc())
)


def revisions_of(post_id: int) -> tuple[Revision, ...]:
    """The earlier wordings of a post, the latest first."""
    return tuple(Revision(*found) for found in rows(_revisions, post=post_id))
