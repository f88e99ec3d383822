"""A problem in a course file: where it stands and what to do, in a trainer's words."""

from dataclasses import dataclass, replace
from typing import Literal

from clustercourse.language import Message

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One sentence about one line of one file. Errors stop a publication, warnings do not; a note says what is still to be written."""

    path: str
    line: int
    sentence: Message | str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"

    def under(self, folder: str) -> "Problem":
        """The same problem seen from further up in the tree."""
        return replace(self, path=f"{folder}/{self.path}" if folder else self.path)


def in_order(problems: list[Problem]) -> list[Problem]:
    """Without repetitions; by file, then line, then sentence."""
    unique = {(problem.path, problem.line, str(problem.sentence)): problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def has_errors(problems: list[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)
