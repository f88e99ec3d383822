"""Who may answer exercises."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class HasEnrolment(Protocol):
    @property
    def is_enrolled(self) -> bool: ...


def can_answer_exercises(viewer: Viewer, here: HasEnrolment) -> bool:
    return viewer.is_signed_in and here.is_enrolled
