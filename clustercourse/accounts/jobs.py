"""What the worker does for people, by the name of the job."""

from __future__ import annotations

from datetime import timedelta

from clustercourse.accounts.actions.passwords import write_reset
from clustercourse.accounts.erasing import tidy
from clustercourse.accounts.exporting import make_export
from clustercourse.jobs import job, periodic

job("accounts.export")(make_export)
job("accounts.reset")(write_reset)
periodic("accounts.tidy", timedelta(hours=1))(tidy)
