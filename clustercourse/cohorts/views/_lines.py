"""The rows of a register as prepared strings: each template is rendered once and filled in for every person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup, escape

from clustercourse.cohorts.attendance_words import CHOICES, mark_words
from clustercourse.cohorts.queries.register import Line
from clustercourse.language import language
from clustercourse.text import trusted
from clustercourse.web.templating import kept

_ROW = "cohorts/registers/_row.html"
_CHOICES = tuple(CHOICES.items())


class Lines:
    """Draws the people of a register: as rows to tap, and as the plain form for browsers without scripts."""

    def __init__(self, lines: Sequence[Line], *, minutes: int, me: int | None) -> None:
        note = str(kept(get_template_attribute(_ROW, "note")))
        self._filled = [_values(line, note, me) for line in lines]
        self._row = str(kept(get_template_attribute(_ROW, "row")))
        self._plain_row = str(kept(get_template_attribute(_ROW, "plain_row"), minutes))
        options = get_template_attribute(_ROW, "options")
        self._options = {name: str(kept(options, _CHOICES, name)) for name in CHOICES}

    @property
    def rows(self) -> Markup:
        return trusted("".join([self._row.format(**values) for values in self._filled]))

    @property
    def plain_rows(self) -> Markup:
        return trusted("".join([self._plain_row.format(**values, options=self._options[values["status"]]) for values in self._filled]))


def _values(line: Line, note: str, me: int | None) -> dict[str, str]:
    """Everything a row says, escaped."""
    name, initials = _named(line.name)
    return {
        "seat": str(line.seat_id),
        "number": str(line.number),
        "status": line.status,
        "place": line.place,
        "arrived": "" if line.arrived is None else str(line.arrived),
        "left": "" if line.left is None else str(line.left),
        "find": str(escape(line.found_by)),
        "initials": initials,
        "name": name,
        "note": note if line.apology_id is not None and line.decision is None else "",
        "mine": "yes" if me is not None and line.by_id == me else "",
        "words": _words(line.status, line.arrived, line.left, line.place, language()),
    }


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[str, str]:
    """A name and its initials, escaped."""
    words = name.split() or ["?"]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    return str(escape(name)), str(escape(initials))


@lru_cache(maxsize=1024)
def _words(status: str, arrived: int | None, left: int | None, place: str, _language: str) -> str:
    return str(escape(str(mark_words(status, arrived, left, place))))
