"""The Markdown of an exercise that has faults and cannot be compiled, as it stands in its file."""

from collections.abc import Iterator
from typing import Any

from clustercourse.content.yaml_source import Path, YamlSource

_MARKDOWN = frozenset({"intro", "text", "explanation", "feedback", "left"})
_LISTS = frozenset({"items", "wrong", "feedback"})
"""Where a translation has a text for each entry."""


def rough_texts(yaml: YamlSource, kind: str) -> Iterator[tuple[Path, str]]:
    """Where each text stands, and the text. Of a worksheet only its introduction is Markdown."""
    for path, text in _strings(yaml.partial, ()):
        named = [step for step in path if isinstance(step, str)]
        if kind == "worksheet":
            is_markdown = named == ["intro"]
        else:
            is_reflection = kind == "reflection" and len(path) == 2 and path[0] == "questions"
            is_markdown = "others" not in named and (path[-1] in _MARKDOWN or bool(_LISTS & {*path[-2:-1]}) or is_reflection)
        if is_markdown and text.strip():
            yield path, text


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str) and path:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _strings(inner, (*path, at))
