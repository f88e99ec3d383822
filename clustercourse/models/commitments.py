"""Commitments: what a learner means to do in the real cluster, and what came of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class Commitment(Base):
    """What a learner means to do in the real cluster after a module: what, with whom, by when; and what came of it."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id"),
        Index("ix_commitment_due_on", "due_on"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    what: Mapped[str]
    with_whom: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(default="")
    outcome_note: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
