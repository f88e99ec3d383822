"""Who is tied to whom: neighbours, who holds parts together, and where everybody stands so that near means few steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin

Tie = tuple[int, int]
Place = tuple[float, float]
MOST_FREE = 14
"""More than these stand on a ring: free places would take long to find, and lines would cross anyway."""

_ROUNDS = 40


def neighbours(count: int, ties: Sequence[Tie]) -> list[list[int]]:
    found: list[list[int]] = [[] for _each in range(count)]
    for one, other in ties:
        found[one].append(other)
        found[other].append(one)
    return found


def steps(start: int, near: Sequence[Sequence[int]], without: int = -1) -> dict[int, int]:
    """Everybody who can be reached, nearest first, with the steps it takes."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for next_one in near[here]:
            if next_one not in found and next_one != without:
                found[next_one] = found[here] + 1
                waiting.append(next_one)
    return found


def walk(near: Sequence[Sequence[int]]) -> list[int]:
    """All, so that neighbours follow each other: from those with the most ties outwards."""
    order: dict[int, None] = {}
    for start in sorted(range(len(near)), key=lambda each: (-len(near[each]), each)):
        if start not in order:
            order.update(dict.fromkeys(steps(start, near)))
    return list(order)


@lru_cache(maxsize=256)
def holders(count: int, ties: tuple[Tie, ...]) -> frozenset[int]:
    """Those without whom others, tied until then, could not reach each other any more."""
    near = neighbours(count, ties)
    found = set()
    for each in range(count):
        if len(near[each]) > 1 and len(steps(near[each][0], near, without=each)) < len(steps(each, near)) - 1:
            found.add(each)
    return frozenset(found)


@lru_cache(maxsize=256)
def places(count: int, ties: tuple[Tie, ...]) -> tuple[Place, ...]:
    """Between 0 and 1 in both directions, always the same for the same ties."""
    near = neighbours(count, ties)
    begin = _ring(walk(near))
    return tuple(_fitted(_settled(begin, near) if 2 < count <= MOST_FREE else begin))


def _ring(order: Sequence[int]) -> list[Place]:
    found: list[Place] = [(0.0, 0.0)] * len(order)
    for rank, each in enumerate(order):
        angle = 2 * pi * rank / max(len(order), 1) + pi
        found[each] = (cos(angle), sin(angle))
    return found


def _settled(begin: list[Place], near: Sequence[Sequence[int]]) -> list[Place]:
    """Moves everybody, round by round, to where the distances fit the steps between them best (stress majorisation)."""
    count = len(begin)
    reach = [steps(each, near) for each in range(count)]
    most = max(max(each.values()) for each in reach)
    wanted = [[float(reach[one].get(other, most + 1)) for other in range(count)] for one in range(count)]
    stood = begin
    for _round in range(_ROUNDS):
        stood = [_pulled(one, stood, wanted[one]) for one in range(count)]
    return stood


def _pulled(one: int, stood: Sequence[Place], wanted: Sequence[float]) -> Place:
    x, y = stood[one]
    along = down = weights = 0.0
    for other, (their_x, their_y) in enumerate(stood):
        if other != one:
            far = max(hypot(x - their_x, y - their_y), 1e-6)
            weight = 1 / wanted[other] ** 2
            along += weight * (their_x + wanted[other] * (x - their_x) / far)
            down += weight * (their_y + wanted[other] * (y - their_y) / far)
            weights += weight
    return along / weights, down / weights


def _fitted(stood: Sequence[Place]) -> list[Place]:
    """Spread over the whole room, the longer side across."""
    if not stood:
        return []
    wide, high = (max(axis) - min(axis) for axis in zip(*stood, strict=True))
    turned = [(y, x) for x, y in stood] if high > wide else list(stood)
    xs, ys = zip(*turned, strict=True)
    return [(_part(x, xs), _part(y, ys)) for x, y in turned]


def _part(value: float, axis: Sequence[float]) -> float:
    reach = max(axis) - min(axis)
    return (value - min(axis)) / reach if reach > 1e-6 else 0.5
