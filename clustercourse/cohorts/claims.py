"""Claims: a signed word that this browser held a good code a moment ago, so that signing in does not lose it."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer

from clustercourse.house import house

LIFE = 600
"""Seconds a claim holds."""


def new_claim(session_id: int) -> str:
    """A claim for a session; no two are the same."""
    return _serializer().dumps([session_id, secrets.token_urlsafe(12)])


def claims(text: str, session_id: int) -> bool:
    """Whether this is a claim for this session, made by us at most ten minutes ago and not in the future."""
    try:
        claimed, _number = _serializer().loads(text, max_age=LIFE)
    except (BadSignature, TypeError, ValueError):
        return False
    return bool(claimed == session_id)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().secret_key, salt="check-in-claim")
