"""The posts of a topic: a page of them, those that are new, and one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows
from clustercourse.discussions.queries.topic import PAGE
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation, OrganisationRegion, OrganisationSector
from clustercourse.models.discussions import Helpful, Post, PostFile, Topic, TopicReader
from clustercourse.viewer import Viewer

NEW_AT_ONCE = 50
"""How many new posts an open page fetches at once."""


@dataclass(frozen=True)
class PostLine:
    """A post as it stands in its topic. Empty names are former participants; a deleted post shows no words.

    `answers_number` and `answers_name` are of the post it answers.
    """

    id: int
    number: int
    person_id: int
    by_name: str
    photo_digest: str | None
    organisation: str | None
    region: str | None
    sector: str | None
    html: str
    step: str
    basis: str
    helpful_count: int
    file_count: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    removed_by_author: bool
    answers_number: int | None
    answers_name: str | None
    found_helpful: bool

    @property
    def initials(self) -> str:
        words = [word for word in self.by_name.split() if word[0].isalpha()]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"

    @property
    def photo_url(self) -> str | None:
        return f"/people/{self.person_id}/photo?v={self.photo_digest[:8]}" if self.photo_digest else None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


@dataclass(frozen=True)
class FileLine:
    id: int
    post_id: int
    name: str
    size: int

    @property
    def kilobytes(self) -> int:
        """Of 1,000 bytes, rounded up."""
        return -(-self.size // 1000)


@dataclass(frozen=True)
class Posts:
    """Posts in the order of their numbers, with their files by post."""

    lines: tuple[PostLine, ...]
    files: Mapping[int, tuple[FileLine, ...]] = field(default_factory=dict)


_answered, _answered_by = aliased(Post), aliased(Person)
_region = (
    select(OrganisationRegion.code)
    .where(OrganisationRegion.organisation_id == Post.organisation_id)
    .order_by(OrganisationRegion.code)
    .limit(1)
    .scalar_subquery()
)
_sector = (
    select(OrganisationSector.name)
    .where(OrganisationSector.organisation_id == Post.organisation_id)
    .order_by(OrganisationSector.id)
    .limit(1)
    .scalar_subquery()
)
_found_helpful = select(Helpful.id).where(Helpful.post_id == Post.id, Helpful.person_id == bindparam("person")).correlate(Post).exists()
_SHOWN = (
    Post.id,
    Post.number,
    Post.person_id,
    Person.name,
    Person.photo_digest,
    Organisation.name,
    _region,
    _sector,
    Post.html,
    Post.step,
    Post.basis,
    Post.helpful_count,
    Post.file_count,
    Post.created_at,
    Post.edited_at,
    Post.deleted_at,
    (Post.deleted_by_id == Post.person_id).label("removed_by_author"),
    _answered.number,
    _answered_by.name,
    _found_helpful,
)
_of_topic = Post.topic_id == bindparam("topic"), Post.number.between(bindparam("first"), bindparam("last"))
_read = func.coalesce(TopicReader.read_number, 0)
_not_read = (Post.topic_id == Topic.id) & (Post.number > _read) & (Post.number <= _read + bindparam("each", type_=Integer))
_topics = select(Post.topic_id, *_SHOWN).select_from(Topic).where(Topic.id.in_(bindparam("topics", expanding=True)))
_of_reader = (TopicReader.topic_id == Topic.id) & (TopicReader.person_id == bindparam("person"))


def _with_authors(posts: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """With who wrote each post and for whom they spoke, and what it answers; in the order of numbers."""
    return (
        posts.join(Person, Person.id == Post.person_id)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .outerjoin(_answered, _answered.id == Post.answers_id)
        .outerjoin(_answered_by, _answered_by.id == _answered.person_id)
        .order_by(Post.topic_id, Post.number)
    )


_lines = _with_authors(select(*_SHOWN).select_from(Post).where(*_of_topic))
_next = _with_authors(_topics.outerjoin(TopicReader, _of_reader).join(Post, _not_read))
_files = (
    select(PostFile.id, PostFile.post_id, PostFile.name, PostFile.size)
    .join(Post, Post.id == PostFile.post_id)
    .where(Post.topic_id == bindparam("topic"), Post.number.between(bindparam("first"), bindparam("last")), Post.deleted_at.is_(None))
    .order_by(PostFile.id)
)


def posts_on(viewer: Viewer, topic_id: int, page: int) -> Posts:
    """A page of a topic: a range of numbers, so the last page costs what the first does. Two statements, one where nobody added a file."""
    return _between(viewer, topic_id, (page - 1) * PAGE + 1, page * PAGE)


def posts_after(viewer: Viewer, topic_id: int, number: int) -> Posts:
    """The posts that came after a number, at most fifty."""
    return _between(viewer, topic_id, number + 1, number + NEW_AT_ONCE)


def page_of(number: int) -> int:
    """The page on which a post stands."""
    return max(1, -(-number // PAGE))


def _between(viewer: Viewer, topic_id: int, first: int, last: int) -> Posts:
    span = {"topic": topic_id, "first": first, "last": last}
    lines = tuple(PostLine(*found) for found in rows(_lines, person=viewer.person_id or 0, **span))
    files: dict[int, list[FileLine]] = defaultdict(list)
    if any(line.file_count for line in lines):
        for found in rows(_files, **span):
            files[found.post_id].append(FileLine(*found))
    return Posts(lines, {post: tuple(found) for post, found in files.items()})


def next_lines(viewer: Viewer, topics: Collection[int], each: int) -> dict[int, tuple[PostLine, ...]]:
    """The first posts of several topics that the viewer has not read, so many of each. One statement."""
    found: dict[int, list[PostLine]] = defaultdict(list)
    for topic_id, *values in rows(_next, person=viewer.person_id or 0, topics=sorted(topics), each=each):
        found[topic_id].append(PostLine(*values))
    return {topic_id: tuple(lines) for topic_id, lines in found.items()}
