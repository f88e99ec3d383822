"""What the worker does for workbooks, by the name of the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from clustercourse.db import now, writing
from clustercourse.jobs import periodic
from clustercourse.workbook.actions.commitments import is_morning, remind
from clustercourse.workbook.queries.commitments import reminders_at

_AT_ONCE = 100


@periodic("workbook.remind_of_commitments", timedelta(hours=1))
def remind_of_commitments(_values: Mapping[str, Any]) -> None:
    """Ask those whose day has come, on a weekday morning where they live, in small transactions."""
    moment = now()
    due = [reminder for reminder in reminders_at(moment) if is_morning(reminder, moment)]
    for first in range(0, len(due), _AT_ONCE):
        with writing():
            for reminder in due[first : first + _AT_ONCE]:
                remind(reminder)
