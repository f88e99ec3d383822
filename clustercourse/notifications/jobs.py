"""What the worker does for letters and notifications, by the name of the job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from clustercourse.jobs import job, periodic
from clustercourse.notifications.actions.letters import DELIVER
from clustercourse.notifications.actions.notices import TELL
from clustercourse.notifications.delivery import deliver, take_up_waiting
from clustercourse.notifications.digests import WRITE, plan_digests, write_digests
from clustercourse.notifications.telling import take_up_overdue, tell


@periodic("notifications.plan", timedelta(minutes=5))
def plan(_values: Mapping[str, Any]) -> None:
    """Jobs for the daily letters whose hour has come, and for what should have been told already."""
    plan_digests()
    take_up_overdue()


job(DELIVER)(deliver)
job(TELL)(tell)
job(WRITE)(write_digests)
periodic("notifications.take_up_waiting", timedelta(minutes=10))(take_up_waiting)
