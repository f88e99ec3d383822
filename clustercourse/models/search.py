"""What `/search` finds. The full-text index beside it is made by `search.index`."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased


class SearchEntry(Base):
    """One row per thing and language. `title_folded` and `body_folded` are what is compared, `marks` for whom it is and its kind.

    `person_id` is who wrote it, or the person it is about. An erasure takes their words out.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "thing_id", "language"),
        Index("ix_search_entry_person_id", "person_id"),
    )
    privacy = erased

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    thing_id: Mapped[int]
    language: Mapped[str]
    address: Mapped[str]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str]
    body: Mapped[str]
    title_folded: Mapped[str]
    body_folded: Mapped[str]
    marks: Mapped[str]
