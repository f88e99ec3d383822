"""The `:::` blocks of a lesson: exercises, video, audio and diagrams. In the text each leaves a place that is found again."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from clustercourse.content.manuscript import DiagramBlock, MediaBlock
from clustercourse.content.problems import Problem
from clustercourse.content.validation import did_you_mean, read_as
from clustercourse.content.yaml_source import read_yaml
from clustercourse.language import _

Kind = Literal["exercise", "video", "audio", "diagram"]
KINDS: dict[str, Kind] = {"exercise": "exercise", "video": "video", "audio": "audio", "diagram": "diagram"}

_OPENING = re.compile(r":::[ \t]*([A-Za-z-]*)[ \t]*(.*)")
_CODE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")


@dataclass(frozen=True)
class Block:
    """One `:::` block: `target` is the exercise's id or the file, `content` what stands below it."""

    kind: Kind
    line: int
    target: str = ""
    media: MediaBlock | None = None
    diagram: DiagramBlock | None = None


@dataclass(frozen=True)
class Blocks:
    """The Markdown with a place for each block, and the blocks."""

    markdown: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
    mark: str

    def place(self, number: int) -> str:
        return f"{self.mark}-{number}"

    @property
    def exercises(self) -> list[tuple[str, int]]:
        """The ids of the exercises placed here, with their lines."""
        return [(block.target, block.line) for block in self.blocks if block.kind == "exercise"]


class _Split:
    def __init__(self, path: str, body: str, first_line: int) -> None:
        self.path = path
        self.lines = body.split("\n")
        self.first_line = first_line
        self.mark = "place" + hashlib.sha256(body.encode()).hexdigest()[:24]
        self.kept: list[str] = []
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []

    def run(self) -> Blocks:
        at = 0
        while at < len(self.lines):
            code_ends = self._code_ends(at)
            if code_ends is not None:
                self.kept += self.lines[at : code_ends + 1]
                at = code_ends + 1
            elif opening := _OPENING.fullmatch(self.lines[at].rstrip()):
                at = self._block(at, opening.group(1), opening.group(2).strip())
            else:
                self.kept.append(self.lines[at])
                at += 1
        return Blocks("\n".join(self.kept), tuple(self.blocks), tuple(self.problems), self.mark)

    def _code_ends(self, at: int) -> int | None:
        """The line that closes a piece of code opened at ``at``, or None where there is none."""
        opening = _CODE.match(self.lines[at])
        if opening is None:
            return None
        fence = opening.group(1)
        for end in range(at + 1, len(self.lines)):
            line = self.lines[end].strip()
            if line.startswith(fence) and not line.strip(fence[0]):
                return end
        return None

    def _block(self, at: int, word: str, rest: str) -> int:
        """Take in the block that opens at ``at``; the line after it."""
        line = at + self.first_line
        kind = KINDS.get(word)
        if kind is None:
            said = _("“::: {word}” is not known here. Possible: {known}.", word=word, known=", ".join(KINDS))
            self.problems.append(Problem(self.path, line, str(said) + did_you_mean(word, KINDS)))
            return at + 1
        if kind == "exercise":
            self._keep(Block(kind, line, rest))
            return at + 1
        end = next((below for below in range(at + 1, len(self.lines)) if self.lines[below].rstrip() == ":::"), None)
        if end is None:
            self.problems.append(Problem(self.path, line, _("This block is not closed. Add a line “:::” below it.")))
            return at + 1
        self._filled(kind, line, rest, "\n".join(self.lines[at + 1 : end]))
        return end + 1

    def _filled(self, kind: Kind, line: int, rest: str, yaml: str) -> None:
        source = read_yaml(yaml, first_line=line + 1)
        if kind == "diagram":
            diagram, problems = read_as(DiagramBlock, source, self.path)
            block = Block(kind, line, rest, diagram=diagram)
        else:
            media, problems = read_as(MediaBlock, source, self.path)
            block = Block(kind, line, rest, media=media)
        self.problems += problems
        if not problems:
            self._keep(block)

    def _keep(self, block: Block) -> None:
        self.kept += ["", f"{self.mark}-{len(self.blocks)}", ""]
        self.blocks.append(block)


def split_blocks(path: str, body: str, first_line: int = 1) -> Blocks:
    """Find the blocks of a lesson's text."""
    return _Split(path, body, first_line).run()
