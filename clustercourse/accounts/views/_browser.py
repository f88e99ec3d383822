"""The browser at hand: who it is, what lets it in, and pages that are opened from letters."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from clustercourse.accounts.devices import Browser, browser_of
from clustercourse.accounts.entering import Entered
from clustercourse.language import Message
from clustercourse.web import cookies
from clustercourse.web.pages import go, page

KNOWN_DAYS = 365


def browser() -> Browser:
    return browser_of(request.user_agent.string, request.remote_addr)


def welcome(entered: Entered, address: str | None = "/", said: Message | None = None) -> Response:
    """On to a page, with the cookies of somebody who was let in."""
    response = go(address or "/", said)
    cookies.write(response, "sign-in", entered.token, days=cookies.SIGN_IN_DAYS if entered.stays else None)
    cookies.write(response, "known", entered.mark, days=KNOWN_DAYS)
    return response


def letter_page(template: str, status: int = 200, **values: Any) -> Response:
    """A page whose address is a secret from a letter: no other site learns it."""
    response = page(template, status, **values)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def link_is_over(sentence: Message | str) -> Response:
    """What somebody sees who opens a link a second time or too late."""
    return letter_page("accounts/links/over.html", 410, sentence=sentence)
