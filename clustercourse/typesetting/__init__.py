"""Typesetting by typst: our fonts, data as data only, and nothing kept afterwards. Knows no layout."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

_FONTS = Path(__file__).parent.parent / "fonts"


@cache
def fonts(*, with_system: bool = False, with_embedded: bool = False) -> typst.Fonts:
    """Ours; with those of the machine, or those that typst brings."""
    return typst.Fonts(include_system_fonts=with_system, include_embedded_fonts=with_embedded, font_paths=[_FONTS])


def typeset(layout: bytes, said: Mapping[str, str], *, set_in: typst.Fonts | None = None, **options: Any) -> bytes:
    """What a layout makes of texts, which it reads as data and never as markup. Raises TypstError."""
    try:
        made: bytes = typst.compile(layout, font_paths=set_in or fonts(), sys_inputs=dict(said), **options)
    finally:
        _forget()
    return made


def _forget() -> None:
    """typst keeps what it computed for its next ten runs: 200 MB after a few large sheets. Ten empty runs take a fiftieth of a second."""
    for _run in range(10):
        typst.compile(b"", font_paths=fonts())
