"""Numbered points on a plane, and the list that says whom the numbers stand for. Points that would cover each other move apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from clustercourse.kinds.pictures.labels import width
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Words, cut
from clustercourse.kinds.pictures.rows import LEFT, RIGHT

RADIUS = 11.0
LIST_ROW = 28.0
_NEAREST = 2 * RADIUS + 1


@dataclass(frozen=True)
class Plane:
    """Where points may stand."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left + RADIUS <= x <= self.right - RADIUS and self.top + RADIUS <= y <= self.bottom - RADIUS


def apart(wanted: Sequence[tuple[float, float]], plane: Plane) -> list[tuple[float, float]]:
    """Each point where it wants to be, or as near as the ones before it leave room."""
    stood: list[tuple[float, float]] = []
    for x, y in wanted:
        near = (min(max(x, plane.left + RADIUS), plane.right - RADIUS), min(max(y, plane.top + RADIUS), plane.bottom - RADIUS))
        stood.append(next((place for place in _around(*near) if plane.holds(*place) and _is_free(place, stood)), near))
    return stood


def _is_free(place: tuple[float, float], stood: Sequence[tuple[float, float]]) -> bool:
    return all(hypot(place[0] - x, place[1] - y) >= _NEAREST for x, y in stood)


def _around(x: float, y: float) -> list[tuple[float, float]]:
    """The place itself and rings around it, from near to far."""
    return [(x, y)] + [
        (x + ring * _NEAREST * cos(2 * pi * turn / (6 * ring)), y + ring * _NEAREST * sin(2 * pi * turn / (6 * ring)))
        for ring in range(1, 7)
        for turn in range(6 * ring)
    ]


def numbered_dot(place: tuple[float, float], n: int, *, is_hollow: bool = False) -> list[Mark]:
    x, y = place
    look = "picture-strong" if is_hollow else "picture-number"
    return [Dot(x, y, RADIUS, "picture-hollow" if is_hollow else "picture-solid"), Words(x, y + 5, str(n), look, "middle")]


def leader(true: tuple[float, float], shown: tuple[float, float]) -> list[Mark]:
    """From where a point belongs to where it stands, when it had to move."""
    if hypot(true[0] - shown[0], true[1] - shown[1]) < 2:
        return []
    return [Line(*true, *shown, "picture-axis"), Dot(*true, 2.5, "picture-solid")]


def list_row(y: float, n: int, name: str, said: str, *, is_hollow: bool = False) -> list[Mark]:
    return [
        *numbered_dot((LEFT + RADIUS, y + RADIUS + 1), n, is_hollow=is_hollow),
        cut(LEFT + 2 * RADIUS + 10, y + 17, name, RIGHT - LEFT - 2 * RADIUS - 22 - width(said)),
        Words(RIGHT, y + 17, said, "picture-quiet", "end"),
    ]
