"""Topics and posts as `/search` finds them: by those who are inside their space."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from clustercourse.db import rows, writing
from clustercourse.models.discussions import Post, Space, Topic
from clustercourse.search.entries import Audience, Entry, put_all, take_out
from clustercourse.search.rebuilding import entries_of
from clustercourse.text import plain_text

KINDS = ("topic", "post")
_BATCH = 500
_posts: Select[*tuple[Any, ...]] = (
    select(Post.id, Post.topic_id, Post.number, Post.person_id, Post.html, Topic.title, Space.cohort_id, Space.course_id)
    .join(Topic, Topic.id == Post.topic_id)
    .join(Space, Space.id == Topic.space_id)
    .where(Post.deleted_at.is_(None), Post.text != "")
    .order_by(Post.id)
    .limit(_BATCH)
)
_from = _posts.where(Post.id > bindparam("after"))
_of_topic = _from.where(Post.topic_id == bindparam("topic"))
_of_person = _from.where(Post.person_id == bindparam("person"))
_one = _posts.where(Post.id == bindparam("post"))


def put_post(post_id: int) -> None:
    """Let a post be found as it is now; the first of a topic is found as the topic. One that was removed is found no more."""
    forget_post(post_id)
    put_all(map(_entry, rows(_one, post=post_id)))


def put_posts_of(person_id: int) -> None:
    """The same for everything somebody has written."""
    for batch in _batches(_of_person, person=person_id):
        put_all(map(_entry, batch))


def put_topic(topic_id: int) -> None:
    """The same for everything in a topic, whose title or space has changed."""
    for batch in _batches(_of_topic, topic=topic_id):
        put_all(map(_entry, batch))


def forget_post(post_id: int) -> None:
    for kind in KINDS:
        take_out(kind, post_id)


@entries_of(*KINDS)
def put_everything() -> None:
    for batch in _batches(_from):
        with writing():
            put_all(map(_entry, batch))


def _batches(statement: Select[*tuple[Any, ...]], **values: int) -> Iterator[list[Row[Any]]]:
    after = 0
    while batch := list(rows(statement, after=after, **values)):
        yield batch
        after = batch[-1].id


def _entry(found: Row[Any]) -> Entry:
    return Entry(
        kind="topic" if found.number == 1 else "post",
        thing_id=found.id,
        address=f"/topics/{found.topic_id}/" if found.number == 1 else f"/topics/{found.topic_id}/posts/{found.id}",
        title=found.title,
        body=plain_text(found.html),
        audience=Audience(course_id=found.course_id, cohort_id=found.cohort_id, who="inside"),
        person_id=found.person_id,
        has_own_title=found.number == 1,
    )
