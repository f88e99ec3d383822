"""The browser at hand, for views that note where something came from."""

from __future__ import annotations

from flask import request

from clustercourse.accounts.devices import shortened


def network() -> str:
    """The network of whoever asks, shortened: too little to find a person."""
    return shortened(request.remote_addr or "")
