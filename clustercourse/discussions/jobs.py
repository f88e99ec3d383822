"""What the worker does for discussions, by the name of the job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clustercourse.db import now, writing
from clustercourse.discussions.actions.clinics import ask_back
from clustercourse.discussions.actions.counting import note_posts_of_course, note_writers_of
from clustercourse.jobs import job, periodic

COUNT = "discussions.count_posts"


@periodic("discussions.ask_back", timedelta(hours=1))
def ask_back_those_due(_values: dict[str, Any]) -> None:
    """Ask everybody whose thirty days are over what came of it."""
    with writing():
        ask_back(now())


@job(COUNT)
def count_posts(values: dict[str, Any]) -> None:
    """Tell the courses again who has written how much: of a topic that hangs elsewhere now, or of a course that asks for more."""
    with writing():
        if "topic" in values:
            note_writers_of(values["topic"], by=values["by"])
        else:
            note_posts_of_course(values["course"])
