"""What comes out of labs: methods with their results, products, where they were told of, and who used them since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, erased, exported, kept

CHANNELS = ("workshop", "master-class", "innovation-camp", "paper", "website", "newsletter")
"""Where a result is told."""


class Method(Base):
    """A method or tool that was tested, for the public catalogue."""

    __tablename__ = "method"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    theme: Mapped[str]
    summary: Mapped[str]
    created_at: Mapped[datetime]


class MethodResult(Base):
    """What a lab says of a method: usable, conditions (usable under conditions) or not-usable, and why.

    `is_tried`: the trials of the lab were of this method, so they count for it; another one was only compared with it.
    """

    __tablename__ = "method_result"
    __table_args__ = (UniqueConstraint("method_id", "lab_id"), Index("ix_method_result_lab_id", "lab_id"))
    privacy = kept("the result of a lab; holds the id of who wrote it down, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("method.id"))
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    result: Mapped[str]
    why: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    is_tried: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Product(Base):
    """One version of what a lab made: its text is Markdown, in which blocks stand for the trials' data.

    The one without `published_at` is being written; `edits` counts the changes of all versions together, so that a number seen is never met
    again. A published version never changes: `html` is what its readers see, with the data of that day, and `blocks` the same for paper.
    """

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("lab_id", "number"),)
    privacy = kept("what a lab made known; holds the id of who published it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    number: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    licence: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    edits: Mapped[int] = mapped_column(default=0)
    html: Mapped[str] = mapped_column(default="")
    blocks: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ProductAuthor(Base):
    """A person who agreed to stand as an author under one version of a product. Taking that back deletes the row."""

    __tablename__ = "product_author"
    __table_args__ = (UniqueConstraint("product_id", "person_id"), Index("ix_product_author_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    consented_at: Mapped[datetime]


class Dissemination(Base):
    """Where the result was told: one of CHANNELS, with day, title, audience and link."""

    __tablename__ = "dissemination"
    __table_args__ = (Index("ix_dissemination_lab_id", "lab_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    channel: Mapped[str]
    title: Mapped[str]
    on_day: Mapped[date]
    audience: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Adoption(Base):
    """A cluster outside the lab used the method too: in which context, with which result. Shown when it was looked at.

    `state` is waiting, shown, refused, withdrawn (by its author) or replaced (by a newer one before anybody looked at it). At most one of
    an organisation waits for a method.
    """

    __tablename__ = "adoption"
    __table_args__ = (
        Index("ix_adoption_method_id", "method_id"),
        Index("ix_adoption_organisation_id", "organisation_id"),
        Index("ix_adoption_person_id", "person_id"),
        Index("ix_adoption_state", "state"),
        Index(
            "uq_adoption_waiting",
            "method_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    method_id: Mapped[int] = mapped_column(ForeignKey("method.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    context: Mapped[str]
    result: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LabMark(Base):
    """A course or a cohort that a lab has tested: it says so on its page, with the lab's verdict, whatever that is."""

    __tablename__ = "lab_mark"
    __table_args__ = (
        CheckConstraint("(course_id IS NULL) <> (cohort_id IS NULL)", name="marked"),
        UniqueConstraint("lab_id", "course_id"),
        UniqueConstraint("lab_id", "cohort_id"),
        Index("ix_lab_mark_course_id", "course_id"),
        Index("ix_lab_mark_cohort_id", "cohort_id"),
    )
    privacy = kept("which course or cohort a lab has tested; holds the id of who said so, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
