"""What the pages of a cohort's people share: the cohort they are about, and who was ticked."""

from __future__ import annotations

from collections.abc import Iterable

from clustercourse.cohorts.policy import can_coordinate, can_run_cohort
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.seats import SeatRow, seats_of
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.web.access import require, viewer


def coordinated(slug: str) -> CohortRow:
    """A cohort whose places the viewer may give."""
    cohort = cohort_at(viewer(), slug)
    require(can_coordinate(viewer(), cohort))
    return cohort


def run_by_me(slug: str) -> CohortRow:
    """A cohort that the viewer coordinates or teaches in."""
    cohort = cohort_at(viewer(), slug)
    require(can_run_cohort(viewer(), cohort))
    return cohort


def coordinated_session(slug: str, session_id: int) -> tuple[CohortRow, SessionRow]:
    """A session of a cohort whose places the viewer may give."""
    cohort = coordinated(slug)
    return cohort, session_at(cohort.id, session_id)


def chosen_of(cohort: CohortRow, seat_ids: Iterable[int]) -> tuple[SeatRow, ...]:
    """The ticked people of a cohort, in the order of the list; ids of others are passed over."""
    wanted = set(seat_ids)
    return tuple(seat for seat in seats_of(cohort) if seat.id in wanted)
