"""Secret addresses under which a person's calendar program reads sessions and deadlines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class CalendarFeed(Base):
    """One address: of everything that concerns a person, or of one cohort. The address holds a random token, the row its digest."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index("ix_calendar_feed_person_id", "person_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
