"""A cohort as a viewer meets it, its parts and contacts, and the lists of cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from clustercourse.cohorts.policy import can_see_cohort
from clustercourse.db import now, row, rows
from clustercourse.errors import NotHere
from clustercourse.language import today
from clustercourse.models.cohorts import Cohort, CohortContact, CohortPart
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class CohortRow:
    """A cohort with everything that stands in its own row."""

    id: int
    slug: str
    title: str
    kind: str
    blueprint: str
    state: str
    summary: str
    about: str
    about_html: str
    practical: str
    practical_html: str
    language: str
    time_zone: str
    dates_in_words: str
    admission: str
    partner_places: int
    external_places: int
    one_per_organisation_first: bool
    offer_days: int
    apply_until_on: date | None
    withdraw_until_on: date | None
    attendance_percent: int
    project_acronym: str
    project_title: str
    work_package: str
    funder: str
    series_id: int | None
    created_at: datetime
    published_at: datetime | None
    closed_at: datetime | None

    @property
    def places(self) -> int:
        return self.partner_places + self.external_places

    @property
    def is_over(self) -> bool:
        return self.state in ("closed", "cancelled")

    @property
    def takes_applications(self) -> bool:
        return takes_applications(self)


def takes_applications(cohort: Cohort | CohortRow) -> bool:
    """Whether the last day to apply, if there is one, has not passed where the cohort takes place."""
    return cohort.apply_until_on is None or today(now(), cohort.time_zone) <= cohort.apply_until_on


@dataclass(frozen=True)
class Contact:
    purpose: str
    name: str
    organisation: str
    email: str
    phone: str


@dataclass(frozen=True)
class Part:
    id: int
    number: int
    title: str
    place: str
    country: str
    venue: str
    dates_in_words: str


COLUMNS = tuple(getattr(Cohort, name) for name in CohortRow.__dataclass_fields__)
_by_slug = select(*COLUMNS).where(Cohort.slug == bindparam("slug"))
_contacts = (
    select(CohortContact.purpose, CohortContact.name, CohortContact.organisation, CohortContact.email, CohortContact.phone)
    .where(CohortContact.cohort_id == bindparam("cohort"))
    .order_by(CohortContact.purpose)
)
_parts = (
    select(*(getattr(CohortPart, name) for name in Part.__dataclass_fields__))
    .where(CohortPart.cohort_id == bindparam("cohort"))
    .order_by(CohortPart.number)
)


def cohort_row(found: Row[Any]) -> CohortRow:
    return CohortRow(*(getattr(found, name) for name in CohortRow.__dataclass_fields__))


def cohort_at(viewer: Viewer, slug: str) -> CohortRow:
    """The cohort with this slug. Raises NotHere when there is none that the viewer may see."""
    cohort = any_cohort_at(slug)
    if not can_see_cohort(viewer, cohort):
        raise NotHere
    return cohort


def any_cohort_at(slug: str) -> CohortRow:
    """The cohort with this slug, whoever asks: for what is public of every cohort. Raises NotHere when there is none."""
    found = row(_by_slug, slug=slug)
    if found is None:
        raise NotHere
    return cohort_row(found)


def contacts_of(cohort_id: int) -> dict[str, Contact]:
    """By purpose: `information` and `registration`."""
    return {found.purpose: Contact(*found) for found in rows(_contacts, cohort=cohort_id)}


def parts_of(cohort_id: int) -> tuple[Part, ...]:
    return tuple(Part(*found) for found in rows(_parts, cohort=cohort_id))
