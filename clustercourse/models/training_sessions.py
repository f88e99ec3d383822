"""One meeting of a cohort, and who teaches it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class TrainingSession(Base):
    """Wall time, zone and fold are the truth; `starts_at` and `ends_at` (UTC) are computed from them, again when zones change.

    `key` names the session for courses (`opens: session:kick-off`). `secret` makes the check-in codes. `sequence` is the calendar's.
    """

    __tablename__ = "training_session"
    __table_args__ = (
        UniqueConstraint("cohort_id", "key"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_training_session_starts_at", "starts_at"),
        Index("ix_training_session_part_id", "part_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    part_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_part.id"))
    key: Mapped[str]
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    on_day: Mapped[date]
    at_time: Mapped[time]
    zone: Mapped[str]
    fold: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    counts: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    secret: Mapped[str]
    locked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


class SessionTrainer(Base):
    """A person who teaches a session."""

    __tablename__ = "session_trainer"
    __table_args__ = (UniqueConstraint("session_id", "person_id"), Index("ix_session_trainer_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
