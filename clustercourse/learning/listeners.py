"""What a new version of a course means for the people in it."""

from __future__ import annotations

from typing import Any

from clustercourse.db import writing
from clustercourse.events import on
from clustercourse.jobs import enqueue, job
from clustercourse.learning.actions import recompute
from clustercourse.learning.queries.enrolments import open_enrolments
from clustercourse.models.events import Event


@on("content.published")
def plan_recomputing(event: Event) -> None:
    """A rule may have become easier: whoever already did what it asks should not have to do it again."""
    enqueue("learning.recompute", f"learning.recompute:{event.thing_id}", {"course": event.detail["course"]})


@job("learning.recompute")
def recompute_course(values: dict[str, Any]) -> None:
    for enrolment_id in open_enrolments(values["course"]):
        with writing():
            recompute(enrolment_id)
