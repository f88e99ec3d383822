"""What learners answer: attempts and drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class Attempt(Base):
    """One try at an exercise. The paper drawn and the criterion are frozen here; at most one is open per enrolment and exercise."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    language: Mapped[str]
    paper: Mapped[dict[str, Any]]
    criterion: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    percent: Mapped[int | None]
    passed: Mapped[bool | None]
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]


class Draft(Base):
    """Answers typed but not submitted, with a number that grows with every save. `other` keeps the text of a conflict."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    answers: Mapped[dict[str, Any]]
    other: Mapped[dict[str, Any] | None]
    number: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
