"""The strategy document as plain data: what the page shows, and what is written as DOCX, PDF, HTML and Markdown. Knows no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clustercourse.kinds.pictures.drawing import Drawing

LONG_TEXT = 60
"""Characters from which an answer is a text of its own, not a detail."""


@dataclass(frozen=True)
class Fact:
    """One answer: what was asked, what stands there, and where it is from. `state` is empty, or says why there is no text ("not known")."""

    label: str
    text: str
    state: str = ""
    source: str = ""


@dataclass(frozen=True)
class Grid:
    """A table of a worksheet with its computed columns. `numbers` are the places of the columns that hold numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Part:
    """What one accepted worksheet gives a section. `address` leads to the sheet; `note` says what its results do not show.

    `outcomes` are its single results; `is_private`: it holds judgements that are for the people of the organisation only.
    """

    title: str
    address: str
    accepted_on: date
    facts: tuple[Fact, ...]
    grids: tuple[Grid, ...]
    pictures: tuple[Drawing, ...]
    note: str = ""
    outcomes: tuple[Fact, ...] = ()
    is_private: bool = False

    @property
    def texts(self) -> tuple[Fact, ...]:
        """The longer answers: what a board reads."""
        return tuple(fact for fact in self.facts if len(fact.text) > LONG_TEXT)

    @property
    def details(self) -> tuple[Fact, ...]:
        """The other answers, also those that are not known."""
        return tuple(fact for fact in self.facts if len(fact.text) <= LONG_TEXT)


@dataclass(frozen=True)
class Section:
    """`own_text` is Markdown that people of the organisation wrote; nothing overwrites it. It stands before the parts."""

    key: str
    title: str
    own_text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Remark:
    """Something to look at before the board does: a gap, an old figure, a contradiction."""

    sentence: str
    address: str


@dataclass(frozen=True)
class StrategyDocument:
    title: str
    organisation: str
    made_on: date
    language: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    remarks: tuple[Remark, ...]
