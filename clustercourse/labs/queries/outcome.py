"""What came of a lab, for its page: versions of its product, where it was told, and the cohorts that followed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.policy import can_see_cohort
from clustercourse.cohorts.queries.waiting import HELD
from clustercourse.db import row, rows
from clustercourse.labs.queries.products import Version, versions_of
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import LabLink
from clustercourse.models.methods import CHANNELS, Dissemination
from clustercourse.models.seats import Seat
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Told:
    id: int
    channel: str
    title: str
    on_day: date
    audience: str
    address: str


@dataclass(frozen=True)
class FollowUp:
    """A cohort that follows a lab up. `taken`: places, that is people; they need not come from an organisation that tested (L-24)."""

    id: int
    slug: str
    title: str
    state: str
    admission: str
    taken: int


@dataclass(frozen=True)
class Outcome:
    versions: tuple[Version, ...]
    told: tuple[Told, ...]
    follow_ups: tuple[FollowUp, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        return unused(self.told)


_told = (
    select(*(getattr(Dissemination, name) for name in Told.__dataclass_fields__))
    .where(Dissemination.lab_id == bindparam("lab"))
    .order_by(Dissemination.on_day.desc(), Dissemination.id.desc())
)
_one = _told.where(Dissemination.id == bindparam("number"))
_taken = select(func.count(Seat.id)).where(Seat.cohort_id == Cohort.id, Seat.state.in_(HELD)).scalar_subquery()
_after = (
    select(Cohort.id, Cohort.slug, Cohort.title, Cohort.state, Cohort.admission, _taken)
    .join(LabLink, LabLink.cohort_id == Cohort.id)
    .where(LabLink.lab_id == bindparam("lab"), LabLink.relation == "after", Cohort.state != "cancelled")
    .order_by(LabLink.id)
)


def outcome_of(viewer: Viewer, lab_id: int) -> Outcome:
    """Of the cohorts that follow, those that the viewer may see."""
    after = (FollowUp(*found) for found in rows(_after, lab=lab_id))
    return Outcome(versions_of(lab_id), told_of(lab_id), tuple(each for each in after if can_see_cohort(viewer, each)))


def told_of(lab_id: int) -> tuple[Told, ...]:
    """Everywhere the result was told, the last first."""
    return tuple(Told(*found) for found in rows(_told, lab=lab_id))


def telling_at(lab_id: int, number: int) -> Told | None:
    found = row(_one, lab=lab_id, number=number)
    return Told(*found) if found is not None else None


def unused(told: Sequence[Told]) -> tuple[str, ...]:
    """The channels in which it was not told."""
    used = {each.channel for each in told}
    return tuple(channel for channel in CHANNELS if channel not in used)
