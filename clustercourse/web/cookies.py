"""The few cookies: the sign-in, the visitor (for forms before signing in), a flash, the language and the theme."""

from __future__ import annotations

import hashlib
import secrets

from flask import Response, g, request

from clustercourse.house import house

SIGN_IN_DAYS = 90


def name_of(cookie: str) -> str:
    return f"__Host-cc-{cookie}" if house().is_secure else f"cc-{cookie}"


def read(cookie: str) -> str:
    return request.cookies.get(name_of(cookie), "")


def write(response: Response, cookie: str, text: str, *, days: int | None = None, for_scripts: bool = False) -> None:
    response.set_cookie(
        name_of(cookie),
        text,
        max_age=None if days is None else days * 86400,
        secure=house().is_secure,
        httponly=not for_scripts,
        samesite="Lax",
        path="/",
    )


def remove(response: Response, cookie: str) -> None:
    response.delete_cookie(name_of(cookie), secure=house().is_secure, httponly=True, samesite="Lax", path="/")


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def visitor() -> str:
    """The random name of this browser, made when a form first needs one; set on the answer by `web.requests`."""
    known: str | None = g.get("visitor")
    if known is None:
        known = read("visitor")
        if len(known) != 43:
            known = secrets.token_urlsafe(32)
            g.new_visitor = known
        g.visitor = known
    return known
