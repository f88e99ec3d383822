"""A question in the words of each database's index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clustercourse.search.words import Phrase, Wanted, Words, goes_on
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Signs:
    """How an index writes `and` and `or`."""

    is_sqlite: bool
    both: str
    either: str

    def question(self, words: Wanted, *, in_title: bool = False, marks: Sequence[Sequence[str]] = ()) -> str:
        """Every phrase must occur, and of each row of marks one."""
        said = self.both.join(self._phrase(phrase, in_title=in_title) for phrase in words.phrases)
        if self.is_sqlite and in_title:
            said = f"{{title_folded}} : ({said})"
        return self.both.join([said, *(f"({self.either.join(choice)})" for choice in marks if choice)])

    def _phrase(self, phrase: Phrase, *, in_title: bool) -> str:
        spellings = (_in_sqlite(words) if self.is_sqlite else _in_postgresql(words, in_title=in_title) for words in phrase.spellings)
        return f"({self.either.join(spellings)})"


def _in_sqlite(words: Words) -> str:
    return f'"{" ".join(words)}"' + ("*" if goes_on(words[-1]) else "")


def _in_postgresql(words: Words, *, in_title: bool) -> str:
    """Words with the weight `A` stand in the title; a star after the last one lets it go on."""
    title = "A" if in_title else ""
    ends = [title] * (len(words) - 1) + [title + "*" * goes_on(words[-1])]
    return "(" + " <-> ".join(f"'{word}':{end}".removesuffix(":") for word, end in zip(words, ends, strict=True)) + ")"


SQLITE = Signs(is_sqlite=True, both=" AND ", either=" OR ")
POSTGRESQL = Signs(is_sqlite=False, both=" & ", either=" | ")


def reach(viewer: Viewer, signs: Signs) -> str:
    """The marks of what a viewer may find: for everybody, for whoever is signed in, of the cohorts they are inside of.

    Which courses and people they see is asked in the statement.
    """
    marks = ["_everybody", "_acquainted"]
    if viewer.is_signed_in:
        marks.append("_signedin")
    inside = {cohort_id for cohort_id in viewer.seats if viewer.takes_part(cohort_id)} | set(viewer.cohort_teams)
    return signs.either.join([*marks, *(f"_cohort{cohort_id}" for cohort_id in sorted(inside))])
