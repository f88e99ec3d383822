"""The workbooks somebody can open, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from clustercourse.db import row, rows
from clustercourse.errors import NotHere
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.workbook import Workbook
from clustercourse.viewer import Viewer

MINE = "mine"
"""The word for one's private workbook in addresses."""


@dataclass(frozen=True)
class WorkbookHere:
    """A workbook, also one in which nothing stands yet (`id` None). `slug` is the word in its address, `name` its owner's."""

    id: int | None
    slug: str
    name: str
    organisation_id: int | None
    person_id: int | None
    currency: str
    country: str = ""
    keeper_id: int | None = None
    keeper: str = ""

    @property
    def is_private(self) -> bool:
        return self.organisation_id is None

    @property
    def address(self) -> str:
        return f"/workbook/{self.slug}/"


_CURRENCIES = {"DK": "DKK", "SE": "SEK", "NO": "NOK", "IS": "ISK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON", "CH": "CHF"}
"""In which currency a workbook begins, by the country of its organisation; elsewhere EUR, GBP in the United Kingdom."""

_of_organisations = (
    select(
        Organisation.id.label("organisation_id"),
        Organisation.slug,
        Organisation.name,
        Organisation.country,
        Workbook.id,
        Workbook.currency,
        Workbook.keeper_id,
        Person.name.label("keeper"),
    )
    .outerjoin(Workbook, Workbook.organisation_id == Organisation.id)
    .outerjoin(Person, Person.id == Workbook.keeper_id)
)
_by_ids = _of_organisations.where(Organisation.id.in_(bindparam("ids", expanding=True))).order_by(Organisation.name, Organisation.id)
_by_slug = _of_organisations.where(Organisation.slug == bindparam("slug"))
_private = select(Workbook.id, Workbook.currency).where(Workbook.person_id == bindparam("person"))


def workbooks_of(viewer: Viewer) -> tuple[WorkbookHere, ...]:
    """Those of the viewer's organisations; the private one where there is none, or something stands in it."""
    found = tuple(_workbook(line) for line in rows(_by_ids, ids=list(viewer.memberships))) if viewer.memberships else ()
    private = row(_private, person=viewer.person_id)
    return (*found, _mine(viewer, private)) if private is not None or not found else found


def workbook_here(viewer: Viewer, slug: str) -> WorkbookHere:
    """The workbook of an address. NotHere for one that is not the viewer's to fill."""
    if slug == MINE:
        return _mine(viewer, row(_private, person=viewer.person_id))
    line = row(_by_slug, slug=slug)
    if line is None or not viewer.belongs_to(line.organisation_id):
        raise NotHere
    return _workbook(line)


def workbook_of_organisation(organisation_id: int) -> WorkbookHere | None:
    line = row(_by_ids, ids=[organisation_id])
    return None if line is None else _workbook(line)


def first_currency(country: str) -> str:
    return "GBP" if country == "GB" else _CURRENCIES.get(country, "EUR")


def _workbook(line: Row[Any]) -> WorkbookHere:
    return WorkbookHere(
        id=line.id,
        slug=line.slug,
        name=line.name,
        organisation_id=line.organisation_id,
        person_id=None,
        currency=line.currency or first_currency(line.country),
        country=line.country,
        keeper_id=line.keeper_id,
        keeper=line.keeper or "",
    )


def _mine(viewer: Viewer, line: Row[Any] | None) -> WorkbookHere:
    return WorkbookHere(line.id if line else None, MINE, viewer.name, None, viewer.person_id, line.currency if line else "EUR")
