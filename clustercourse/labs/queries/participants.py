"""The organisations that test in a lab, and those that could."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import LabParticipant


@dataclass(frozen=True)
class Participant:
    id: int
    organisation_id: int
    slug: str
    name: str
    kind: str
    stage: str
    country: str
    catalogue_entry: str
    override: str
    is_named: bool
    started_on: date | None
    left_on: date | None

    @property
    def is_eligible(self) -> bool:
        return bool(self.catalogue_entry or self.override)


_participants = (
    select(
        LabParticipant.id,
        LabParticipant.organisation_id,
        Organisation.slug,
        Organisation.name,
        Organisation.kind,
        Organisation.stage,
        Organisation.country,
        Organisation.catalogue_entry,
        LabParticipant.override,
        LabParticipant.is_named,
        LabParticipant.started_on,
        LabParticipant.left_on,
    )
    .join(Organisation, Organisation.id == LabParticipant.organisation_id)
    .where(LabParticipant.lab_id == bindparam("lab"))
    .order_by(LabParticipant.id)
)
_could = (
    select(Organisation.id, Organisation.name)
    .where(Organisation.closed_at.is_(None), Organisation.kind.in_(("cluster", "network")))
    .order_by(Organisation.name)
)
_cohorts = (
    select(Cohort.id, Cohort.title).where(Cohort.kind != "lab", Cohort.state != "cancelled").order_by(Cohort.created_at.desc(), Cohort.id)
)
_names = select(Organisation.id, Organisation.name).where(Organisation.closed_at.is_(None)).order_by(Organisation.name)


def participants_of(lab_id: int) -> tuple[Participant, ...]:
    """In the order in which they signed up, those who left included."""
    return tuple(Participant(*found) for found in rows(_participants, lab=lab_id))


def clusters_and_networks() -> tuple[tuple[int, str], ...]:
    """Those that can test: ids and names."""
    return tuple((number, name) for number, name in rows(_could))


def names_of(organisation_ids: Collection[int]) -> tuple[tuple[int, str], ...]:
    """Ids and names of these organisations that are open, by name."""
    return tuple((number, name) for number, name in rows(_names.where(Organisation.id.in_(organisation_ids))))


def cohorts_to_link() -> tuple[tuple[int, str], ...]:
    return tuple((number, title) for number, title in rows(_cohorts))
