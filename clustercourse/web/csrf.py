"""Form tokens: keyed to the sign-in or the visitor, masked with a fresh pad in every answer."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from flask import g, request
from wtforms import Form
from wtforms.csrf.core import CSRF, CSRFTokenField

from clustercourse.house import house
from clustercourse.web import cookies

PLACE = f"token-{secrets.token_hex(12)}"
"""Stands in pages where the token goes and is replaced when the page leaves, so that parts of pages can be kept for everybody."""

_SIZE = 32


def token() -> str:
    """A token for this browser; a different text every time, so that compressed pages do not leak it."""
    pad = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(pad + _mixed(pad, _secret())).decode()


def is_valid(text: str) -> bool:
    try:
        raw = base64.b64decode(text.encode("ascii", "replace"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    if len(raw) != 2 * _SIZE:
        return False
    return hmac.compare_digest(_mixed(raw[:_SIZE], raw[_SIZE:]), _secret())


def _mixed(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(_SIZE)


def request_is_ours() -> bool:
    """Whether a changing request comes from one of our own pages."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return False
    given = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    return is_valid(given)


def _secret() -> bytes:
    known: bytes | None = g.get("csrf_secret")
    if known is None:
        bound_to = cookies.read("sign-in") or cookies.visitor()
        known = hmac.new(house().secret_key.encode(), b"csrf:" + bound_to.encode(), hashlib.sha256).digest()
        g.csrf_secret = known
    return known


class TokenCSRF(CSRF):
    """WTForms' extension point: forms carry the same token that every changing request is checked for."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return PLACE

    def validate_csrf_token(self, form: Form, field: CSRFTokenField) -> None:
        """Checked for the whole request before any view runs."""
