"""People, their addresses, their accounts and how they are signed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, erased, exported, kept, one


class Person(Base):
    """A human the site knows, with or without an account. Erasure empties the row and keeps it."""

    __tablename__ = "person"
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="Europe/Copenhagen")
    theme: Mapped[str] = mapped_column(default="auto")
    about: Mapped[str] = mapped_column(default="")
    photo_digest: Mapped[str | None]
    wants_practice: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    erased_at: Mapped[datetime | None]

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class Address(Base):
    """An e-mail address of a person. Unique once confirmed; `key` is the address folded for comparison."""

    __tablename__ = "address"
    __table_args__ = (
        Index(
            "uq_address_confirmed_key",
            "key",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
        Index("uq_address_primary", "person_id", unique=True, sqlite_where=text("is_primary"), postgresql_where=text("is_primary")),
        Index("ix_address_key", "key"),
        Index("ix_address_person_id", "person_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str]
    key: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    person: Mapped[Person] = one()


class Account(Base):
    """A person's means of signing in."""

    __tablename__ = "account"
    privacy = erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    person: Mapped[Person] = one()


class SignIn(Base):
    """One browser that is signed in. The cookie holds a random token, the row its digest."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person_id", "person_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str]
    network: Mapped[str]
    stays: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A counted attempt, by the digest of what it is counted for (address, network, letter)."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_counted_for_at", "counted_for", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_for: Mapped[str]
    at: Mapped[datetime]


class LetterLink(Base):
    """A link sent in a letter that proves an address: confirm, reset, change, invitation, erasure."""

    __tablename__ = "letter_link"
    __table_args__ = (Index("ix_letter_link_person_id", "person_id"),)
    privacy = erased

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SiteRole(Base):
    """A role in the whole house: `admin`, `facilitator` of labs, or a member of the `advisory-board` or the `steering-group`."""

    __tablename__ = "site_role"
    __table_args__ = (UniqueConstraint("person_id", "role"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Invitation(Base):
    """A letter that lets somebody register, and perhaps join an organisation. Bound to one address."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("ix_invitation_key", "key"),
        Index("ix_invitation_organisation_id", "organisation_id"),
        Index("ix_invitation_cohort_id", "cohort_id"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    key: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    role: Mapped[str] = mapped_column(default="member")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class DataExport(Base):
    """A person's own copy of what the site holds about them; made by a job, kept for a few days."""

    __tablename__ = "data_export"
    __table_args__ = (Index("ix_data_export_person_id", "person_id"),)
    privacy = erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    digest: Mapped[str | None]


class Erasure(Base):
    """That a person was erased, and when: kept so that it can be shown and applied again after a restore.

    `leaves_posts`: they let stay what they had written in discussions, without their name.
    """

    __tablename__ = "erasure"
    privacy = kept("proof that the erasure was carried out; holds ids and times only")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]
    leaves_posts: Mapped[bool] = mapped_column(default=False, server_default=false())
