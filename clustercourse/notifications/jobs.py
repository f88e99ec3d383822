"""What the worker does for letters, by the name of the job."""

from __future__ import annotations

from datetime import timedelta

from clustercourse.jobs import job, periodic
from clustercourse.notifications.delivery import deliver, take_up_waiting

job("notifications.deliver")(deliver)
periodic("notifications.take_up_waiting", timedelta(minutes=10))(take_up_waiting)
