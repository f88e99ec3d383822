"""What the page of a cohort shows besides its sessions: courses, people, news, deadlines, materials, the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.policy import can_see_inside
from clustercourse.cohorts.queries.cohorts import CohortRow, Contact, Part, contacts_of, parts_of
from clustercourse.cohorts.queries.posted import Deadline, Material, News, Report, beside, deadlines_of, materials_of, news_of
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.db import rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation, OrganisationRegion, OrganisationSector
from clustercourse.models.cohorts import (
    CohortOrganisation,
    CohortTeam,
)
from clustercourse.models.seats import Seat
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class PersonHere:
    """Somebody in the cohort, with what others may know: organisation, region and sector."""

    person_id: int
    name: str
    photo_digest: str | None
    organisation: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    listed: str


@dataclass(frozen=True)
class TeamMember:
    id: int
    person_id: int
    name: str
    role: str
    about: str
    photo_digest: str | None


@dataclass(frozen=True)
class Backing:
    """An organisation behind the cohort."""

    id: int
    slug: str
    name: str
    role: str


@dataclass(frozen=True)
class CohortHome:
    """The whole page. What is for the people of the cohort is empty for others."""

    cohort: CohortRow
    parts: tuple[Part, ...]
    sessions: tuple[SessionRow, ...]
    contacts: dict[str, Contact]
    team: tuple[TeamMember, ...]
    backing: tuple[Backing, ...]
    news: tuple[News, ...]
    deadlines: tuple[Deadline, ...]
    materials: tuple[Material, ...]
    people: tuple[PersonHere, ...]
    report: Report | None
    series: str
    is_interested: bool
    taken: dict[str, int]

    @property
    def minutes(self) -> int:
        """Minutes of teaching that count."""
        return sum(each.minutes for each in self.sessions if each.counts and not each.is_cancelled)

    @property
    def free(self) -> int:
        """Places that nobody has or is offered."""
        return max(0, self.cohort.places - sum(self.taken.values()))

    @property
    def next_session(self) -> SessionRow | None:
        return next((each for each in self.sessions if not each.is_past and not each.is_cancelled), None)

    @property
    def regions(self) -> tuple[str, ...]:
        """The different regions the people come from."""
        return tuple(sorted({region for person in self.people for region in person.regions}))


_of: Any = bindparam("cohort")
_split = "\n"
_regions = (
    select(func.aggregate_strings(OrganisationRegion.code, _split))
    .where(OrganisationRegion.organisation_id == Organisation.id)
    .scalar_subquery()
)
_sectors = (
    select(func.aggregate_strings(OrganisationSector.name, _split))
    .where(OrganisationSector.organisation_id == Organisation.id)
    .scalar_subquery()
)
_people = (
    select(
        Person.id,
        Person.name,
        Person.photo_digest,
        Organisation.name.label("organisation"),
        _regions.label("regions"),
        _sectors.label("sectors"),
        Seat.listed,
    )
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .where(Seat.cohort_id == _of, Seat.state.in_(("confirmed", "finished")), Person.erased_at.is_(None))
    .order_by(func.lower(Person.name), Seat.id)
)
_team = (
    select(CohortTeam.id, Person.id.label("person_id"), Person.name, CohortTeam.role, Person.about, Person.photo_digest)
    .join(Person, Person.id == CohortTeam.person_id)
    .where(CohortTeam.cohort_id == _of)
    .order_by(CohortTeam.role, CohortTeam.id)
)
_backing = (
    select(CohortOrganisation.id, Organisation.slug, Organisation.name, CohortOrganisation.role)
    .join(Organisation, Organisation.id == CohortOrganisation.organisation_id)
    .where(CohortOrganisation.cohort_id == _of)
    .order_by(CohortOrganisation.role, func.lower(Organisation.name))
)
_taken = (
    select(Seat.place, func.count()).where(Seat.cohort_id == _of, Seat.state.in_(("offered", "confirmed", "finished"))).group_by(Seat.place)
)


def cohort_home(viewer: Viewer, cohort: CohortRow) -> CohortHome:
    """Everything at once; the number of statements does not depend on how much there is."""
    inside, runs = can_see_inside(viewer, cohort), viewer.runs(cohort.id)
    aside = beside(cohort.id, viewer.person_id)
    is_public = aside.report is not None and aside.report.published_at is not None
    return CohortHome(
        cohort=cohort,
        parts=parts_of(cohort.id),
        sessions=sessions_of(cohort.id),
        contacts=contacts_of(cohort.id),
        team=team_of(cohort.id),
        backing=backing_of(cohort.id),
        news=tuple(each for each in news_of(cohort.id) if inside or each.is_public),
        deadlines=deadlines_of(cohort.id) if inside else (),
        materials=materials_of(cohort.id) if inside else (),
        people=tuple(each for each in people_counted(cohort.id) if runs or each.listed != "nobody") if inside else (),
        report=aside.report if runs or is_public else None,
        series=aside.series,
        is_interested=aside.is_interested,
        taken=dict(tuple(found) for found in rows(_taken, cohort=cohort.id)),
    )


def _person(found: Any) -> PersonHere:
    regions, sectors = ((text or "").split(_split) if text else () for text in (found.regions, found.sectors))
    return PersonHere(
        found.id, found.name, found.photo_digest, found.organisation or "", tuple(sorted(regions)), tuple(sorted(sectors)), found.listed
    )


def team_of(cohort_id: int) -> tuple[TeamMember, ...]:
    return tuple(TeamMember(*found) for found in rows(_team, cohort=cohort_id))


def backing_of(cohort_id: int) -> tuple[Backing, ...]:
    return tuple(Backing(*found) for found in rows(_backing, cohort=cohort_id))


def people_counted(cohort_id: int) -> tuple[PersonHere, ...]:
    """Everybody with a confirmed or finished seat, by name."""
    return tuple(_person(found) for found in rows(_people, cohort=cohort_id))
