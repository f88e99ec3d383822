"""Going on to another page: only ever inside this site."""

from __future__ import annotations

import re
from urllib.parse import quote

_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def safe_path(text: str | None, otherwise: str = "/") -> str:
    """The path if it is one of ours, else `otherwise`."""
    if text and _OWN_PATH.fullmatch(text) and text.isascii() and "/../" not in text and "//" not in text.split("?")[0]:
        return text
    return otherwise


def quoted(path: str) -> str:
    return quote(path, safe="/")
