"""Sheets in a real browser: an organisation with two people, the numbers of the worked examples, and typing them in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import delete, insert, select, update

from clustercourse.models.accounts import Person, SignIn
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.workbook import SheetValue

if TYPE_CHECKING:
    from tests.servers import Server

SAVED = re.compile(r"\d\d:\d\d\s*$")
BREAK_EVEN: dict[tuple[str, str | None], str] = {
    ("year", None): "2027",
    ("fixed-cost", None): "760000",
    ("variable-cost", None): "150",
    ("public-base", None): "360000",
    ("projects", None): "240000",
    ("services", None): "50000",
}
"""formulas.md 3.9: break-even at 115 members."""

TIERS = [
    {"tier": tier, "members": members, "fee": fee}
    for tier, members, fee in (
        ("Micro 1–9", "60", "400"),
        ("Small 10–49", "45", "1000"),
        ("Medium 50–249", "20", "2000"),
        ("Large 250+", "6", "5000"),
        ("Knowledge inst.", "4", "2750"),
    )
]
INDUSTRIES = [
    {"name": "Maritime equipment", "regional-jobs": "4200", "reference-jobs": "16000"},
    {"name": "Food", "regional-jobs": "6300", "reference-jobs": "84000"},
    {"name": "ICT services", "regional-jobs": "5250", "reference-jobs": "112000"},
    {"name": "Space technology", "regional-jobs": "?", "reference-jobs": "1400", "gap": "Kept secret by the statistics office."},
]
"""formulas.md 3.1: 3.50, 1.00, 0.63, not known."""

STAKEHOLDERS = [
    {"name": name, "power": power, "interest": interest}
    for name, power, interest in (
        ("Region (funder)", "5", "4"),
        ("Anchor firm A", "4", "5"),
        ("University", "4", "3"),
        ("SME members", "2", "5"),
        ("Trade union", "3", "2"),
        ("National ministry", "5", "2"),
        ("Local media", "2", "2"),
        ("Neighbour cluster", "3", "4"),
    )
]


@dataclass(frozen=True)
class Office:
    """An organisation on the server with two people in it, and a workbook in which nothing stands yet."""

    site: Server
    id: int
    slug: str
    nina: int
    olav: int

    def at(self, sheet: str) -> str:
        return f"/workbook/{self.slug}/{sheet}/"

    def history(self, place: str) -> list[str]:
        """What was ever typed into a place, in order; places beginning with a letter of a row are found by their field alone."""
        field, _colon, row = place.partition(":")
        wanted = select(SheetValue.typed).where(SheetValue.field == field, SheetValue.author_id.in_((self.nina, self.olav)))
        with self.site.engine.connect() as connection:
            found = connection.execute((wanted.where(SheetValue.row == row) if row else wanted).order_by(SheetValue.id))
            return [typed for (typed,) in found]

    def sign_out(self, person: int) -> None:
        """Everywhere, behind the back of their browsers."""
        with self.site.engine.begin() as connection:
            connection.execute(delete(SignIn).where(SignIn.person_id == person))


def office(site: Server, country: str = "BE") -> Office:
    """In euros, unless another country is asked for."""
    moment, slug = datetime.now(UTC), f"office-{secrets.token_hex(4)}"
    nina, olav = site.add_person("Nina Vik"), site.add_person("Olav Åberg")
    values: dict[str, Any] = {"slug": slug, "name": "Blue Yards", "kind": "cluster", "country": country}
    with site.engine.begin() as connection:
        made = connection.execute(insert(Organisation).values(**values, created_at=moment)).inserted_primary_key
        assert made is not None
        for person, role in ((nina, "manager"), (olav, "member")):
            connection.execute(insert(Membership).values(person_id=person, organisation_id=made[0], role=role, created_at=moment))
    return Office(site, int(made[0]), slug, nina, olav)


def speak(site: Server, person: int, language: str) -> None:
    with site.engine.begin() as connection:
        connection.execute(update(Person).where(Person.id == person).values(language=language))


def box(page: Page, place: str) -> Locator:
    """Where a place is typed: `fixed-cost:`, or `tiers.fee:r1`. Of choices, the one that is shown."""
    return page.locator(f'[name="v:{place}"]:not([type=hidden])')


def row(page: Page, table: str, number: int) -> Locator:
    """The row of a table, counted from 0."""
    return page.locator(f"#f-{table} .sheet-row").nth(number)


def cell(page: Page, table: str, number: int, column: str) -> Locator:
    return row(page, table, number).locator(f'[name^="v:{table}.{column}:"]:not([type=hidden])')


def put(place: Locator, typed: str) -> None:
    """Type it, or choose it."""
    kind = place.first.evaluate("place => place.type")
    if kind == "radio":
        place.and_(place.page.locator(f'[value="{typed}"]')).check()
    elif kind == "select-one":
        place.select_option(typed)
    else:
        place.fill(typed)


def put_rows(page: Page, table: str, lines: list[dict[str, str]], *, scripts: bool = True) -> None:
    """Fill new rows under each other; each is asked for by its button."""
    first = page.locator(f"#f-{table} .sheet-row").count() - 1
    for number, line in enumerate(lines, first):
        if number > first:
            page.locator(f"#f-{table} [name=do][value^=add]").click()
        for column, typed in line.items():
            put(cell(page, table, number, column), typed)


def state(page: Page) -> Locator:
    return page.locator("#sheet [data-part=state]")


def saved(page: Page) -> None:
    expect(state(page)).to_have_attribute("data-state", "saved")
    expect(state(page)).to_have_text(SAVED)


def results(page: Page) -> Locator:
    return page.locator("#results")
