"""What people of a cohort or a course write to each other: spaces, topics, posts, and how far each person has read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, case, func, literal, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from clustercourse.db import Base, emptied, erased, exported, kept
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.content import CourseTeam
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat

KINDS = ("discussion", "question", "announcement", "clinic")
STEPS = ("situation", "questions", "options", "trying", "asked-back", "done")
"""The steps of a case clinic, in their order."""
LEVELS = ("muted", "normal", "tracking", "watching")


class Space(Base):
    """Where the people of one cohort or one course talk. `is_chatham`: what is said may be used, never who said it."""

    __tablename__ = "space"
    __table_args__ = (CheckConstraint("(cohort_id IS NULL) <> (course_id IS NULL)", name="owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), unique=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), unique=True)
    is_chatham: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Topic(Base):
    """A conversation. `person_id` opened it; it may hang on a lesson (`item_id`) or a session.

    `last_number` is the number of its newest post; `step` is a case clinic's, empty for other kinds.
    """

    __tablename__ = "topic"
    __table_args__ = (
        Index("ix_topic_space_id_last_post_at", "space_id", "last_post_at"),
        Index("ix_topic_session_id", "session_id"),
        Index("ix_topic_item_id", "item_id"),
        Index("ix_topic_person_id", "person_id"),
        Index("ix_topic_ask_back_at", "ask_back_at"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    title: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"))
    step: Mapped[str] = mapped_column(default="")
    ask_back_at: Mapped[datetime | None]
    last_number: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime]
    last_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_number: Mapped[int | None]
    pinned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def is_clinic(self) -> bool:
        return self.kind == "clinic"


class TopicStep(Base):
    """A step of a topic: a case clinic that went on, a closure, a move. From, to, who, when."""

    __tablename__ = "topic_step"
    __table_args__ = (Index("ix_topic_step_topic_id", "topic_id"),)
    privacy = kept("how a conversation was led; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    what: Mapped[str]
    from_state: Mapped[str] = mapped_column(default="")
    to_state: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Post(Base):
    """One contribution. Its number counts up in its topic and never changes, so a page of posts is a range of numbers.

    `answers_id` is the post it answers; that one answers nobody. `basis` is the experience or source behind an option.
    `organisation_id` is whom its author spoke for on that day. A deleted post keeps its place.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("topic_id", "number"),
        Index("ix_post_person_id_created_at", "person_id", "created_at"),
        Index("ix_post_answers_id", "answers_id"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    number: Mapped[int]
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str]
    html: Mapped[str]
    step: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    helpful_count: Mapped[int] = mapped_column(default=0)
    file_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PostRevision(Base):
    """What a post said before it was changed."""

    __tablename__ = "post_revision"
    __table_args__ = (Index("ix_post_revision_post_id", "post_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    text: Mapped[str]
    html: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PostFile(Base):
    """A file beside a post."""

    __tablename__ = "post_file"
    __table_args__ = (Index("ix_post_file_post_id", "post_id"), Index("ix_post_file_digest", "digest"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    digest: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]


class Helpful(Base):
    """That a person found a post helpful."""

    __tablename__ = "helpful"
    __table_args__ = (UniqueConstraint("post_id", "person_id"), Index("ix_helpful_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Mention(Base):
    """That a post names a person."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("post_id", "person_id"), Index("ix_mention_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class TopicReader(Base):
    """How far a person has read a topic and how closely they follow it, with the reason. A chosen level is never changed by itself.

    No row: nothing read, and the level that the space gives.
    """

    __tablename__ = "topic_reader"
    __table_args__ = (UniqueConstraint("person_id", "topic_id"), Index("ix_topic_reader_topic_id", "topic_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"))
    read_number: Mapped[int] = mapped_column(default=0)
    level: Mapped[str | None]
    is_chosen: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime | None]


class Flag(Base):
    """Somebody asks a moderator to look at a post. `state` is pending, upheld or dismissed; one pending per person and post."""

    __tablename__ = "flag"
    __table_args__ = (
        Index(
            "uq_flag_pending",
            "post_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_flag_state", "state"),
        Index("ix_flag_person_id", "person_id"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="pending")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")


class PostDraft(Base):
    """What somebody typed and did not send, by the place it was typed in (`topic:5`, `new:cohort:3`, `post:9`).

    `number` grows with every save; `other` keeps the second text where two meet.
    """

    __tablename__ = "post_draft"
    __table_args__ = (UniqueConstraint("person_id", "place"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str]
    fields: Mapped[dict[str, Any]]
    other: Mapped[dict[str, Any] | None]
    number: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]


LEVEL: ColumnElement[str] = func.coalesce(
    TopicReader.level, case((Space.cohort_id.is_not(None), literal("tracking")), else_=literal("normal"))
)
"""The level in force. In a cohort's space everybody follows every topic until they say otherwise, in a course's only their own."""

READ: ColumnElement[int] = func.coalesce(TopicReader.read_number, 0)
IS_UNREAD: ColumnElement[bool] = and_(Topic.last_number > READ, Topic.deleted_at.is_(None))


def is_inside(person: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a person is in a space themselves: has a place in its cohort or is enrolled in its course, runs the one or teaches the other.

    Asked of the rows, in any statement that joins Space; `person` is a column or a parameter.
    """
    # Each reads its own table alone: a column that is given is always the surrounding statement's.
    places = (
        select(Seat.cohort_id)
        .where(Seat.person_id == person, or_(Seat.state == "confirmed", Seat.state == "finished"))
        .correlate_except(Seat)
    )
    teams = select(CohortTeam.cohort_id).where(CohortTeam.person_id == person).correlate_except(CohortTeam)
    courses = select(Enrolment.course_id).where(Enrolment.person_id == person, Enrolment.withdrawn_at.is_(None)).correlate_except(Enrolment)
    taught = select(CourseTeam.course_id).where(CourseTeam.person_id == person).correlate_except(CourseTeam)
    return or_(Space.cohort_id.in_(places), Space.cohort_id.in_(teams), Space.course_id.in_(courses), Space.course_id.in_(taught))


COUNTS: ColumnElement[bool] = and_(IS_UNREAD, or_(LEVEL == "tracking", LEVEL == "watching"))
"""Whether it is counted as unread and stands in the daily letter. Written out: a list would be taken apart anew for every page."""
