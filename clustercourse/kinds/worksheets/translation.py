"""A translated worksheet: texts by the ids of the original, laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clustercourse.kinds.source import Path

_TEXTS = ("prompt", "hint", "good", "weak", "unit", "row_word")
_LISTS = ("checks", "labels")
_PARTS = {"options": "text", "preset": "label"}
_MAY_STAY = frozenset({"unit"})


def translated_field(field: dict[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """A field with every text that the translation has."""
    made = {**field, **{key: words[key] for key in (*_TEXTS, *_LISTS) if words.get(key)}}
    for key, text in _PARTS.items():
        if said := words.get(key):
            made[key] = [{**part, text: said.get(part["id"], part[text])} for part in field.get(key, ())]
    if groups := words.get("groups"):
        made["preset"] = [{**row, "group": groups.get(row["group"], row["group"])} for row in made.get("preset", ())]
    if columns := words.get("columns"):
        made["columns"] = [translated_field(column, columns.get(column["id"]) or {}) for column in field.get("columns", ())]
    return made


def texts_of(field: Mapping[str, Any]) -> Iterator[Path]:
    """Where a translation of the field has its texts."""
    yield from ((key,) for key in (*_TEXTS, *_LISTS) if field.get(key))
    for key in _PARTS:
        yield from ((key, part["id"]) for part in field.get(key) or ())
    yield from (("groups", name) for name in dict.fromkeys(row["group"] for row in field.get("preset") or ()) if name)
    for column in field.get("columns") or ():
        yield from (("columns", column["id"], *path) for path in texts_of(column))


def words_of(words: Mapping[str, Any]) -> Iterator[Path]:
    """Where a translation says something."""
    yield from ((key,) for key in (*_TEXTS, *_LISTS) if words.get(key))
    for key in (*_PARTS, "groups"):
        yield from ((key, id_) for id_ in words.get(key) or ())
    for id_, column in (words.get("columns") or {}).items():
        yield from (("columns", id_, *path) for path in words_of(column))


def lists_that_differ(field: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[Path]:
    """Lists of another length than those of the original."""
    yield from ((key,) for key in _LISTS if words.get(key) and len(words[key]) != len(field.get(key) or ()))
    columns = {column["id"]: column for column in field.get("columns") or ()}
    for id_, column in (words.get("columns") or {}).items():
        yield from (("columns", id_, *path) for path in lists_that_differ(columns.get(id_, {}), column))


def missing_texts(field: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[Path]:
    has = set(words_of(words))
    return (path for path in texts_of(field) if path not in has and path[-1] not in _MAY_STAY)
