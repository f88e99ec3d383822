"""A person in a cohort: the seat, every step of it, and who is invited to one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, exported


class Seat(Base):
    """One row per person and cohort, for ever: who comes back goes on with the same seat.

    `state` is applied, offered, waitlisted, refused, confirmed, declined, expired, finished, withdrawn, removed or moved.
    `queue_number` orders the waiting list; the place in the list is counted, never stored.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id"),
        Index("ix_seat_cohort_id_state", "cohort_id", "state"),
        Index("ix_seat_person_id", "person_id"),
        Index("ix_seat_offered_until", "offered_until"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str]
    place: Mapped[str] = mapped_column(default="external")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    queue_number: Mapped[int | None]
    offered_until: Mapped[datetime | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    moved_to_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    message: Mapped[str] = mapped_column(default="")
    diet: Mapped[str] = mapped_column(default="")
    access_needs: Mapped[str] = mapped_column(default="")
    listed: Mapped[str] = mapped_column(default="cohort")
    sheet_code: Mapped[str]
    created_at: Mapped[datetime]


class SeatStep(Base):
    """One change of a seat's state: from, to, who, when and why."""

    __tablename__ = "seat_step"
    __table_args__ = (Index("ix_seat_step_seat_id", "seat_id"),)
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
