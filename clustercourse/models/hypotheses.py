"""What a lab means to test and to make: the hypothesis, the expected product, who signed, what was amended, the frames."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, exported, kept


class Hypothesis(Base):
    """One for a lab, written together and then locked. `threshold` is per cent of the organisations that start, as typed (60 = 60 %).

    `missing_rule` says how a report that never came is counted. The expected product stands with it, because both are fixed beforehand.
    `digest` is that of the text that was signed; it changes with every amendment.
    """

    __tablename__ = "hypothesis"
    __table_args__ = (CheckConstraint("threshold IS NULL OR (threshold > 0 AND threshold <= 100)", name="threshold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"), unique=True)
    belief: Mapped[str] = mapped_column(default="")
    test: Mapped[str] = mapped_column(default="")
    metric: Mapped[str] = mapped_column(default="")
    baseline: Mapped[str] = mapped_column(default="")
    threshold: Mapped[int | None]
    counts: Mapped[str] = mapped_column(default="")
    missing_rule: Mapped[str] = mapped_column(default="")
    product_kind: Mapped[str] = mapped_column(default="")
    product_about: Mapped[str] = mapped_column(default="")
    product_owner: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]


class LabSignature(Base):
    """Somebody agreed to the text with this digest: for a participant, or as the facilitator."""

    __tablename__ = "lab_signature"
    __table_args__ = (UniqueConstraint("lab_id", "person_id", "digest"), Index("ix_lab_signature_person_id", "person_id"))
    privacy = exported | kept("a signature under a text that others rely on; the name is emptied with the person")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    side: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    digest: Mapped[str]
    at: Mapped[datetime]


class Amendment(Base):
    """A change of the locked text, visible for ever: which part, before, after and why."""

    __tablename__ = "amendment"
    __table_args__ = (Index("ix_amendment_lab_id", "lab_id"),)
    privacy = kept("what a lab changed after signing; holds the id of who did, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    part: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FrameCheck(Base):
    """One of the frames that the facilitator ensures: venue, equipment, agenda, rules, roles."""

    __tablename__ = "frame_check"
    __table_args__ = (UniqueConstraint("lab_id", "frame"),)
    privacy = kept("what a facilitator prepared; holds the id of who did, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    frame: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
