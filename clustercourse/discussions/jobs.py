"""What the worker does for discussions, by the name of the job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clustercourse.db import now, writing
from clustercourse.discussions.actions.clinics import ask_back
from clustercourse.discussions.actions.counting import note_all_posts_of, note_posts_of_course, note_writers_of
from clustercourse.jobs import job, periodic

COUNT = "discussions.count_posts"


@periodic("discussions.ask_back", timedelta(hours=1))
def ask_back_those_due(_values: dict[str, Any]) -> None:
    """Ask everybody whose thirty days are over what came of it."""
    with writing():
        ask_back(now())


@job(COUNT)
def count_posts(values: dict[str, Any]) -> None:
    """Tell the courses again who has written how much: in a topic that hangs elsewhere now, one person, or all of a course."""
    with writing():
        if "topic" in values:
            note_writers_of(values["topic"], by=values["by"])
        elif "person" in values:
            note_all_posts_of(values["person"], by=None)
        else:
            note_posts_of_course(values["course"])
