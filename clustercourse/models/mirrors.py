"""The mirror of a cohort: which figures organisations let count, and what is shown of them together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, kept


class MirrorConsent(Base):
    """An organisation lets one figure of a sheet count in a cohort's mirror, until it takes that back."""

    __tablename__ = "mirror_consent"
    __table_args__ = (
        Index(
            "uq_mirror_consent_open",
            "cohort_id",
            "organisation_id",
            "figure",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    privacy = kept("an organisation's consent; who gave it is an id whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    figure: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class MirrorFigure(Base):
    """What a cohort's mirror shows of one figure: how many, the median, the middle half; rounded when it was published.

    `basis` is the digest of each value it was made of, by organisation: it is published anew only when three or more have changed.
    """

    __tablename__ = "mirror_figure"
    __table_args__ = (UniqueConstraint("cohort_id", "figure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    figure: Mapped[str]
    count: Mapped[int]
    median: Mapped[str | None]
    low: Mapped[str | None]
    high: Mapped[str | None]
    basis: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
