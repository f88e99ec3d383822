"""Addresses in words: from a title to a slug that nobody has yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 60
_RESERVED = frozenset({"new", "mine", "shared", "submissions", "answers"})
"""Words that stand where a slug could: `/cohorts/new`, `/workbook/mine/`, `/labs/answers/`."""


def free_slug(title: str, *, or_else: str, taken: Callable[[str], Collection[str]]) -> str:
    """A slug for a title; with a number behind it when others have it. `taken` gives the slugs that begin with a text."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST].strip("-") or or_else
    known = set(taken(base)) | _RESERVED
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(known) + 3))) if slug not in known)
