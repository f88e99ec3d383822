"""What people are told on the site and by letter, which letters they choose, and outgoing mail, as rows."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported


class Letter(Base):
    """One letter to one address. `state` is waiting, sent, refused (the mail server said never) or dead (given up).

    `text`, `html` and `calendar` (a calendar file that goes with it) are empty once a mail server has taken it. `stop` names what
    its reader stops by the mail program's own button; empty for letters that always come.
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
    stop: Mapped[str] = mapped_column(default="", server_default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class LetterChoice(Base):
    """What a person chose about letters: for each of the five choices `at_once`, `daily` or `off` (null: said nothing), quiet hours
    on their own clock, and the hour of the daily letter."""

    __tablename__ = "letter_choice"
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    direct: Mapped[str | None]
    announcements: Mapped[str | None]
    discussion: Mapped[str | None]
    learning: Mapped[str | None]
    duties: Mapped[str | None]
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest_hour: Mapped[int | None]
    at: Mapped[datetime]


_WHILE_UNREAD = text("read_at IS NULL")
_WHILE_UNTOLD = text("read_at IS NULL AND told_at IS NULL")
_WHILE_DUE = text("due_at IS NOT NULL")


class Notification(Base):
    """One thing a person is told: in the bell, and by a letter as they chose.

    `key` is unique for a person: nobody is told the same thing twice. Rows of one `group` are shown as one line; `thing` and `thing_id`
    are a table and an id. `title` and `excerpt` are the words it is about; empty once their author is erased. `due_at` is when a letter
    of its own is due; null leaves it to the next daily letter. `told_at` is when a letter said it; null is not yet, or never.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("key", "person_id"),
        Index("ix_notification_person_id", "person_id"),
        Index("ix_notification_unread", "person_id", "group", sqlite_where=_WHILE_UNREAD, postgresql_where=_WHILE_UNREAD),
        Index("ix_notification_due", "person_id", "due_at", sqlite_where=_WHILE_DUE, postgresql_where=_WHILE_DUE),
        Index("ix_notification_untold", "created_at", sqlite_where=_WHILE_UNTOLD, postgresql_where=_WHILE_UNTOLD),
        Index("ix_notification_by_id", "by_id"),
        Index("ix_notification_thing_thing_id", "thing", "thing_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    key: Mapped[str]
    group: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str]
    thing_id: Mapped[int]
    address: Mapped[str]
    title: Mapped[str]
    excerpt: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
