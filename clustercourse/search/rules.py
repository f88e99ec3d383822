"""Which courses and people a viewer may find. Each area says so of its own live rows; the statements of `finding` hold every rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, Text, cast, literal, select
from sqlalchemy.sql.elements import ColumnElement

from clustercourse.viewer import Viewer

Values = Callable[[Viewer], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """A statement over live rows, and the values it asks for. Values of the same name mean the same in every rule."""

    found: Select[Any] | CompoundSelect[Any]
    values: Values


_courses_seen: list[Rule] = []
_courses_entered: list[Rule] = []
_people: list[Rule] = []


def courses_seen(ids: Select[int], values: Values) -> None:
    """Say which courses somebody may see: entries of others are not found."""
    _add(_courses_seen, Rule(ids, values))


def courses_entered(ids: Select[int] | CompoundSelect[int], values: Values) -> None:
    """Say which courses somebody is inside of."""
    _add(_courses_entered, Rule(ids, values))


def people_met(meetings: Select[Any], values: Values) -> None:
    """Say which people somebody meets on a page, as `meeting` shapes it."""
    _add(_people, Rule(meetings, values))


MEETINGS = ("seat", "cohort", "team", "organisation", "learner", "report", "person")
"""The places where people are met, the one that says most first."""


def meeting(person: Any, place: str, *, at: Any, address: Any, organisation: Any = "") -> Select[Any]:
    """One row per person met: at which place (a word that the page knows), what the place is called, the page, their organisation there."""
    named = {"person_id": person, "place": literal(place), "at": at, "address": address, "organisation": organisation}
    return select(*(_text(column).label(name) if name != "person_id" else column.label(name) for name, column in named.items()))


def _text(column: Any) -> ColumnElement[Any]:
    return cast(column if isinstance(column, ColumnElement) or hasattr(column, "__clause_element__") else literal(column), Text)


def _add(rules: list[Rule], rule: Rule) -> None:
    if rule not in rules:
        rules.append(rule)


def courses() -> list[Rule]:
    return _courses_seen


def entered() -> list[Rule]:
    return _courses_entered


def people() -> list[Rule]:
    return _people


def values(viewer: Viewer) -> dict[str, Any]:
    """The values of every rule."""
    found: dict[str, Any] = {}
    for rule in (*_courses_seen, *_courses_entered, *_people):
        found |= rule.values(viewer)
    return found
