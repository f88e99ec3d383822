"""The words and letters for marks: what a register says of one person at one session."""

from __future__ import annotations

from typing import Any

from clustercourse.cohorts.words import STATUS_WORDS
from clustercourse.language import Message, _

SOURCE_WORDS: dict[str, Message] = {
    "register": _("on the register"),
    "grid": _("in the overview"),
    "check-in": _("by checking in"),
    "import": _("from a file"),
    "apology": _("by an apology"),
}
LETTERS: dict[str, Message] = {"present": _("P"), "late": _("L"), "absent": _("A"), "excused": _("E")}
"""The first letters of the words, for the cells of the overview; what has none is a sign."""
_SIGNS = {"not_expected": "–"}
CHOICES: dict[str, Message] = {name: STATUS_WORDS[name] for name in ("expected", "present", "absent", "excused", "not_expected")}


def shape(status: str, arrived: int | None, left: int | None) -> str:
    """The status, with `late` and `left` for people who were there for a part."""
    if status != "present":
        return status
    return "late" if arrived else "left" if left is not None else "present"


def mark_words(status: str, arrived: int | None = None, left: int | None = None, place: str = "room") -> Message:
    """As in “Present”, “10 min late”, “Left after 60 min”."""
    if status != "present":
        return STATUS_WORDS.get(status, STATUS_WORDS["expected"])
    if arrived and left is not None:
        return _("{n} min late, left after {m} min", n=arrived, m=left)
    if arrived:
        return _("{n} min late", n=arrived)
    if left is not None:
        return _("Left after {m} min", m=left)
    return _("Present online") if place == "online" else STATUS_WORDS["present"]


def said_words(said: dict[str, Any]) -> Message:
    """The same for what a revision keeps."""
    return mark_words(said.get("status", "expected"), said.get("arrived"), said.get("left"), said.get("place", "room"))


APOLOGY_WORDS: dict[str, Message] = {
    "": _("Your apology is sent. The coordinator has not decided yet."),
    "excused": _("You are excused."),
    "declined": _("You are not excused."),
}
"""What was decided about one's own apology."""


def letter_of(name: str) -> str:
    """The letter or sign of a mark in the overview, in the language at hand."""
    return str(LETTERS[name]) if name in LETTERS else _SIGNS.get(name, "·")
