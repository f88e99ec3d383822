"""The audit log: one append-only row for everything that is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, exported, kept


class Event(Base):
    """What happened: a verb of the fixed list, who did it, whom it concerns, to which thing. Ids and fixed words only, no free text."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_at", "at"), Index("ix_event_person_id", "person_id"), Index("ix_event_verb", "verb"))
    privacy = exported | kept("append-only record of what was done; holds ids and words of fixed lists")

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    verb: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str | None]
    thing_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]]
