"""Spaces, topics and posts as rows, for tests that look at pages; who is told and what is counted is left out."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from clustercourse.db import db, is_writing, now
from clustercourse.files import keep, store
from clustercourse.models.discussions import Post, PostFile, Space, Topic
from tests.make import block


def space(**values: Any) -> int:
    """The space of `cohort_id` or `course_id`; returns the id."""
    with block():
        found = db.session.scalar(select(Space).filter_by(**{name: values[name] for name in ("cohort_id", "course_id") if name in values}))
        made = found or Space(created_at=now(), **values)
        db.session.add(made)
        db.session.flush()
        return made.id


def topic(space_id: int, by: int, title: str = "How do you price a first membership?", **values: Any) -> int:
    """A topic without posts, a discussion unless said otherwise; returns the id."""
    with block():
        made = Topic(space_id=space_id, person_id=by, title=title, created_at=now(), last_post_at=now(), **{"kind": "discussion"} | values)
        db.session.add(made)
        db.session.flush()
        return made.id


def post(topic_id: int, by: int, text: str = "We tried it.", **values: Any) -> int:
    """The next post of a topic; returns the id."""
    with block():
        where = db.session.get_one(Topic, topic_id)
        where.last_number, where.last_person_id, where.last_post_at = where.last_number + 1, by, now()
        said = {"topic_id": topic_id, "number": where.last_number, "html": f"<p>{text}</p>"} | values
        made = Post(person_id=by, text=text, created_at=now(), **said)
        db.session.add(made)
        db.session.flush()
        return made.id


def file(post_id: int, content: bytes = b"Kept.", name: str = "notes.txt") -> int:
    """A file beside a post; returns the id. In a block that is open, its bytes are in the store already."""
    digest = hashlib.sha256(content).hexdigest() if is_writing() else store().put(content)
    with block():
        keep(digest, purpose="post", media_type="text/plain", size=len(content))
        made = PostFile(post_id=post_id, digest=digest, name=name, size=len(content), media_type="text/plain")
        db.session.add(made)
        db.session.get_one(Post, post_id).file_count += 1
        db.session.flush()
        return made.id
