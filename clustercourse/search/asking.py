"""A question in the words of each database's index."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def reach(viewer: Viewer, entered: Collection[int]) -> list[str]:
    """The marks of what a viewer may find; none where that is everything.

    What is for everybody, for whoever is signed in, and of the cohorts and courses they are inside of. `entered` are those courses.
    """
    if viewer.is_admin:
        return []
    signed_in = ["_signedin"] if viewer.is_signed_in else []
    cohorts = {cohort_id for cohort_id in viewer.seats if viewer.takes_part(cohort_id)} | set(viewer.cohort_teams)
    inside = [f"_cohort{cohort_id}" for cohort_id in sorted(cohorts)] + [f"_course{course_id}" for course_id in sorted(entered)]
    return ["_everybody", "_acquainted", *signed_in, *inside]
