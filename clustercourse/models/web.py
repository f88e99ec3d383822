"""Rows that belong to the conversation with a browser and to nothing of the product."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased


class Once(Base):
    """A form that was accepted: the same form sent again gets the same answer."""

    __tablename__ = "once"
    __table_args__ = (UniqueConstraint("person_id", "token"),)
    privacy = erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token: Mapped[str]
    digest: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime]
