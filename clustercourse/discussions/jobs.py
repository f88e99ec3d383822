"""What the worker does for discussions, by the name of the job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clustercourse.db import now, writing
from clustercourse.discussions.actions.clinics import ask_back
from clustercourse.jobs import periodic


@periodic("discussions.ask_back", timedelta(hours=1))
def ask_back_those_due(_values: dict[str, Any]) -> None:
    """Ask everybody whose thirty days are over what came of it."""
    with writing():
        ask_back(now())
