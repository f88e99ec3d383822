"""The cells of an attendance table as prepared strings: thousands of them are a few different ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from flask import get_template_attribute
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from clustercourse.cohorts.attendance_words import letter_of, mark_words, shape
from clustercourse.cohorts.queries.attendance import Row, Said
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.language import _, language, number, percent, percent_words
from clustercourse.text import trusted
from clustercourse.web.templating import kept

_CELL = "cohorts/grids/_cell.html"
_NOBODY_SAID = Said("expected", 0, None, None, "room")
_OUTSIDE = Said("not_expected", 0, None, None, "room")


class Cells:
    """Draws the marks of one person after the other, each different cell once."""

    def __init__(self, sessions: tuple[SessionRow, ...]) -> None:
        self._macro = get_template_attribute(_CELL, "cell")
        self._row = str(kept(get_template_attribute(_CELL, "row")))
        self._days = [session.on_day for session in sessions]
        self._numbers = [(session.minutes, session.counts) for session in sessions]
        drawn: dict[tuple[int, bool], dict[Said | None, str]] = {numbers: {} for numbers in self._numbers}
        self._drawn = [drawn[numbers] for numbers in self._numbers]

    def rows(self, rows: Sequence[Row]) -> Markup:
        """Everybody: name, cells in the order of the sessions, percentage with its formula."""
        return trusted("".join([self._row.format(**self._values(row)) for row in rows]))

    def _values(self, row: Row) -> dict[str, str]:
        outcome = row.outcome
        said_where = enumerate(zip(self._marks(row), self._drawn, strict=True))
        cells = "".join([drawn.get(said) or self._draw(said, at) for at, (said, drawn) in said_where])
        numbers = {"attended": str(outcome.attended), "held": str(outcome.held), "percent": share_text(outcome.attended, outcome.held)}
        return {"seat": str(row.seat_id), "name": str(escape(row.name)), "cells": cells, "state": outcome.state, **numbers}

    def _marks(self, row: Row) -> Sequence[Said | None]:
        if row.belonging.joined_on is None and row.belonging.left_on is None:
            return row.marks
        covers = row.belonging.covers
        return [said or (None if covers(day) else _OUTSIDE) for said, day in zip(row.marks, self._days, strict=True)]

    def _draw(self, said: Said | None, at: int) -> str:
        made = self._drawn[at][said] = _cell(self._macro, said or _NOBODY_SAID, *self._numbers[at], language())
        return made


@lru_cache(maxsize=4096)
def _cell(macro: Macro, said: Said, minutes: int, counts: bool, _language: str) -> str:
    """The cell of a mark at a session of so many minutes."""
    name = shape(said.status, said.arrived, said.left)
    letter = letter_of("late" if name == "left" else name)
    words = str(mark_words(said.status, said.arrived, said.left, said.place))
    if said.status == "present":
        words = str(_("{words}: {n} of {all} minutes", words=words, n=said.minutes, all=minutes))
    if not counts:
        words = str(_("{words}. This session does not count.", words=words))
    return str(macro(name, letter, words))


def percent_text(attended: int, held: int) -> str:
    """With two decimals, so that 79.96 does not look like 80."""
    return _percent_text(attended, held, language()) if held else "–"


@lru_cache(maxsize=4096)
def _percent_text(attended: int, held: int, _language: str) -> str:
    """Cut, not rounded: what is shown as 80 is at least 80."""
    return number(attended * 10000 // held / 100, 2)


def share_text(attended: int, held: int) -> str:
    """The same with its sign, for tables: “97.43%”, and “100%” where it is whole."""
    return _share_text(attended, held, language()) if held else "–"


@lru_cache(maxsize=4096)
def _share_text(attended: int, held: int, _language: str) -> str:
    hundredths = attended * 10000 // held
    return percent_words(Fraction(hundredths, 10000), 2) if hundredths % 100 else percent(hundredths // 100)
