"""What a version asks of a learner before something is done, and when it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Requirement:
    """One condition of a rule: `what` must have happened to the item with this key.

    `threshold` is a percentage, for `pass`, or a number of posts, for `post`; `session` the key of a session of the cohort, for `attend`.
    """

    what: str
    item: str
    threshold: int | None = None
    session: str | None = None

    @property
    def word(self) -> str:
        """The word under which evidence for it is kept: `read`, `submit`, `pass`, `attend.` and the session, or `post.` and how many."""
        if self.what == "post":
            return f"post.{self.threshold}"
        return f"{self.what}.{self.session}" if self.session else self.what

    @property
    def name(self) -> str:
        """The condition in one word without colons, as exceptions name it."""
        return f"{self.word}@{self.item}"

    def to_json(self) -> dict[str, Any]:
        plain = {"what": self.what, "item": self.item, "threshold": self.threshold}
        return plain | ({"session": self.session} if self.session else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["what"], data["item"], data.get("threshold"), data.get("session"))


@dataclass(frozen=True)
class Opens:
    """Opens with a session of the cohort, or so many days or hours after it; before it where they are below zero."""

    session: str
    days: int = 0
    hours: int = 0
