"""The workbook of an organisation or a person: sheets, their values, versions, submissions, the strategy document, contacts.

Rows point at who wrote them by `author_id`: an organisation's workbook stays when somebody leaves or is erased, a private one goes with
its person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, Json, erased, exported

STATES = ("submitted", "in-review", "returned", "accepted")


class Workbook(Base):
    """One for an organisation, or one for a person until it is joined to an organisation's. `keeper_id` looks after it."""

    __tablename__ = "workbook"
    __table_args__ = (CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="owner"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), unique=True)
    currency: Mapped[str] = mapped_column(default="EUR")
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Sheet(Base):
    """A worksheet as a workbook fills it, once for each edition. The first edition has no name.

    `last_number` counts its changes: a page knows by it whether something has changed since. `is_brought`: it came from a private
    workbook beside one that the organisation had, so it is never the newest edition.
    """

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("workbook_id", "item_id", "edition"), Index("ix_sheet_item_id", "item_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("workbook.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    edition: Mapped[str] = mapped_column(default="")
    last_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    is_brought: Mapped[bool] = mapped_column(default=False)


class SheetValue(Base):
    """One value of one field, for ever; the newest that counts is what stands there.

    `row` is the lasting key of a table's row; the rows themselves are values of the table (`{"order": 3}`, `{"removed": true}`).
    `value` is exact (text, keys, "12.5", minor units of `currency`), None where nothing is known; `typed` is what was typed.
    `is_beside`: typed on top of somebody else's newer value; it waits until somebody chooses (`settled_at`).
    `copied_from_id`: the value of another sheet that it was copied from.
    """

    __tablename__ = "sheet_value"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        Index("ix_sheet_value_sheet_id_field_row", "sheet_id", "field", "row"),
        Index("ix_sheet_value_copied_from_id", "copied_from_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    number: Mapped[int]
    field: Mapped[str]
    row: Mapped[str | None]
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    typed: Mapped[str]
    currency: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="")
    as_of: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    is_beside: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None]
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_value.id"))


class SheetVersion(Base):
    """A named state of a sheet: the ids of the values that counted."""

    __tablename__ = "sheet_version"
    __table_args__ = (UniqueConstraint("sheet_id", "name"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    name: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    value_ids: Mapped[list[Any]]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class SheetComment(Base):
    """A remark on a field of a sheet (or on all of it: `field` empty), by a colleague or a reviewer."""

    __tablename__ = "sheet_comment"
    __table_args__ = (Index("ix_sheet_comment_sheet_id", "sheet_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_submission.id"))
    field: Mapped[str] = mapped_column(default="")
    row: Mapped[str | None]
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SheetSubmission(Base):
    """What a learner submitted: the values as they were, under a version of the course. Only its state changes.

    `shared_with`: nobody (the organisation alone), the trainers of the course, or the people of a cohort.
    """

    __tablename__ = "sheet_submission"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        Index("ix_sheet_submission_state", "state"),
        Index("ix_sheet_submission_cohort_id", "cohort_id"),
    )
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    value_ids: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(default="submitted")
    shared_with: Mapped[str] = mapped_column(default="nobody")
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class SheetSubmissionStep(Base):
    """From which state to which, who, when, and why."""

    __tablename__ = "sheet_submission_step"
    __table_args__ = (Index("ix_sheet_submission_step_submission_id", "submission_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("sheet_submission.id"))
    from_state: Mapped[str]
    to_state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class SheetLink(Base):
    """A secret address under which a sheet can be read without an account, until it ends or is taken back. The address is kept nowhere."""

    __tablename__ = "sheet_link"
    __table_args__ = (Index("ix_sheet_link_sheet_id", "sheet_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_version.id"))
    token_digest: Mapped[str] = mapped_column(unique=True)
    for_whom: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class StrategySection(Base):
    """A section of the strategy document: its place, its name if changed, and the organisation's own text, which nothing overwrites."""

    __tablename__ = "strategy_section"
    __table_args__ = (UniqueConstraint("workbook_id", "key"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("workbook.id"))
    key: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    own_text: Mapped[str] = mapped_column(default="")
    is_hidden: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]


class Contact(Base):
    """A third party behind a stakeholder: named by somebody else, so private to the workbook and gone at once when erased."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_workbook_id", "workbook_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("workbook.id"))
    stakeholder: Mapped[str]
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Handover(Base):
    """A workbook goes from one keeper to the next, with what they should know."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_workbook_id", "workbook_id"),)
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("workbook.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
