"""What comes next for a person in their cohorts: for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.queries.calendar import Planned, planned_for
from clustercourse.db import now, rows
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat
from clustercourse.viewer import Viewer

_FAR, _SOON = timedelta(days=120), timedelta(days=14)


@dataclass(frozen=True)
class Undecided:
    """Applications to a cohort that its coordinators have not answered."""

    slug: str
    title: str
    number: int


@dataclass(frozen=True)
class Coming:
    """The next session, going on or to come, what is due within a fortnight, and who waits for a coordinator's answer."""

    session: Planned | None = None
    deadlines: tuple[Planned, ...] = ()
    undecided: tuple[Undecided, ...] = ()


_undecided = (
    select(Cohort.slug, Cohort.title, func.count().label("number"))
    .join(Seat, (Seat.cohort_id == Cohort.id) & (Seat.state == "applied"))
    .where(Cohort.id.in_(bindparam("cohorts", expanding=True)), Cohort.state == "published")
    .group_by(Cohort.id, Cohort.slug, Cohort.title)
    .order_by(Cohort.id)
)


def coming_for(viewer: Viewer) -> Coming:
    """Two statements, three for a coordinator; none for people without a cohort."""
    if viewer.person_id is None or not (viewer.seats or viewer.cohort_teams):
        return Coming()
    moment = now()
    planned = [each for each in planned_for(viewer.person_id, since=moment, until=moment + _FAR) if not each.is_cancelled]
    session = next((each for each in planned if not each.is_deadline), None)
    deadlines = tuple(each for each in planned if each.is_deadline and each.ends <= moment + _SOON)
    own = [cohort for cohort, roles in viewer.cohort_teams.items() if "coordinator" in roles]
    return Coming(session, deadlines, tuple(Undecided(*found) for found in rows(_undecided, cohorts=own)) if own else ())
