"""Spokes around a middle, one for each row: for three to eight rows. Fewer or more are easier to read as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from clustercourse.kinds.pictures.frame import EDGE, WIDTH
from clustercourse.kinds.pictures.labels import LEADING, wrapped
from clustercourse.kinds.pictures.marks import Anchor, Dot, Line, Mark, Outline, Words, cut, joined
from clustercourse.kinds.pictures.scales import Number

RADIUS = 98.0
MIDDLE_X, MIDDLE_Y = WIDTH / 2, 62.0 + RADIUS
HEIGHT = MIDDLE_Y + RADIUS + 68
_LABEL = RADIUS + 12
_ROOM = 150.0


def suits(count: int) -> bool:
    return 3 <= count <= 8


@dataclass(frozen=True)
class Radar:
    """`top` is the value at the rim; the middle is 0."""

    count: int
    top: float

    def at(self, index: int, value: Number) -> tuple[float, float]:
        return self._turned(index, RADIUS * min(max(float(value) / self.top, 0.0), 1.0))

    def _turned(self, index: int, distance: float) -> tuple[float, float]:
        angle = 2 * pi * index / self.count - pi / 2
        return MIDDLE_X + distance * cos(angle), MIDDLE_Y + distance * sin(angle)

    def web(self, rings: Sequence[Number], known: Sequence[bool]) -> list[Mark]:
        """Rings and spokes; the spoke of a row that is not known is dashed and bears a hatched dot."""
        marks: list[Mark] = [Dot(MIDDLE_X, MIDDLE_Y, RADIUS * float(ring) / self.top, "picture-grid") for ring in rings]
        for index, is_known in enumerate(known):
            marks.append(Line(MIDDLE_X, MIDDLE_Y, *self._turned(index, RADIUS), "picture-grid" if is_known else "picture-dashed"))
            if not is_known:
                marks.append(Dot(*self._turned(index, RADIUS / 2), 9, "picture-missing", "missing"))
        return marks

    def thread(self, values: Sequence[Number | None]) -> list[Mark]:
        """The line through the values: closed where all are known, else only between neighbours that are."""
        points = [None if value is None else self.at(index, value) for index, value in enumerate(values)]
        known = [point for point in points if point is not None]
        if len(known) == len(points):
            return [Outline(joined(known, is_closed=True), "picture-tint")]
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        return [Line(*one, *other, "picture-thick") for one, other in pairs if one is not None and other is not None]

    def label(self, index: int, name: str, said: str) -> list[Mark]:
        """Name and value outside the rim, growing away from it."""
        x, y = self._turned(index, _LABEL)
        across, down = (x - MIDDLE_X) / _LABEL, (y - MIDDLE_Y) / _LABEL
        side: Anchor = "middle" if abs(across) < 0.2 else ("start" if across > 0 else "end")
        room = _ROOM if side == "middle" else (WIDTH - EDGE - x if side == "start" else x - EDGE)
        lines = wrapped(name, room, 2)
        full = name if lines[-1:] and lines[-1].endswith("…") else ""
        first = y + 5 + (down - 1) / 2 * len(lines) * LEADING + (LEADING / 2 if down > 0.5 else 0)
        marks: list[Mark] = [Words(x, first + place * LEADING, line, "", side, full) for place, line in enumerate(lines)]
        return [*marks, cut(x, first + len(lines) * LEADING, said, room, "picture-strong", anchor=side)]
