"""No Flask session: who is signed in is a row, and nothing else is remembered in the browser."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class Empty(dict[str, Any], SessionMixin):
    """What Flask-Login looks into before it asks our own loader."""

    modified = False
    accessed = False


class NoSession(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        return Empty()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing is kept."""
