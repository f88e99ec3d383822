"""What may be done in cohorts. `cohort` is a cohort as a query gives it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from clustercourse.viewer import Viewer


class Met(Protocol):
    """As much of a cohort as these rules look at."""

    @property
    def id(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def admission(self) -> str: ...


def can_plan_cohort(viewer: Viewer, _thing: object = None) -> bool:
    """Administrators, and whoever coordinates a cohort or trains in a course already."""
    coordinates = any("coordinator" in roles for roles in viewer.cohort_teams.values())
    trains = any("trainer" in roles for roles in viewer.teams.values())
    return viewer.is_admin or coordinates or trains


def can_see_cohort(viewer: Viewer, cohort: Met) -> bool:
    """Those who run it, those who have or had a seat, and everybody once it is published and not by invitation only."""
    if viewer.runs(cohort.id) or cohort.id in viewer.seats:
        return True
    return cohort.state != "planned" and cohort.admission != "by_invitation"


def can_coordinate(viewer: Viewer, cohort: Met) -> bool:
    """Plan it, give its places, write to its people, decide."""
    return viewer.coordinates(cohort.id)


def can_run_cohort(viewer: Viewer, cohort: Met) -> bool:
    """Keep the register: its coordinators and trainers."""
    return viewer.runs(cohort.id)


def can_see_inside(viewer: Viewer, cohort: Met) -> bool:
    """See people, materials and links of the sessions."""
    return viewer.runs(cohort.id) or viewer.takes_part(cohort.id)


def can_apply(viewer: Viewer, cohort: Met) -> bool:
    """Whoever is signed in and has no place and no application that goes on, while it is published and not by invitation only."""
    going_on = viewer.seats.get(cohort.id) in ("applied", "offered", "waitlisted", "confirmed", "finished", "removed", "moved")
    return viewer.is_signed_in and cohort.state == "published" and cohort.admission != "by_invitation" and not going_on


def can_grant_exceptions(viewer: Viewer, cohort: Met, courses: Collection[int] = ()) -> bool:
    """Let one person past a lock or a condition: coordinators, and the trainers of a course that the cohort takes."""
    return viewer.coordinates(cohort.id) or any(trains_in(viewer, course_id) for course_id in courses)


def trains_in(viewer: Viewer, course_id: int) -> bool:
    return viewer.is_admin or "trainer" in viewer.teams.get(course_id, frozenset())
