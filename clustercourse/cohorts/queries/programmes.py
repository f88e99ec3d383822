"""The programme of a cohort: its sessions by part and day, and what belongs to one session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from clustercourse.cohorts.queries.posted import Material
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.db import rows
from clustercourse.models.cohorts import CohortMaterial


@dataclass(frozen=True)
class DayOfSessions:
    day: date
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True)
class PartOfProgramme:
    """The days of one part. `number` is None for sessions that belong to no part."""

    number: int | None
    title: str
    place: str
    venue: str
    days: tuple[DayOfSessions, ...]


@dataclass(frozen=True)
class Programme:
    """All sessions, the cancelled ones too. `minutes` are those that count and take place."""

    parts: tuple[PartOfProgramme, ...]
    minutes: int


_materials = (
    select(*(getattr(CohortMaterial, name) for name in Material.__dataclass_fields__))
    .where(CohortMaterial.cohort_id == bindparam("cohort"), CohortMaterial.session_id == bindparam("session"))
    .order_by(CohortMaterial.id)
)


def programme_of(cohort_id: int) -> Programme:
    """One statement however many sessions there are."""
    sessions = sessions_of(cohort_id)
    by_part: dict[int | None, list[SessionRow]] = {}
    for session in sessions:
        by_part.setdefault(session.part_number, []).append(session)
    minutes = sum(each.minutes for each in sessions if each.counts and not each.is_cancelled)
    return Programme(tuple(_part(found) for found in by_part.values()), minutes)


def _part(found: list[SessionRow]) -> PartOfProgramme:
    first = found[0]
    return PartOfProgramme(first.part_number, first.part_title, first.part_place, first.part_venue, tuple(_days(found)))


def _days(found: Iterable[SessionRow]) -> Iterable[DayOfSessions]:
    by_day: dict[date, list[SessionRow]] = {}
    for session in found:
        by_day.setdefault(session.on_day, []).append(session)
    return (DayOfSessions(day, tuple(sessions)) for day, sessions in by_day.items())


def materials_of_session(cohort_id: int, session_id: int) -> tuple[Material, ...]:
    """Files and links that belong to this session."""
    return tuple(Material(*found) for found in rows(_materials, cohort=cohort_id, session=session_id))
