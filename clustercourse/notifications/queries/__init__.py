"""Reads of letters, of what people chose about them, and of what people were told."""

from clustercourse.notifications.queries.choices import (
    CHOICES,
    DIGEST_HOUR,
    HOW,
    Choices,
    Hours,
    at_once,
    letter_choices,
)
from clustercourse.notifications.queries.letters import ListedLetter, WholeLetter, newest_letters, whole_letter

__all__ = [
    "CHOICES",
    "DIGEST_HOUR",
    "HOW",
    "Choices",
    "Hours",
    "ListedLetter",
    "WholeLetter",
    "at_once",
    "letter_choices",
    "newest_letters",
    "whole_letter",
]
