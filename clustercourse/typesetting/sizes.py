"""How large a picture stands on a page of paper."""

from __future__ import annotations

import re

TEXT_WIDTH = 164.0
"""Millimetres between the margins, in PDFs and in Word documents."""

HIGHEST = 160.0
_UNIT = 0.26
"""Millimetres of a unit of a viewBox: the words of a picture are then about as large as those of the table beside it."""

_VIEW_BOX = re.compile(r"""viewBox=["']\s*\S+\s+\S+\s+([0-9.]+)\s+([0-9.]+)""")


def width_on_paper(svg: str) -> float:
    """In millimetres: as wide as its words need, but never wider than the text, nor higher than most of a page."""
    found = _VIEW_BOX.search(svg)
    width, height = (float(found[1]), float(found[2])) if found else (TEXT_WIDTH / _UNIT, 0)
    return min(width * _UNIT, TEXT_WIDTH, HIGHEST * width / height if height else TEXT_WIDTH)
