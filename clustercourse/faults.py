"""Named points at which a test can end the process: `CC_FAULT=files.before_rename:kill`. Silent outside tests."""

from __future__ import annotations

import os
import signal

_chosen: list[str] = []


def arm(environment: str, wanted: str | None) -> None:
    """Called once by `create_app`; only a testing configuration can arm a point."""
    _chosen[:] = [wanted] if wanted and environment == "test" else []


def point(name: str) -> None:
    if _chosen and _chosen[0] == f"{name}:kill":
        os.kill(os.getpid(), signal.SIGKILL)
