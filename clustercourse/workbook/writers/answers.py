"""The answers and the single results of a worksheet, as the tables that every format shows them in."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.language import _
from clustercourse.workbook.queries.document import Fact, Part
from clustercourse.workbook.writers.words import source_line, words


@dataclass(frozen=True)
class Answer:
    """`state` is the word where no answer stands, or beside one; `below` says where it is from, or why there is none."""

    label: str
    text: str
    state: str
    below: str


@dataclass(frozen=True)
class AnswerTable:
    """`caption` is for those who listen: on the page the table stands under the title of its sheet."""

    caption: str
    heads: tuple[str, str]
    answers: tuple[Answer, ...]


def answer_tables(part: Part) -> tuple[AnswerTable, ...]:
    """None that is empty."""
    said = words()
    asked = AnswerTable(part.title, (said.question, said.answer), tuple(_answer(fact, source_line(fact.source)) for fact in part.facts))
    found = tuple(_answer(fact, fact.source) for fact in part.outcomes)
    results = AnswerTable(f"{part.title}: {said.result}", (said.result, said.value), found)
    return tuple(table for table in (results, asked) if table.answers)


def _answer(fact: Fact, below: str) -> Answer:
    text = fact.text.strip()
    return Answer(fact.label, text, fact.state or ("" if text else str(_("not answered yet"))), below.strip())
