"""How a document looks as one HTML file that needs no other: words, tables and pictures, on a screen and printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def file_style() -> str:
    """The whole style sheet."""
    return "\n".join((Path(__file__).parent / f"{name}.css").read_text() for name in ("words", "tables", "pictures"))
