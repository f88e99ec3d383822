"""What a course's worksheets say of a lab, to be taken over into a proposal once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from textwrap import shorten
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Item
from clustercourse.models.labs import Lab
from clustercourse.models.workbook import Sheet, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.sheets import current_values

PROPOSAL, TEST_CARD = "lab-proposal", "test-card"
"""The lasting ids of the two worksheets."""

_ASKERS = {"secretariat": "secretariat", "region": "region", "support": "provider"}
_TARGETS = {
    "service": "service-offering",
    "routine": "administrative-routine",
    "initiative": "strategic-initiative",
    "offer": "offer-to-all",
}
_PRODUCT_KINDS = {name: name for name in ("handbook", "training-course", "adapted-method", "other")}
_HYPOTHESIS = {"belief": "belief", "test": "test", "metric": "measure", "baseline": "baseline", "counts": "success"}
_PRODUCT = {"product_about": "product", "product_owner": "product-owner"}


@dataclass(frozen=True)
class Practice:
    """A sheet of an organisation's workbook from which no proposal was made yet."""

    sheet_id: int
    organisation_id: int
    organisation: str
    edition: str
    changed_at: datetime


_sheets = (
    select(Sheet.id, Organisation.id, Organisation.name, Sheet.edition, Sheet.changed_at)
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .join(Organisation, Organisation.id == Workbook.organisation_id)
    .join(Item, Item.id == Sheet.item_id)
    .outerjoin(Lab, Lab.sheet_id == Sheet.id)
    .where(Item.key == PROPOSAL, Lab.id.is_(None), Sheet.last_number > 0, Organisation.id.in_(bindparam("organisations", expanding=True)))
    .order_by(Sheet.changed_at.desc(), Sheet.id)
)
_beside = (
    select(Sheet.id)
    .join(Item, Item.id == Sheet.item_id)
    .where(
        Item.key == TEST_CARD,
        Sheet.last_number > 0,
        Sheet.workbook_id == select(Sheet.workbook_id).where(Sheet.id == bindparam("sheet")).scalar_subquery(),
        Sheet.edition == select(Sheet.edition).where(Sheet.id == bindparam("sheet")).scalar_subquery(),
    )
)


def practice_of(viewer: Viewer) -> tuple[Practice, ...]:
    """Proposals in the workbooks of the viewer's organisations that became no lab yet, the last changed first."""
    found = rows(_sheets, organisations=list(viewer.memberships)) if viewer.memberships else ()
    return tuple(Practice(*line) for line in found)


def proposal_in(practice: Practice) -> dict[str, Any]:
    """What the sheet says, by the fields of a proposal's form."""
    said = _said(practice.sheet_id)
    need = [said.get("question", ""), said.get("why-lab", "")]
    return {
        "organisation": practice.organisation_id,
        "title": shorten(said.get("question", ""), 120, placeholder="…"),
        "theme": shorten(said.get("theme", ""), 120, placeholder="…"),
        "need": "\n\n".join(part for part in need if part),
        "asker": _ASKERS.get(said.get("asks", "")),
        "target": _TARGETS.get(said.get("becomes", ""), ""),
        "audience": shorten(said.get("roll-out", ""), 200, placeholder="…"),
        "scale": _whole(said.get("testers", "")),
    }


def hypothesis_in(practice: Practice) -> dict[str, Any]:
    """What the test card of the same workbook and edition says, by the parts of a hypothesis; empty without one."""
    line = row(_beside, sheet=practice.sheet_id)
    if line is None:
        return {}
    said = _said(line.id)
    parts: dict[str, Any] = {part: said.get(field, "") for part, field in {**_HYPOTHESIS, **_PRODUCT}.items()}
    share = _whole(said.get("threshold", ""))
    parts["threshold"] = share if share and share <= 100 else None
    parts["missing_rule"] = "bounds" if said.get("missing-answers") else ""
    parts["product_kind"] = _PRODUCT_KINDS.get(said.get("product-kind", ""), "")
    return parts


def _said(sheet_id: int) -> Mapping[str, str]:
    values = current_values(sheet_id).values()
    return {value.field: str(value.value).strip() for value in values if value.row is None and isinstance(value.value, str)}


def _whole(text: str) -> int | None:
    """A whole number of at least one, as sheets keep numbers; None where something else stands there."""
    number = Fraction(text) if text else Fraction(0)
    return int(number) if number.denominator == 1 and number >= 1 else None
