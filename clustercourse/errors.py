"""Why something was not done, in words for the person who asked."""

from __future__ import annotations

from typing import Any

from clustercourse.language import Message


class Refused(Exception):
    """An action that makes no sense now. Carries a message and its values; the words are chosen where they are shown."""

    def __init__(self, message: Message, *, field: str | None = None, **values: Any) -> None:
        super().__init__(message.text)
        self.message = message.format(**values)
        self.field = field

    @property
    def sentence(self) -> str:
        return str(self.message)


class NotHere(Exception):
    """The thing does not exist for this person. Shown as 404, whatever the reason."""


class Moved(Exception):
    """The thing has another address now: the part `was` of the path became `now_at`. Shown as a lasting redirect."""

    def __init__(self, was: str, now_at: str) -> None:
        super().__init__(now_at)
        self.was = was
        self.now_at = now_at


class NotAllowed(Exception):
    """The person may see the thing but not do this. Shown as 403."""


class TooOften(Refused):
    """Asked too often. `seconds` says how long to wait. Shown as 429."""

    def __init__(self, message: Message, *, seconds: int, **values: Any) -> None:
        super().__init__(message, **values)
        self.seconds = seconds


class Conflict(Refused):
    """Somebody else was first: both texts are kept. Shown as 409."""
