"""A person in a course: enrolment, evidence, completions, place, notes, bookmarks and retrieval practice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class Enrolment(Base):
    """One open row per person and course; withdrawing and returning reopens it, taking a finished course again makes a new one."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_enrolment_person_id", "person_id"),
        Index("ix_enrolment_course_id", "course_id"),
        Index("ix_enrolment_cohort_id", "cohort_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    pinned_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    language: Mapped[str]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    last_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    last_visit_at: Mapped[datetime | None]


class Evidence(Base):
    """Something an enrolment did to an item: `read`, `submit`, `pass`, `attend.` with a session's key, `post.` with a number of posts.

    Completions come of these only.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id", "what"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    what: Mapped[str]
    value: Mapped[dict[str, Any]]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    at: Mapped[datetime]


class Completion(Base):
    """How an item ended for an enrolment, with the version and the rule it was earned under. Never taken away by a new version."""

    __tablename__ = "completion"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    state: Mapped[str]
    rule: Mapped[list[Any]]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    at: Mapped[datetime]


class ItemException(Base):
    """One person is let past something until a moment: `what` is `lock`, or the name of a condition (`pass@check-first`)."""

    __tablename__ = "item_exception"
    __table_args__ = (Index("ix_item_exception_enrolment_id", "enrolment_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    what: Mapped[str]
    reason: Mapped[str]
    until: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Visit(Base):
    """That an item was seen, and where on the page the reader last was (share of the text, 0 to 100)."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    place: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Note(Base):
    """A learner's private note on a lesson."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    text: Mapped[str]
    number: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]


class Bookmark(Base):
    __tablename__ = "bookmark"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    created_at: Mapped[datetime]


class PracticeQuestion(Base):
    """A quiz question in a person's retrieval practice: when it is due and how it went (days of the person's zone)."""

    __tablename__ = "practice_question"
    __table_args__ = (
        UniqueConstraint("person_id", "item_id", "question_key"),
        Index("ix_practice_question_person_id_due_on", "person_id", "due_on"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    question_key: Mapped[str]
    first_answered_on: Mapped[date]
    last_answered_on: Mapped[date]
    right_days: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]


class PracticeAnswer(Base):
    """One answer in retrieval practice, kept one by one."""

    __tablename__ = "practice_answer"
    __table_args__ = (Index("ix_practice_answer_practice_question_id", "practice_question_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_question_id: Mapped[int] = mapped_column(ForeignKey("practice_question.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    answer: Mapped[dict[str, Any]]
    was_right: Mapped[bool]
    at: Mapped[datetime]
