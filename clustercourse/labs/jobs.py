"""What the worker does for labs, by the name of the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clustercourse.db import now, writing
from clustercourse.jobs import periodic
from clustercourse.labs.actions.homework import chase, reason_on
from clustercourse.labs.queries.homework import chased_anywhere, waiting_anywhere

MORNING = 8


@periodic("labs.chase_homework", timedelta(hours=1))
def chase_homework(_values: Mapping[str, Any]) -> None:
    """Remind of homework once before its day and once after it, in the morning where the lab is; a small transaction for each task.

    Looked at every hour, so that every zone has its morning and a worker that stood still catches up.
    """
    moment, known, wanted = now(), chased_anywhere(), {}
    for one in waiting_anywhere():
        local = moment.astimezone(ZoneInfo(one.zone))
        reason = reason_on(one, local.date())
        if local.hour >= MORNING and reason and (one.homework_id, one.participant_id, reason, one.due_on) not in known:
            wanted[one.homework_id, reason] = local.date()
    for (homework_id, reason), on in wanted.items():
        with writing():
            chase(homework_id, reason, on=on, by=None)
