"""YAML as trainers mean it: text stays text, every key stands once, and every value knows its line.

Only `true` and `false` are yes and no; dates, `no`, `1:30` stay text. Anchors, tags and several documents are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from clustercourse.language import Message, _

DEEPEST = 30

Path = tuple[str | int, ...]
Json = Any

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass
class YamlSource:
    """The value of a YAML text, the line of every key and list entry, and what is wrong with it (line, sentence).

    `partial` is what stands before the place where a text could no longer be read; `is_cut` says that there is such a place. The last
    value before it may have taken in what follows, as behind a quotation mark that is not closed.
    """

    value: Json = None
    partial: Json = None
    is_cut: bool = False
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[tuple[int, Message]] = field(default_factory=list)

    @property
    def last(self) -> str | int | None:
        """The key or position of the value before the place where the text could no longer be read."""
        if not self.is_cut or not self.partial:
            return None
        return next(reversed(self.partial)) if isinstance(self.partial, dict) else len(self.partial) - 1

    def line(self, path: Path) -> int:
        """The line of the nearest thing that stands there; steps that the text does not have are passed over."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 1)


def read_yaml(text: str, *, first_line: int = 1) -> YamlSource:
    """Read ``text``; lines count from ``first_line``. Never raises: what is wrong stands in ``problems``."""
    source = YamlSource(lines={(): first_line})
    try:
        _Reader(text, first_line, source).read()
    except yaml.MarkedYAMLError as error:
        mark = (error.context_mark if "quoted" in (error.context or "") else None) or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        source.problems.append((line, _sentence(text, mark.line if mark else 0, f"{error.context} {error.problem}")))
    except (yaml.YAMLError, _TooDeep) as error:
        source.problems.append((first_line, error.sentence if isinstance(error, _TooDeep) else _UNREADABLE))
    if source.problems:
        source.is_cut, source.value = source.value is None, None
    return source


_UNREADABLE = _("This is not readable YAML. Look at the signs and indentation here.")


class _TooDeep(Exception):
    sentence = _("This is nested too deeply. Use fewer levels.")


def _sentence(text: str, at: int, problem: str) -> Message:
    """What to do about YAML that could not be read at line ``at`` (from 0)."""
    lines = text.split("\n")
    near = lines[max(0, at - 1) : at + 1]
    if any("\t" in line for line in near):
        return _("There is a tab here. Indent with spaces instead.")
    if "mapping values are not allowed" in problem:
        return _("There is a second colon on this line. Put the text in quotes.")
    if "scanning a quoted scalar" in problem or "unexpected end of stream" in problem:
        return _("A quotation mark is opened here and never closed.")
    if "found character that cannot start any token" in problem:
        return _("A value begins with a sign that has a meaning in YAML, such as @, % or `. Put the text in quotes.")
    if "could not find expected ':'" in problem:
        return _("A colon is missing after the key on this line or the line before.")
    if "did not find expected" in problem:
        return _("The indentation or a bracket does not fit here. Compare with the lines above.")
    return _UNREADABLE


class _Reader:
    def __init__(self, text: str, first_line: int, source: YamlSource) -> None:
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.first_line = first_line
        self.source = source

    def read(self) -> None:
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            return
        self.source.value = self._value((), next(self.events))
        next(self.events)
        again = next(self.events)
        if not isinstance(again, yaml.StreamEndEvent):
            self._problem(again, _("“---” begins a second document here. A file holds one."))

    def _problem(self, event: Any, sentence: Message) -> None:
        self.source.problems.append((event.start_mark.line + self.first_line, sentence))

    def _value(self, path: Path, event: Any) -> Json:
        if len(path) > DEEPEST:
            raise _TooDeep
        if getattr(event, "anchor", None) is not None:
            self._problem(event, _("“&” and “*” at the start of a value are not supported. Put the text in quotes."))
        if getattr(event, "tag", None) is not None:
            self._problem(event, _("“!” at the start of a value is not supported. Put the text in quotes."))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, path: Path) -> dict[str, Json]:
        found: dict[str, Json] = {}
        self._begun(path, found)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                key = str(event.value)
            else:
                self._problem(event, _("A key must be plain text."))
                self._value((*path, ""), event)
                key = ""
            if key in found:
                self._problem(event, _("The key “{key}” stands twice here. Keep one.", key=key))
            self.source.lines.setdefault((*path, key), event.start_mark.line + self.first_line)
            found[key] = self._value((*path, key), next(self.events))
        return found

    def _begun(self, path: Path, found: Json) -> None:
        if not path:
            self.source.partial = found

    def _sequence(self, path: Path) -> list[Json]:
        found: list[Json] = []
        self._begun(path, found)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*path, len(found))
            self.source.lines[here] = event.start_mark.line + self.first_line
            found.append(self._value(here, event))
        return found


def _scalar(event: yaml.ScalarEvent) -> Json:
    text = str(event.value)
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
