"""What may be done in discussions. `space` is a space as a query gives it, `topic` and `post` rows of it; no rule asks the database."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class Owned(Protocol):
    """As much of a space as these rules look at: whose it is, and whether the viewer is enrolled in its course."""

    @property
    def cohort_id(self) -> int | None: ...

    @property
    def course_id(self) -> int | None: ...

    @property
    def is_enrolled(self) -> bool: ...


class Written(Protocol):
    """A topic or a post, with its space."""

    @property
    def person_id(self) -> int: ...

    @property
    def space(self) -> Owned: ...


def can_see_space(viewer: Viewer, space: Owned) -> bool:
    """Of a cohort: who takes part in it or runs it. Of a course: who is enrolled or teaches."""
    if space.cohort_id is not None:
        return viewer.runs(space.cohort_id) or viewer.takes_part(space.cohort_id)
    return space.course_id is not None and (viewer.teaches(space.course_id) or space.is_enrolled)


def can_moderate(viewer: Viewer, space: Owned) -> bool:
    """Those who run the cohort or teach the course, and nobody else's."""
    if space.cohort_id is not None:
        return viewer.runs(space.cohort_id)
    return space.course_id is not None and viewer.teaches(space.course_id)


def can_lead(viewer: Viewer, topic: Written) -> bool:
    """Who opened a topic and who moderates: accept an answer, take a case clinic a step on, change the title."""
    return viewer.person_id == topic.person_id or can_moderate(viewer, topic.space)


def can_change_post(viewer: Viewer, post: Written) -> bool:
    """Only who wrote it puts words into it."""
    return viewer.person_id == post.person_id


def can_remove_post(viewer: Viewer, post: Written) -> bool:
    return viewer.person_id == post.person_id or can_moderate(viewer, post.space)


class Removed(Written, Protocol):
    @property
    def deleted_by_id(self) -> int | None: ...


def can_restore_post(viewer: Viewer, post: Removed) -> bool:
    """Moderators, and who wrote it as long as they have removed it themselves."""
    return can_moderate(viewer, post.space) or viewer.person_id == post.person_id == post.deleted_by_id
