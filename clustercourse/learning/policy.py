"""What may be done in courses. `here` is a course as the viewer meets it (`queries.enrolments.CourseHere`)."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class Met(Protocol):
    """As much of a course as these rules look at."""

    @property
    def course_id(self) -> int: ...

    @property
    def access(self) -> str: ...

    @property
    def is_enrolled(self) -> bool: ...

    @property
    def is_finished(self) -> bool: ...


def can_enrol(viewer: Viewer, here: Met) -> bool:
    """Anybody signed in, in an open course; in an invited one only its team. Who finished may take it again."""
    may_join = here.access == "open" or viewer.teaches(here.course_id)
    return viewer.is_signed_in and may_join and (here.is_finished or not here.is_enrolled)


def can_withdraw(viewer: Viewer, here: Met) -> bool:
    return viewer.is_signed_in and here.is_enrolled and not here.is_finished


def can_manage_learners(viewer: Viewer, here: Met) -> bool:
    """See who is in a course, put people in and take them out: its trainers and the administrators."""
    return viewer.is_admin or "trainer" in viewer.teams.get(here.course_id, frozenset())
