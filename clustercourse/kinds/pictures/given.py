"""What a picture is given, row by row: names, numbers that may not be known, and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from clustercourse.kinds.calculations.outcome import Outcome, missing
from clustercourse.kinds.pictures.drawing import Drawn
from clustercourse.language import LANGUAGES, Message, _, speaking

_BULLET = re.compile(r"^\s*[-*•–]\s+")
NOTHING = missing((), _("Nothing stands here yet."))


@dataclass(frozen=True)
class Entry:
    """One row. `place` is its number in the table, from 0; rows in which nothing stands are no entries."""

    place: int
    name: str
    outcomes: tuple[Outcome, ...] = ()
    texts: tuple[str, ...] = ()
    is_named: bool = True

    def number(self, column: int) -> Fraction | None:
        return self.outcomes[column].number


def first(held: Drawn) -> Outcome:
    """What stands in the first row of a column."""
    return outcome(next(iter(_column(held)), None))


def entries(name: Drawn, *, numbers: Sequence[Drawn] = (), texts: Sequence[Drawn] = ()) -> list[Entry]:
    """The rows in which something stands. Columns that are not bound are short; what is not there is not known."""
    columns = [_column(each) for each in (name, *numbers, *texts)]
    found = []
    for place in range(max(len(column) for column in columns)):
        held = [column[place] if place < len(column) else None for column in columns]
        words = [text(each) for each in (held[0], *held[1 + len(numbers) :])]
        outcomes = tuple(outcome(each) for each in held[1 : 1 + len(numbers)])
        if any(words) or any(each.state != "missing" for each in outcomes):
            found.append(Entry(place, words[0] or str(_("(no name)")), outcomes, tuple(words[1:]), bool(words[0])))
    return found


def _column(held: Drawn) -> Sequence[Outcome | str | None]:
    return (held,) if held is None or isinstance(held, Outcome | str) else held


def outcome(held: Drawn | Outcome | str) -> Outcome:
    """A single number; what is none is not known."""
    return held if isinstance(held, Outcome) else NOTHING


def outcomes(held: Drawn) -> list[Outcome]:
    """A column of numbers by itself, with the rows in which nothing stands; none where it holds nothing at all."""
    column = [outcome(each) for each in _column(held)]
    return column if any(each.state != "missing" for each in column) else []


def number(held: Drawn) -> Fraction | None:
    return outcome(held).number


def text(held: Drawn | Outcome | str) -> str:
    """A single text on one line, empty where nothing stands."""
    return " ".join(_typed(held).split())


def lines(held: Drawn | Outcome | str) -> list[str]:
    """The lines of a single text as they were typed, without the empty ones and without the marks of a list."""
    found = (" ".join(_BULLET.sub("", line).split()) for line in _typed(held).splitlines())
    return [line for line in found if line]


def _typed(held: Drawn | Outcome | str) -> str:
    if isinstance(held, Outcome):
        held = held.value if isinstance(held.value, str) else None
    return held if isinstance(held, str) else ""


def chosen(said: str, words: Iterable[tuple[str, Message]]) -> str | None:
    """Which of some words a text is, by its key, in any language of the site: a worksheet may speak another one than the page."""
    low = said.casefold()
    for key, message in words:
        if low and any(low == form or (len(form) > 4 and low.startswith(form)) for form in (key, *_forms(message))):
            return key
    return None


@cache
def _forms(word: Message) -> frozenset[str]:
    forms = {word.text.casefold()}
    for language in LANGUAGES:
        with speaking(language):
            forms.add(str(word).casefold())
    return frozenset(forms)


YES_NO = (("yes", _("yes")), ("no", _("no")))


def agreed(said: str) -> bool | None:
    """Yes, no, or not known."""
    return {"yes": True, "no": False}.get(chosen(said, YES_NO) or "")


def furthest(found: Sequence[Entry], column: int) -> tuple[Fraction | None, list[str]]:
    """The highest number of a column, and the names of all rows that have it: ties stay ties."""
    known = [(number, each.name) for each in found if (number := each.number(column)) is not None]
    highest = max((number for number, _name in known), default=None)
    return highest, [name for number, name in known if number == highest]
