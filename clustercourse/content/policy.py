"""What may be done with courses."""

from __future__ import annotations

from clustercourse.viewer import Viewer


def can_choose_version(viewer: Viewer, course_id: int) -> bool:
    """Only the team of a course reads another version than everybody."""
    return viewer.teaches(course_id)
