"""What can still be looked at of a file whose keys are wrong: those that are right, and stand-ins for those that are needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from clustercourse.content.manuscript import CourseSource, LessonSource, ModuleSource, PartTranslation
from clustercourse.content.yaml_source import Path, YamlSource

M = TypeVar("M", bound=BaseModel)
Lines = dict[Path, int]

_UNREAD = "unread"
_NEEDED: dict[type[BaseModel], dict[str, Any]] = {
    CourseSource: {"id": _UNREAD, "title": _UNREAD, "language": "en", "summary": _UNREAD, "modules": [_UNREAD]},
    ModuleSource: {"id": _UNREAD, "title": _UNREAD, "items": [_UNREAD]},
    LessonSource: {"id": _UNREAD, "title": _UNREAD, "summary": _UNREAD, "minutes": 1},
    PartTranslation: {"title": _UNREAD},
}


def rest_of(shape: type[M], yaml: YamlSource, path: str) -> tuple[M, YamlSource, frozenset[str]]:
    """The keys that are right, their lines, and which keys do not say what their author meant.

    What may be behind a key that is not known, or behind the place where a text could no longer be read, is among the latter. An id
    that nobody can tell is the path of the file, which no id can be.
    """
    given = yaml.partial if isinstance(yaml.partial, dict) else {}
    values = {key: value for key, value in given.items() if key in shape.model_fields}
    is_open = yaml.is_cut or not given or len(given) > len(values)
    unsure = {key for key, field in shape.model_fields.items() if key not in given and (is_open or field.is_required())}
    if yaml.last in values:
        unsure.add(str(yaml.last))
    lines = yaml.lines
    needed = _NEEDED.get(shape, {})
    while faults := _faults(shape, {**needed, **values}):
        for key, places in faults.items():
            values, lines = _without(values, lines, key, places)
            unsure.add(key)
    source = shape.model_validate({**needed, **values})
    empty = {key: value for key, value in {"id": path, "items": [], "modules": []}.items() if key in needed and key not in values}
    return source.model_copy(update=empty), replace(yaml, lines=lines), frozenset(unsure)


def sound_entries(shape: type[M], yaml: YamlSource) -> dict[str | int, M]:
    """The entries of a list (by position) or of a mapping (by key) that are right, whatever is wrong with others."""
    given: Any = yaml.partial
    entries = enumerate(given) if isinstance(given, list) else given.items() if isinstance(given, dict) else ()
    return {key: shape.model_validate(value) for key, value in entries if key != yaml.last and not _faults(shape, value)}


def _faults(shape: type[BaseModel], value: Any) -> dict[str, list[str | int | None]]:
    """By key: which of its entries are wrong, None for all of it."""
    try:
        shape.model_validate(value)
    except ValidationError as error:
        found: dict[str, list[str | int | None]] = {}
        for details in error.errors(include_url=False):
            key, *below = details["loc"] or ("",)
            found.setdefault(str(key), []).append(below[0] if below else None)
        return found
    return {}


def _without(values: dict[str, Any], lines: Lines, key: str, places: Iterable[str | int | None]) -> tuple[dict[str, Any], Lines]:
    """The values without the wrong entries of a list or mapping, or without the key where more is wrong than some entries."""
    value, gone = values[key], set(places)
    if isinstance(value, dict) and gone <= set(value):
        return {**values, key: {name: each for name, each in value.items() if name not in gone}}, lines
    if isinstance(value, list) and gone <= set(range(len(value))) and len(gone) < len(value):
        kept = [at for at in range(len(value)) if at not in gone]
        return {**values, key: [value[at] for at in kept]}, _moved_up(lines, key, kept)
    return {name: each for name, each in values.items() if name != key}, lines


def _moved_up(lines: Lines, key: str, kept: list[int]) -> Lines:
    """The lines of a list of which only some entries are kept."""
    others = {path: line for path, line in lines.items() if path[:1] != (key,) or len(path) == 1}
    entries = [(path, line) for path, line in lines.items() if path[:1] == (key,) and len(path) > 1]
    return others | {(key, kept.index(path[1]), *path[2:]): line for path, line in entries if path[1] in kept}
