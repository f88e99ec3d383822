"""Who was there: marks with every revision, locks of registers, apologies, check-ins and requests of people who are not on the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, erased, exported, kept


class AttendanceMark(Base):
    """What is known of one seat at one session. No row means: expected.

    `status` is present, excused, absent, not_expected or expected. `arrived` and `left` are minutes after the start (None: the whole
    way), `minutes` what counts. `number` grows with every change, so that nobody overwrites what they have not seen.
    """

    __tablename__ = "attendance_mark"
    __table_args__ = (UniqueConstraint("session_id", "seat_id"), Index("ix_attendance_mark_seat_id", "seat_id"))
    privacy = exported | kept("attendance stays as counts; the person of the seat is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    status: Mapped[str]
    place: Mapped[str] = mapped_column(default="room")
    arrived: Mapped[int | None]
    left: Mapped[int | None]
    minutes: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=1)
    source: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class AttendanceRevision(Base):
    """One change of a mark: what it was, what it became, who, when, and why after the day."""

    __tablename__ = "attendance_revision"
    __table_args__ = (Index("ix_attendance_revision_mark_id", "mark_id"),)
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int] = mapped_column(ForeignKey("attendance_mark.id"))
    number: Mapped[int]
    was: Mapped[dict[str, Any]]
    became: Mapped[dict[str, Any]]
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RegisterStep(Base):
    """The register of a session was locked or opened again: who, when, and why it was opened."""

    __tablename__ = "register_step"
    __table_args__ = (Index("ix_register_step_session_id", "session_id"),)
    privacy = kept("what was done to a register; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    to_state: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")


class Apology(Base):
    """A person says beforehand that they cannot come; the coordinator decides."""

    __tablename__ = "apology"
    __table_args__ = (UniqueConstraint("session_id", "seat_id"), Index("ix_apology_seat_id", "seat_id"))
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CheckIn(Base):
    """A person checked in with the code on the wall. Device and network are kept to show oddities, never as proof."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("session_id", "seat_id"), Index("ix_check_in_seat_id", "seat_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    device_digest: Mapped[str]
    network: Mapped[str]
    at: Mapped[datetime]


class CheckInRequest(Base):
    """A person with a good code who is not on the list asks the coordinator."""

    __tablename__ = "check_in_request"
    __table_args__ = (
        Index(
            "uq_check_in_request_open",
            "session_id",
            "person_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_check_in_request_person_id", "person_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
