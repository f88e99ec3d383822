"""Outgoing mail, as rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class Letter(Base):
    """One letter to one address. `state` is waiting, sent, refused (the mail server said never) or dead (given up).

    `text`, `html` and `calendar` (a calendar file that goes with it) are empty once a mail server has taken it.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_person_id", "person_id"), Index("ix_letter_state", "state"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_address: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[str | None]
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class LetterChoice(Base):
    """Whether a person wants letters of a kind that may be declined. No row means the kind's own default."""

    __tablename__ = "letter_choice"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    is_wanted: Mapped[bool]
    at: Mapped[datetime]
