"""Spokes around a middle, one for each row: for three to eight rows whose names fit beside it. Others are easier to read as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, sin

from clustercourse.kinds.pictures.frame import EDGE, WIDTH
from clustercourse.kinds.pictures.labels import LEADING, SIZE, unbroken, width
from clustercourse.kinds.pictures.marks import Anchor, Dot, Line, Mark, Outline, Words, joined
from clustercourse.kinds.pictures.scales import Number

MIDDLE_X = WIDTH / 2
RADII = (98.0, 92.0, 86.0, 80.0, 74.0, 68.0)
_AWAY = 10.0
_DOT = 7.0
_ROOM = 150.0
_CLEAR = 4.0
"""What stays free between the rim and the words."""


@dataclass(frozen=True)
class Label:
    """The name and the value of a spoke, as lines. `y` is the upper edge; both places are seen from the middle."""

    x: float
    y: float
    name: tuple[str, ...]
    said: tuple[str, ...]
    side: Anchor

    @property
    def box(self) -> tuple[float, float, float, float]:
        lines = (*self.name, *self.said)
        wide = max(map(width, lines), default=0.0)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.side]
        return left, self.y + LEADING - SIZE, left + wide, self.y + LEADING * len(lines)

    def marks(self, middle_y: float) -> list[Mark]:
        looks = [*(("", line) for line in self.name), *(("picture-strong", line) for line in self.said)]
        x, base = MIDDLE_X + self.x, middle_y + self.y + SIZE
        return [Words(x, base + place * LEADING, line, look, self.side) for place, (look, line) in enumerate(looks)]


@dataclass(frozen=True)
class Radar:
    """`top` is the value at the rim; the middle is 0. `middle_y` and `height` leave room for the labels."""

    top: float
    radius: float
    labels: tuple[Label, ...]

    @property
    def middle_y(self) -> float:
        return EDGE - min(-self.radius - _DOT, *(label.box[1] for label in self.labels))

    @property
    def height(self) -> float:
        return self.middle_y + max(self.radius + _DOT, *(label.box[3] for label in self.labels)) + EDGE

    def at(self, index: int, value: Number) -> tuple[float, float]:
        return self._turned(index, self.radius * min(max(float(value) / self.top, 0.0), 1.0))

    def _turned(self, index: int, distance: float) -> tuple[float, float]:
        across, down = _direction(index, len(self.labels))
        return MIDDLE_X + distance * across, self.middle_y + distance * down

    def ring(self, value: Number, look: str) -> Dot:
        return Dot(MIDDLE_X, self.middle_y, self.radius * min(max(float(value) / self.top, 0.0), 1.0), look)

    def web(self, rings: Sequence[Number], known: Sequence[bool]) -> list[Mark]:
        """Rings, spokes and their labels; the spoke of a row that is not known is dashed and bears a hatched dot."""
        marks: list[Mark] = [self.ring(ring, "picture-grid") for ring in rings]
        for index, is_known in enumerate(known):
            look = "picture-grid" if is_known else "picture-dashed"
            marks.append(Line(MIDDLE_X, self.middle_y, *self._turned(index, self.radius), look))
            if not is_known:
                marks.append(Dot(*self._turned(index, self.radius / 2), 9, "picture-missing", "missing"))
        return [*marks, *(mark for label in self.labels for mark in label.marks(self.middle_y))]

    def thread(self, values: Sequence[Number | None]) -> list[Mark]:
        """The line through the values: closed where all are known, else only between neighbours that are."""
        points = [None if value is None else self.at(index, value) for index, value in enumerate(values)]
        known = [point for point in points if point is not None]
        if len(known) == len(points):
            return [Outline(joined(known, is_closed=True), "picture-tint")]
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        return [Line(*one, *other, "picture-thick") for one, other in pairs if one is not None and other is not None]


def fitting(spokes: Sequence[tuple[str, str]], top: float) -> Radar | None:
    """The widest radar beside which all names and values stand whole, broken at spaces and hyphens alone; None where there is none."""
    if not 3 <= len(spokes) <= 8:
        return None
    for most in (3, 4):
        for radius in RADII:
            labels = _labels(spokes, radius, most)
            if labels is not None and _are_clear(labels, radius):
                return Radar(top, radius, labels)
    return None


def _direction(index: int, count: int) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return cos(angle), sin(angle)


def _labels(spokes: Sequence[tuple[str, str]], radius: float, most: int) -> tuple[Label, ...] | None:
    """Names and values outside the rim, growing away from it; None where one does not fit."""
    found: list[Label] = []
    for index, (name, said) in enumerate(spokes):
        across, down = _direction(index, len(spokes))
        x, y = (radius + _AWAY) * across, (radius + _AWAY) * down
        side: Anchor = "middle" if abs(across) < 0.2 else ("start" if across > 0 else "end")
        room = _ROOM if side == "middle" else WIDTH / 2 - EDGE - abs(x)
        lines, value = unbroken(name, room, most), unbroken(said, room, 2)
        if lines is None or value is None:
            return None
        high = LEADING * (len(lines) + len(value))
        found.append(Label(x, y + (down - 1) / 2 * high, tuple(lines), tuple(value), side))
    return tuple(found)


def _are_clear(labels: Sequence[Label], radius: float) -> bool:
    """No label covers another one or the rim."""
    for one, other in combinations((label.box for label in labels), 2):
        if one[0] < other[2] + 4 and other[0] < one[2] + 4 and one[1] < other[3] and other[1] < one[3]:
            return False
    return all(_nearest(label.box) >= radius + _CLEAR for label in labels)


def _nearest(box: tuple[float, float, float, float]) -> float:
    """How near a box comes to the middle."""
    left, top, right, bottom = box
    return hypot(max(left, -right, 0.0), max(top, -bottom, 0.0))
