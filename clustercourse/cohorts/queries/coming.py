"""What comes next for a person in their cohorts: for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clustercourse.cohorts.queries.calendar import Planned, planned_for
from clustercourse.db import now
from clustercourse.viewer import Viewer

_FAR, _SOON = timedelta(days=120), timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """The next session, going on or to come, and what is due within a fortnight."""

    session: Planned | None = None
    deadlines: tuple[Planned, ...] = ()


def coming_for(viewer: Viewer) -> Coming:
    """Two statements; none for people without a cohort."""
    if viewer.person_id is None or not (viewer.seats or viewer.cohort_teams):
        return Coming()
    moment = now()
    planned = [each for each in planned_for(viewer.person_id, since=moment, until=moment + _FAR) if not each.is_cancelled]
    session = next((each for each in planned if not each.is_deadline), None)
    return Coming(session, tuple(each for each in planned if each.is_deadline and each.ends <= moment + _SOON))
