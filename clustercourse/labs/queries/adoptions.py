"""Reports of use outside the labs: those that stand in public, those that wait, and one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows
from clustercourse.labs.policy import can_see_adoption
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person, SiteRole
from clustercourse.models.catalogue import Organisation
from clustercourse.models.methods import Adoption, Method
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class AdoptionRow:
    """A report with its author and method. Words are empty where the author was erased."""

    id: int
    person_id: int
    name: str
    organisation_id: int
    organisation: str
    context: str
    result: str
    text: str
    state: str
    reason: str
    created_at: datetime
    decided_at: datetime | None
    method: str
    method_slug: str

    @property
    def address(self) -> str:
        return f"/methods/adoptions/{self.id}/"


_adoptions = (
    select(
        Adoption.id,
        Adoption.person_id,
        func.coalesce(Person.name, ""),
        Adoption.organisation_id,
        Organisation.name,
        Adoption.context,
        Adoption.result,
        Adoption.text,
        Adoption.state,
        Adoption.reason,
        Adoption.created_at,
        Adoption.decided_at,
        Method.name,
        Method.slug,
    )
    .join(Person, Person.id == Adoption.person_id)
    .join(Organisation, Organisation.id == Adoption.organisation_id)
    .join(Method, Method.id == Adoption.method_id)
)
_shown = _adoptions.where(Adoption.method_id == bindparam("method"), Adoption.state == "shown").order_by(
    Adoption.created_at.desc(), Adoption.id.desc()
)
_waiting = _adoptions.where(Adoption.state == "waiting").order_by(Adoption.id)
_one = _adoptions.where(Adoption.id == bindparam("adoption"))
_waits = select(Adoption.organisation_id).where(
    Adoption.method_id == bindparam("method"),
    Adoption.state == "waiting",
    Adoption.organisation_id.in_(bindparam("organisations", expanding=True)),
)
_deciding = select(SiteRole.person_id).where(SiteRole.role == "facilitator")


def shown_adoptions(method_id: int, number: int = 1) -> Listing[AdoptionRow]:
    """A page of what others tell of a method, the newest first."""
    return listing(_shown, lambda found: AdoptionRow(*found), number, method=method_id)


def waiting_adoptions(number: int = 1) -> Listing[AdoptionRow]:
    """A page of what a facilitator has to look at, the oldest first."""
    return listing(_waiting, lambda found: AdoptionRow(*found), number)


def adoption_at(viewer: Viewer, adoption_id: int) -> AdoptionRow | None:
    """One report, for its author, colleagues, and those who decide."""
    found = adoption_row(adoption_id)
    return found if found is not None and can_see_adoption(viewer, found) else None


def adoption_row(adoption_id: int) -> AdoptionRow | None:
    found = row(_one, adoption=adoption_id)
    return AdoptionRow(*found) if found is not None else None


def organisations_waiting(method_id: int, organisation_ids: Collection[int]) -> frozenset[int]:
    """Those of these organisations whose report on a method waits."""
    return frozenset(found[0] for found in rows(_waits, method=method_id, organisations=list(organisation_ids)))


def adoption_deciders() -> set[int]:
    """Those who facilitate in this house."""
    return {found[0] for found in rows(_deciding)}


def still_waiting(person_ids: Collection[int], adoption_id: int) -> set[int]:
    """Those who facilitate, as long as the report is not decided."""
    found = adoption_row(adoption_id)
    return set(person_ids) & adoption_deciders() if found is not None and found.state == "waiting" else set()


def still_decided(person_ids: Collection[int], adoption_id: int) -> set[int]:
    """Its author, unless they took it back since."""
    found = adoption_row(adoption_id)
    return set(person_ids) & {found.person_id} if found is not None and found.state in ("shown", "refused") else set()
