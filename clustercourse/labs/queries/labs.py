"""A lab as a viewer meets it, its way so far, and the lists of labs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, func, or_, select, true

from clustercourse.db import joined, row, rows
from clustercourse.errors import NotHere
from clustercourse.labs.policy import can_see_lab, is_heard
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import Lab, LabLink, LabParticipant, LabStep, LabTeam
from clustercourse.models.trials import LabVerdict
from clustercourse.viewer import Viewer

PLANNED = frozenset({"selected", "scoping", "ready"})
"""States in which a lab is shown as planned (L-25)."""


@dataclass(frozen=True)
class LabRow:
    """A lab with everything that stands in its own row, and whose question it is."""

    id: int
    slug: str
    title: str
    state: str
    asker: str
    organisation_id: int
    organisation: str
    organisation_slug: str
    proposer_id: int | None
    theme: str
    need: str
    target: str
    audience: str
    scale: int | None
    timing: str
    development_group: str
    cohort_id: int | None
    created_at: datetime
    was_selected: bool
    participant_ids: frozenset[int]

    @property
    def is_planned(self) -> bool:
        return self.state in PLANNED

    @property
    def address(self) -> str:
        return f"/labs/{self.slug}/"


@dataclass(frozen=True)
class Step:
    from_state: str
    to_state: str
    at: datetime
    name: str
    reason: str
    id: int


@dataclass(frozen=True)
class Companion:
    """A cohort that belongs to a lab."""

    link_id: int
    cohort_id: int
    slug: str
    title: str
    kind: str
    state: str
    relation: str
    dates_in_words: str
    admission: str

    @property
    def id(self) -> int:
        return self.cohort_id


@dataclass(frozen=True)
class ListedLab:
    slug: str
    title: str
    state: str
    theme: str
    organisation: str
    participants: int
    verdict: str | None
    changed_at: datetime

    @property
    def is_planned(self) -> bool:
        return self.state in PLANNED

    @property
    def address(self) -> str:
        return f"/labs/{self.slug}/"


verdict_told = and_(LabVerdict.lab_id == Lab.id, Lab.state != "running")
"""A verdict is told when the lab is tested; what is written down before is for those in the lab."""
was_selected = select(LabStep.id).where(LabStep.lab_id == Lab.id, LabStep.to_state == "selected").exists()
_participants = (
    select(joined(cast(LabParticipant.organisation_id, Text)))
    .where(LabParticipant.lab_id == Lab.id, LabParticipant.left_on.is_(None))
    .scalar_subquery()
)
_labs = select(
    Lab.id,
    Lab.slug,
    Lab.title,
    Lab.state,
    Lab.asker,
    Lab.organisation_id,
    Organisation.name.label("organisation"),
    Organisation.slug.label("organisation_slug"),
    Lab.proposer_id,
    Lab.theme,
    Lab.need,
    Lab.target,
    Lab.audience,
    Lab.scale,
    Lab.timing,
    Lab.development_group,
    Lab.cohort_id,
    Lab.created_at,
    was_selected.label("was_selected"),
    _participants.label("participant_ids"),
).join(Organisation, Organisation.id == Lab.organisation_id)
_by_slug = _labs.where(Lab.slug == bindparam("slug"))
_steps = (
    select(LabStep.from_state, LabStep.to_state, LabStep.at, func.coalesce(Person.name, ""), LabStep.reason, LabStep.id)
    .outerjoin(Person, Person.id == LabStep.by_id)
    .where(LabStep.lab_id == bindparam("lab"))
    .order_by(LabStep.id)
)
_team = (
    select(Person.id, Person.name)
    .join(LabTeam, LabTeam.person_id == Person.id)
    .where(LabTeam.lab_id == bindparam("lab"))
    .order_by(LabTeam.id)
)
_companions = (
    select(
        LabLink.id,
        Cohort.id,
        Cohort.slug,
        Cohort.title,
        Cohort.kind,
        Cohort.state,
        LabLink.relation,
        Cohort.dates_in_words,
        Cohort.admission,
    )
    .join(Cohort, Cohort.id == LabLink.cohort_id)
    .where(LabLink.lab_id == bindparam("lab"))
    .order_by(LabLink.relation, LabLink.id)
)
_counted = select(func.count(LabParticipant.id)).where(LabParticipant.lab_id == Lab.id, LabParticipant.left_on.is_(None)).scalar_subquery()
_verdict = select(LabVerdict.verdict).where(verdict_told).scalar_subquery()
_listed = (
    select(Lab.slug, Lab.title, Lab.state, Lab.theme, Organisation.name, _counted, _verdict, Lab.changed_at)
    .join(Organisation, Organisation.id == Lab.organisation_id)
    .order_by(Lab.changed_at.desc(), Lab.id.desc())
)


def lab_at(viewer: Viewer, slug: str) -> LabRow:
    """The lab with this slug. Raises NotHere when there is none that the viewer may see."""
    found = row(_by_slug, slug=slug)
    if found is None:
        raise NotHere
    lab = _row(found)
    if not can_see_lab(viewer, lab):
        raise NotHere
    return lab


def _row(found: Any) -> LabRow:
    values = dict(found._mapping)
    ids = frozenset(int(number) for number in (values.pop("participant_ids") or "").split())
    return LabRow(**{**values, "was_selected": bool(values["was_selected"]), "participant_ids": ids})


def steps_of(lab_id: int) -> tuple[Step, ...]:
    """Every step of its way, the first one first."""
    return tuple(Step(*found) for found in rows(_steps, lab=lab_id))


def team_of(lab_id: int) -> tuple[tuple[int, str], ...]:
    """Who facilitates it: ids and names."""
    return tuple((number, name) for number, name in rows(_team, lab=lab_id))


def companions_of(lab_id: int) -> tuple[Companion, ...]:
    return tuple(Companion(*found) for found in rows(_companions, lab=lab_id))


def visible_labs(viewer: Viewer) -> tuple[ListedLab, ...]:
    """Every lab the viewer may see, the last changed first."""
    mine = or_(Lab.organisation_id.in_(viewer.memberships), Lab.proposer_id == viewer.person_id, Lab.id.in_(viewer.labs))
    rule = true() if is_heard(viewer) or viewer.is_admin else or_(was_selected, mine)
    return tuple(ListedLab(*found) for found in rows(_listed.where(rule)))


_group = select(Cohort.slug, Cohort.title, Cohort.state).where(Cohort.id == bindparam("cohort"))


def group_of(lab: LabRow) -> Any:
    """Slug, title and state of the cohort that is the lab's group; None while there is none."""
    return row(_group, cohort=lab.cohort_id) if lab.cohort_id else None
