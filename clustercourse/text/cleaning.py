"""What no format can carry is taken out of a document before it is written: control characters, and addresses that are no links."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from clustercourse.text.blocks import safe_link

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u2028\u2029]")
"""XML 1.0 has no place for most of them, at none of these does a reader see a letter, and two end a line without saying so."""

Anything = TypeVar("Anything")


def cleaned(said: Anything) -> Anything:
    """The same document (or part of one) without them. Line breaks and tabs stay; every line ends in one way."""
    value: Any = said
    if isinstance(value, str):
        value = _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    elif isinstance(value, tuple):
        value = tuple(cleaned(each) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: cleaned(getattr(value, field.name)) for field in fields(value)}
        if "address" in parts:
            parts["address"] = safe_link(parts["address"])
        value = replace(value, **parts)
    result: Anything = value
    return result
