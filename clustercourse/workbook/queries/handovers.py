"""Who takes a workbook over, and who keeps it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.workbook import Handover, Workbook


@dataclass(frozen=True)
class HandedOver:
    """A workbook that went to somebody, with what they should know."""

    workbook_id: int
    to_id: int
    note: str
    slug: str
    organisation: str


_keeper = (
    select(Workbook.keeper_id)
    .join(Membership, (Membership.organisation_id == Workbook.organisation_id) & (Membership.person_id == Workbook.keeper_id))
    .where(Workbook.id == bindparam("workbook"), Membership.ended_at.is_(None))
)
_handover = (
    select(Handover.workbook_id, Handover.to_id, Handover.note, Organisation.slug, Organisation.name)
    .join(Workbook, Workbook.id == Handover.workbook_id)
    .join(Organisation, Organisation.id == Workbook.organisation_id)
    .where(Handover.id == bindparam("handover"))
)


def handed_over(handover_id: int) -> HandedOver | None:
    line = row(_handover, handover=handover_id)
    return None if line is None else HandedOver(*line)


def still_keeping(person_ids: Collection[int], workbook_id: int) -> set[int]:
    """The one who looks after the workbook, while they belong to the organisation."""
    return set(person_ids) & {found.keeper_id for found in rows(_keeper, workbook=workbook_id)}
