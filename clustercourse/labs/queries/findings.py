"""The evidence log of a lab, as far as each reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased

from clustercourse.db import row, rows
from clustercourse.labs.policy import can_facilitate_lab, can_work_in_lab
from clustercourse.labs.queries.labs import LabRow
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Finding
from clustercourse.viewer import Viewer

FINDINGS_OPEN = ("selected", "scoping", "ready", "running", "tested", "product-made", "disseminated", "followed-up")
"""States of a lab in which its evidence log goes on."""

NEWEST = 5


@dataclass(frozen=True)
class FindingRow:
    """An entry. `organisation` and `author` are empty for readers who may not know them; `corrects_on` is the day of what it corrects.

    `is_corrected`: a later entry of the same author stands in its place, whether the reader may see that one or not.
    """

    id: int
    on_day: date
    text: str
    shared_with: str
    side: str
    organisation_id: int | None
    organisation: str
    corrects_id: int | None
    corrects_on: date | None
    is_corrected: bool
    author_id: int | None
    author: str
    created_at: datetime
    removed_at: datetime | None

    @property
    def is_gone(self) -> bool:
        return self.removed_at is not None


_earlier, _later = aliased(Finding), aliased(Finding)
_is_corrected = select(_later.id).where(_later.corrects_id == Finding.id, _later.removed_at.is_(None)).exists()
_names_itself = or_(LabParticipant.is_named.is_(True), and_(Finding.side == "participant", Finding.shared_with == "public"))
"""Whoever writes for everybody does so with the name; whom the facilitator writes about is named once they agreed to be."""

_findings = (
    select(
        Finding.id,
        Finding.on_day,
        Finding.text,
        Finding.shared_with,
        Finding.side,
        Finding.organisation_id,
        func.coalesce(Organisation.name, "").label("organisation"),
        Finding.corrects_id,
        _earlier.on_day.label("corrects_on"),
        _is_corrected.label("is_corrected"),
        Finding.author_id,
        func.coalesce(Person.name, "").label("author"),
        Finding.created_at,
        Finding.removed_at,
        _names_itself.label("is_named"),
    )
    .outerjoin(Organisation, Organisation.id == Finding.organisation_id)
    .outerjoin(LabParticipant, and_(LabParticipant.lab_id == Finding.lab_id, LabParticipant.organisation_id == Finding.organisation_id))
    .outerjoin(Person, Person.id == Finding.author_id)
    .outerjoin(_earlier, _earlier.id == Finding.corrects_id)
    .where(Finding.lab_id == bindparam("lab"))
    .order_by(Finding.on_day.desc(), Finding.id.desc())
)
_one = _findings.where(Finding.id == bindparam("finding"))
_public = _findings.where(Finding.shared_with == "public", Finding.removed_at.is_(None), ~_is_corrected)
_organisations = (
    select(Organisation.slug, Organisation.name)
    .join(Finding, Finding.organisation_id == Organisation.id)
    .outerjoin(LabParticipant, and_(LabParticipant.lab_id == Finding.lab_id, LabParticipant.organisation_id == Finding.organisation_id))
    .where(Finding.lab_id == bindparam("lab"))
    .group_by(Organisation.slug, Organisation.name)
    .order_by(Organisation.name)
)


def _read_by(viewer: Viewer, lab: LabRow) -> ColumnElement[bool]:
    """What the viewer may read: the public, what the lab shares, and what is between its authors' organisation and the facilitator."""
    if can_facilitate_lab(viewer, lab):
        return true()
    parts: list[ColumnElement[bool]] = [Finding.shared_with == "public"]
    if viewer.is_signed_in:
        parts.append(Finding.author_id == viewer.person_id)
    if can_work_in_lab(viewer, lab):
        parts.append(Finding.shared_with == "lab")
        parts.append(and_(Finding.side == "participant", Finding.organisation_id.in_(viewer.memberships)))
    return or_(*parts)


def _about(viewer: Viewer, lab: LabRow, organisation: str) -> ColumnElement[bool]:
    """Entries about one organisation; whoever may not know the name finds nothing by it."""
    if not organisation:
        return true()
    known = true() if can_work_in_lab(viewer, lab) else _names_itself
    return and_(Organisation.slug == organisation, known)


def findings_of(viewer: Viewer, lab: LabRow, *, organisation: str = "", number: int = 1) -> Listing[FindingRow]:
    """The newest day first, in pages. `organisation` is the slug of whom they are about."""
    statement = _findings.where(_read_by(viewer, lab), _about(viewer, lab, organisation))
    return listing(statement, _shape(viewer, lab), number, lab=lab.id)


def all_findings(viewer: Viewer, lab: LabRow, *, organisation: str = "") -> tuple[FindingRow, ...]:
    """The same on one page."""
    shape = _shape(viewer, lab)
    statement = _findings.where(_read_by(viewer, lab), _about(viewer, lab, organisation))
    return tuple(shape(found) for found in rows(statement, lab=lab.id))


def finding_at(viewer: Viewer, lab: LabRow, number: int) -> FindingRow | None:
    """None for one that the viewer may not read."""
    found = row(_one.where(_read_by(viewer, lab)), lab=lab.id, finding=number)
    return _shape(viewer, lab)(found) if found is not None else None


def newest_public(viewer: Viewer, lab: LabRow) -> tuple[FindingRow, ...]:
    """What stands on the page of the lab: the newest for everybody, without what was corrected or removed."""
    shape = _shape(viewer, lab)
    return tuple(shape(found) for found in rows(_public.limit(NEWEST), lab=lab.id))


def written_about(viewer: Viewer, lab: LabRow) -> tuple[tuple[str, str], ...]:
    """Slug and name of every organisation that entries the viewer may read are about, as far as the viewer may know them."""
    known = true() if can_work_in_lab(viewer, lab) else _names_itself
    found = rows(_organisations.where(_read_by(viewer, lab), known), lab=lab.id)
    return tuple((line.slug, line.name) for line in found)


def _shape(viewer: Viewer, lab: LabRow) -> Any:
    inside = can_work_in_lab(viewer, lab)

    def shaped(found: Any) -> FindingRow:
        values = dict(found._mapping)
        is_named = bool(values.pop("is_named"))
        values["is_corrected"] = bool(values["is_corrected"])
        if not inside:
            values["author"] = ""
            values["organisation"] = values["organisation"] if is_named else ""
        return FindingRow(**values)

    return shaped
