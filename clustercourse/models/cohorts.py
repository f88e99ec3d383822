"""A run of courses with people and dates: the cohort, its parts, team, partners, courses, news, deadlines, materials and report."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, erased, exported, kept


class Series(Base):
    """Cohorts that follow each other: this year's and the next one."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Cohort(Base):
    """A Master Class, a training or another run with people and dates. `state` is planned, published, closed or cancelled.

    Tentative dates stand in `dates_in_words`; a cohort has no sessions until its days are known.
    """

    __tablename__ = "cohort"
    __table_args__ = (
        CheckConstraint("partner_places >= 0 AND external_places >= 0", name="places"),
        Index("ix_cohort_series_id", "series_id"),
        Index("ix_cohort_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    blueprint: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="planned")
    summary: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    practical: Mapped[str] = mapped_column(default="")
    practical_html: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    time_zone: Mapped[str] = mapped_column(default="Europe/Copenhagen")
    dates_in_words: Mapped[str] = mapped_column(default="")
    admission: Mapped[str] = mapped_column(default="by_coordinator")
    partner_places: Mapped[int] = mapped_column(default=0)
    external_places: Mapped[int] = mapped_column(default=0)
    one_per_organisation_first: Mapped[bool] = mapped_column(default=False)
    offer_days: Mapped[int] = mapped_column(default=7)
    apply_until_on: Mapped[date | None]
    withdraw_until_on: Mapped[date | None]
    attendance_percent: Mapped[int] = mapped_column(default=80)
    project_acronym: Mapped[str] = mapped_column(default="")
    project_title: Mapped[str] = mapped_column(default="")
    work_package: Mapped[str] = mapped_column(default="")
    funder: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether it was closed or cancelled: nobody is let in any more."""
        return self.state in ("closed", "cancelled")


class CohortStep(Base):
    """One change of a cohort's state: who, when and why."""

    __tablename__ = "cohort_step"
    __table_args__ = (Index("ix_cohort_step_cohort_id", "cohort_id"),)
    privacy = kept("what the house made known; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")


class CohortContact(Base):
    """Whom to ask: for information, and for registration. Role mailboxes, perhaps of two organisations."""

    __tablename__ = "cohort_contact"
    __table_args__ = (UniqueConstraint("cohort_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    purpose: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")


class CohortPart(Base):
    """A part of a cohort in a place of its own."""

    __tablename__ = "cohort_part"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    venue: Mapped[str] = mapped_column(default="")
    dates_in_words: Mapped[str] = mapped_column(default="")


class CohortTeam(Base):
    """A person who runs a cohort: coordinator or trainer."""

    __tablename__ = "cohort_team"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id", "role"), Index("ix_cohort_team_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    created_at: Mapped[datetime]


class CohortOrganisation(Base):
    """An organisation that stands behind a cohort: partner, lead partner or co-provider. Its people take partner places."""

    __tablename__ = "cohort_organisation"
    __table_args__ = (UniqueConstraint("cohort_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str]


class CohortCourse(Base):
    """A course that a cohort takes, perhaps in a fixed version."""

    __tablename__ = "cohort_course"
    __table_args__ = (UniqueConstraint("cohort_id", "course_id"), Index("ix_cohort_course_course_id", "course_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    pinned_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))


class CohortNews(Base):
    """A dated piece of news, for the cohort or for everybody."""

    __tablename__ = "cohort_news"
    __table_args__ = (Index("ix_cohort_news_cohort_id", "cohort_id"),)
    privacy = kept("what the house made known; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    title: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CohortDeadline(Base):
    """Something that is due. Wall time and zone are the truth, `due_at` is computed from them."""

    __tablename__ = "cohort_deadline"
    __table_args__ = (Index("ix_cohort_deadline_cohort_id", "cohort_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    title: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    on_day: Mapped[date]
    at_time: Mapped[time]
    zone: Mapped[str]
    fold: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class CohortMaterial(Base):
    """A file or a link for the people of a cohort, perhaps for one session."""

    __tablename__ = "cohort_material"
    __table_args__ = (Index("ix_cohort_material_cohort_id", "cohort_id"),)
    privacy = kept("what the house made known; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"))
    title: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    digest: Mapped[str | None]
    file_name: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CohortReport(Base):
    """The short public report after the end."""

    __tablename__ = "cohort_report"
    privacy = kept("what the house made known; holds the id of who did it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), unique=True)
    title: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    video_address: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Interest(Base):
    """A person wants to hear when applications open, or when the next of the series is planned."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), Index("ix_interest_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
