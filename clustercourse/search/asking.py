"""A question in the words of each database's index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clustercourse.search.words import Wanted, Words, goes_on, in_title
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Signs:
    """How an index writes `and` and `or`."""

    is_sqlite: bool
    both: str
    either: str

    def question(self, words: Wanted, *, titles: bool = False, marks: Sequence[Sequence[str]] = ()) -> str:
        """Every phrase must occur, with `titles` in the title, and of each row of marks one."""
        said = [f"({self.either.join(self._phrase(each, titles) for each in phrase.spellings)})" for phrase in words.phrases]
        return self.both.join([*said, *(f"({self.either.join(choice)})" for choice in marks if choice)])

    def _phrase(self, words: Words, titles: bool) -> str:
        asked = [in_title(word) for word in words] if titles else words
        if self.is_sqlite:
            return f'"{" ".join(asked)}"' + "*" * goes_on(words[-1])
        return "(" + " <-> ".join(f"'{word}'" for word in asked) + ":*" * goes_on(words[-1]) + ")"


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
