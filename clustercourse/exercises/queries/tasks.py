"""An exercise for one learner: which version of it, in which language, and what must be done before it opens."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.content.queries import Outline, OutlineItem
from clustercourse.learning.queries.completion import Step, standing
from clustercourse.learning.queries.marks import progress_of


@dataclass(frozen=True)
class Task:
    """What somebody answers. `outline` is the version they read now; an attempt already begun keeps its own. The team passes locks."""

    enrolment_id: int
    outline: Outline
    item: OutlineItem
    language: str
    may_pass_locks: bool = False


def locked_step(enrolment_id: int | None, outline: Outline, item: OutlineItem) -> Step | None:
    """This exercise or its lesson, whichever something keeps closed. Costs a statement only where the course asks for something."""
    home = outline.home_of(item)
    if not item.may_be_locked and not home.may_be_locked:
        return None
    steps = standing(outline, progress_of(enrolment_id)).steps
    return next((step for step in (steps[item.id], steps[home.id]) if step.is_locked), None)
