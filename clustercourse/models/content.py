"""Courses as published: lasting items, immutable versions, their files and their compiled pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, exported, kept


class Course(Base):
    """A course for ever. `newest_version_id` is what readers without a pin see."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    access: Mapped[str] = mapped_column(default="open")
    newest_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id", use_alter=True))
    created_at: Mapped[datetime]


class Item(Base):
    """A module, lesson or exercise of a course: one row for ever, whatever happens to its file."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str]
    kind: Mapped[str]


class Version(Base):
    """One publication of a course. `outline` is the compiled course without its pages."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("course_id", "number"),)
    privacy = kept("who published a version is part of the record of the course")

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    note: Mapped[str]
    digest: Mapped[str]
    renderer: Mapped[int]
    outline: Mapped[dict[str, Any]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]


class VersionFile(Base):
    """A source file of a version: its path and the digest of its bytes, which never change."""

    __tablename__ = "version_file"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    path: Mapped[str]
    digest: Mapped[str]


class CompiledPage(Base):
    """A lesson's page or an exercise's specification in one language: a product, made again when the renderer changes."""

    __tablename__ = "compiled_page"
    __table_args__ = (UniqueConstraint("version_id", "item_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    language: Mapped[str]
    page: Mapped[dict[str, Any]]


class OldSlug(Base):
    """A slug that a course or an item once had; it redirects for ever. `item_id` is empty for a course's own."""

    __tablename__ = "old_slug"
    __table_args__ = (Index("ix_old_slug_slug", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    slug: Mapped[str]


class CourseTeam(Base):
    """A person in the team of a course: author or trainer."""

    __tablename__ = "course_team"
    __table_args__ = (UniqueConstraint("course_id", "person_id", "role"), Index("ix_course_team_person_id", "person_id"))
    privacy = exported | kept("who taught a course is part of the record of the course")

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    created_at: Mapped[datetime]


class GlossaryTerm(Base):
    """A term of the house, in up to four languages. `texts` is {language: {term, meaning}}, `seen` the languages read in a source."""

    __tablename__ = "glossary_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    texts: Mapped[dict[str, Any]]
    seen: Mapped[list[str]]
