"""Whom a step of a lab concerns: those who asked, and those who are to be heard."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select, union

from clustercourse.db import row, rows
from clustercourse.labs.policy import BODIES
from clustercourse.models.accounts import SiteRole
from clustercourse.models.catalogue import Membership
from clustercourse.models.labs import Lab, LabStep

_members = (
    select(Membership.person_id)
    .join(Lab, Lab.organisation_id == Membership.organisation_id)
    .where(Lab.id == bindparam("lab"), Membership.ended_at.is_(None))
)
_proposer = select(Lab.proposer_id).where(Lab.id == bindparam("lab"), Lab.proposer_id.is_not(None))
_askers: Any = union(_members, _proposer)
_heard = select(SiteRole.person_id).where(SiteRole.role.in_(sorted(BODIES | {"facilitator"})))
_told = select(Lab.slug, Lab.title, Lab.state).where(Lab.id == bindparam("lab"))
_reason = select(LabStep.reason).where(LabStep.lab_id == bindparam("lab")).order_by(LabStep.id.desc()).limit(1)


def askers_of(lab_id: int) -> set[int]:
    """Who proposed it, and the people of the organisation whose question it is."""
    return {line[0] for line in rows(_askers, lab=lab_id)}


def heard_people() -> set[int]:
    """Members of the two boards, and facilitators."""
    return {line[0] for line in rows(_heard)}


def still_asking(person_ids: Collection[int], lab_id: int) -> set[int]:
    return set(person_ids) & askers_of(lab_id)


def still_to_hear(person_ids: Collection[int], lab_id: int) -> set[int]:
    """Nobody, once the dialogue is over."""
    lab = told_of(lab_id)
    return set(person_ids) & heard_people() if lab is not None and lab.state == "in-dialogue" else set()


def told_of(lab_id: int) -> Any:
    """Slug, title and state of a lab; None for one that is gone."""
    return row(_told, lab=lab_id)


def last_reason(lab_id: int) -> str:
    """Why its last step was taken; empty where nobody said why."""
    found = row(_reason, lab=lab_id)
    return found.reason if found is not None else ""
