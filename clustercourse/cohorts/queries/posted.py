"""What the team of a cohort has posted: news, deadlines, materials, the report; and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Integer, bindparam, func, select

from clustercourse.db import now, row, rows, value
from clustercourse.errors import NotHere
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort, CohortDeadline, CohortMaterial, CohortNews, CohortReport, Interest, Series


@dataclass(frozen=True)
class News:
    id: int
    title: str
    html: str
    is_public: bool
    created_at: datetime
    by_name: str


@dataclass(frozen=True)
class Deadline:
    id: int
    title: str
    address: str
    on_day: date
    at_time: time
    zone: str
    fold: int
    due_at: datetime
    cancelled_at: datetime | None

    @property
    def is_past(self) -> bool:
        return self.due_at < now()


@dataclass(frozen=True)
class Material:
    id: int
    session_id: int | None
    title: str
    address: str
    digest: str | None
    file_name: str
    size: int

    @property
    def kilobytes(self) -> int:
        """Of 1,000 bytes, rounded up."""
        return -(-self.size // 1000)


@dataclass(frozen=True)
class Report:
    id: int
    title: str
    text: str
    html: str
    video_address: str
    published_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True)
class Beside:
    """The report if one was begun, the title of the series, and whether the viewer wants to hear of the next one."""

    report: Report | None
    series: str
    is_interested: bool


_of: Any = bindparam("cohort")
_news = (
    select(
        CohortNews.id,
        CohortNews.title,
        CohortNews.html,
        CohortNews.is_public,
        CohortNews.created_at,
        func.coalesce(Person.name, "").label("by_name"),
    )
    .outerjoin(Person, Person.id == CohortNews.by_id)
    .where(CohortNews.cohort_id == _of)
    .order_by(CohortNews.created_at.desc(), CohortNews.id.desc())
)
_deadlines = (
    select(*(getattr(CohortDeadline, name) for name in Deadline.__dataclass_fields__))
    .where(CohortDeadline.cohort_id == _of)
    .order_by(CohortDeadline.due_at, CohortDeadline.id)
)
_materials = (
    select(*(getattr(CohortMaterial, name) for name in Material.__dataclass_fields__))
    .where(CohortMaterial.cohort_id == _of)
    .order_by(CohortMaterial.id)
)
_interested = (
    select(func.count())
    .select_from(Interest)
    .where(Interest.cohort_id == _of, Interest.person_id == bindparam("person", type_=Integer))
    .scalar_subquery()
)
_series = select(Series.title).join(Cohort, Cohort.series_id == Series.id).where(Cohort.id == _of).scalar_subquery()
_aside = (
    select(
        *(getattr(CohortReport, name) for name in Report.__dataclass_fields__),
        _series.label("series"),
        _interested.label("interested"),
    )
    .select_from(Cohort)
    .outerjoin(CohortReport, CohortReport.cohort_id == Cohort.id)
    .where(Cohort.id == _of)
)


def news_of(cohort_id: int) -> tuple[News, ...]:
    return tuple(News(*found) for found in rows(_news, cohort=cohort_id))


def deadlines_of(cohort_id: int) -> tuple[Deadline, ...]:
    return tuple(Deadline(*found) for found in rows(_deadlines, cohort=cohort_id))


def materials_of(cohort_id: int) -> tuple[Material, ...]:
    return tuple(Material(*found) for found in rows(_materials, cohort=cohort_id))


def beside(cohort_id: int, person_id: int | None) -> Beside:
    """One statement."""
    found = row(_aside, cohort=cohort_id, person=person_id)
    report = Report(*tuple(found)[:-2]) if found.id is not None else None
    return Beside(report, found.series or "", bool(found.interested))


def series_of(cohort_id: int) -> str:
    """The title of the series a cohort belongs to, empty for none."""
    title: str | None = value(select(_series), cohort=cohort_id)
    return title or ""


def deadline_at(cohort_id: int, number: int) -> Deadline:
    """One deadline of this cohort. Raises NotHere when it is not one of them."""
    found = next((each for each in deadlines_of(cohort_id) if each.id == number), None)
    if found is None:
        raise NotHere
    return found


def material_at(cohort_id: int, number: int) -> Material:
    """One file or link of this cohort. Raises NotHere when it is not one of them."""
    found = next((each for each in materials_of(cohort_id) if each.id == number), None)
    if found is None:
        raise NotHere
    return found


def report_of(cohort_id: int) -> Report | None:
    """The report, public or not; None while none was begun."""
    return beside(cohort_id, None).report
