"""Organisations and who belongs to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported, many, one
from clustercourse.models.accounts import Person

KINDS = ("cluster", "network", "agency", "region", "municipality", "business-centre", "training-provider", "other")
STAGES = ("unknown", "emerging", "growing", "mature", "in-transition")


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    country: Mapped[str]
    stage: Mapped[str] = mapped_column(default="unknown")
    member_count: Mapped[int | None]
    site: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    catalogue_entry: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    regions: Mapped[list[OrganisationRegion]] = many(cascade="all, delete-orphan", order_by="OrganisationRegion.code")
    sectors: Mapped[list[OrganisationSector]] = many(cascade="all, delete-orphan", order_by="OrganisationSector.name")


class OrganisationRegion(Base):
    """A NUTS region in which the organisation works."""

    __tablename__ = "organisation_region"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    code: Mapped[str]


class OrganisationSector(Base):
    __tablename__ = "organisation_sector"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str]


class Membership(Base):
    """A person in an organisation: member or manager. One open row per person and organisation."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_membership_organisation_id", "organisation_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(default="member")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = one()
    organisation: Mapped[Organisation] = one()


class MembershipRequest(Base):
    """Somebody asks to join an organisation; a manager decides."""

    __tablename__ = "membership_request"
    __table_args__ = (
        Index(
            "uq_membership_request_open",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index("ix_membership_request_organisation_id", "organisation_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person: Mapped[Person] = one(foreign_keys="MembershipRequest.person_id")
