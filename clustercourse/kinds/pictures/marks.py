"""What a picture is made of: words, boxes, lines, dots and outlines, in units of its viewBox. A `look` is a class of picture.css."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from clustercourse.kinds.pictures.labels import LEADING, fitted, wrapped

Anchor = Literal["start", "middle", "end"]
Pattern = Literal["", "missing", "two", "three", "four"]
"""How an area is filled: each with its own hatching, so that no area is told apart by its colour alone."""


@dataclass(frozen=True)
class Words:
    """`full` is what the words stand for where they had to be shortened."""

    kind: ClassVar[str] = "words"
    x: float
    y: float
    text: str
    look: str = ""
    anchor: Anchor = "start"
    full: str = ""


@dataclass(frozen=True)
class Box:
    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    look: str = ""
    pattern: Pattern = ""
    round: float = 0


@dataclass(frozen=True)
class Line:
    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    look: str = "picture-line"


@dataclass(frozen=True)
class Dot:
    kind: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    look: str = ""
    pattern: Pattern = ""


@dataclass(frozen=True)
class Outline:
    """Any other form, by the commands of an SVG path."""

    kind: ClassVar[str] = "outline"
    path: str
    look: str = "picture-line"
    pattern: Pattern = ""


Mark = Words | Box | Line | Dot | Outline


def cut(x: float, y: float, text: str, room: float, look: str = "", *, anchor: Anchor = "start") -> Words:
    """Words on one line that stay within their room; what was cut is in the title."""
    shown = fitted(text, room)
    return Words(x, y, shown, look, anchor, full=text if shown != text else "")


def block(x: float, y: float, text: str, room: tuple[float, int], look: str = "", *, anchor: Anchor = "start") -> list[Words]:
    """Words on several lines; `room` is the width and the most lines. `y` is the base of the first line."""
    lines = wrapped(text, *room)
    is_cut = bool(lines) and lines[-1].endswith("…") and not text.rstrip().endswith("…")
    return [Words(x, y + place * LEADING, line, look, anchor, full=text if is_cut else "") for place, line in enumerate(lines)]


def joined(points: Sequence[tuple[float, float]], *, is_closed: bool = False) -> str:
    """A path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if is_closed else "")


def diamond(x: float, y: float, radius: float, look: str, pattern: Pattern = "") -> Outline:
    return Outline(joined([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], is_closed=True), look, pattern)


def square(x: float, y: float, radius: float, look: str, pattern: Pattern = "") -> Box:
    return Box(x - radius, y - radius, 2 * radius, 2 * radius, look, pattern)


def arrow(x1: float, y: float, x2: float, look: str = "picture-line") -> list[Mark]:
    """A line from one place of a row to another, with a head at its end."""
    step = 7 if x2 >= x1 else -7
    head = joined([(x2 - step, y - 5), (x2, y), (x2 - step, y + 5)])
    return [Line(x1, y, x2, y, look), Outline(head, look)]
