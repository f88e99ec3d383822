"""Ties between organisations as a graph without directions, and who lies on the shortest ways. Knows no input and no outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from fractions import Fraction

Graph = Mapping[str, frozenset[str]]
"""The neighbours of each organisation, by its key."""


def key(name: str) -> str:
    """One organisation however its name is typed: small and capital letters and extra spaces make no difference."""
    return " ".join(name.split()).casefold()


def betweenness(graph: Graph) -> dict[str, Fraction]:
    """For how many pairs of others an organisation stands between; a pair with several shortest ways counts in parts (Brandes)."""
    found = dict.fromkeys(graph, Fraction(0))
    for start in graph:
        for node, part in _dependencies(graph, start).items():
            found[node] += part / 2
    return found


def _dependencies(graph: Graph, start: str) -> dict[str, Fraction]:
    before, ways, order = _shortest_ways(graph, start)
    parts = dict.fromkeys(order, Fraction(0))
    for node in reversed(order):
        for earlier in before[node]:
            parts[earlier] += Fraction(ways[earlier], ways[node]) * (1 + parts[node])
    del parts[start]
    return parts


def _shortest_ways(graph: Graph, start: str) -> tuple[dict[str, list[str]], dict[str, int], list[str]]:
    """By node: the nodes before it on shortest ways and how many ways there are; and the nodes from near to far."""
    far, ways, before, order = {start: 0}, {start: 1}, {start: list[str]()}, list[str]()
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        order.append(node)
        for other in sorted(graph[node]):
            if other not in far:
                far[other], ways[other], before[other] = far[node] + 1, 0, []
                waiting.append(other)
            if far[other] == far[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    return before, ways, order
