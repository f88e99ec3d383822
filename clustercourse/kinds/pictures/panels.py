"""Panels with a heading and short texts, side by side and as high as the longest of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clustercourse.kinds.pictures.labels import LEADING
from clustercourse.kinds.pictures.marks import Box, Dot, Mark, Words, block, cut
from clustercourse.kinds.pictures.rows import LEFT, RIGHT
from clustercourse.language import _, ngettext

GAP = 8.0
_PAD = 12.0
_BULLET = 14.0


@dataclass(frozen=True)
class Item:
    """`is_full`: its mark is filled, as what it says is backed by something; None: it has no mark."""

    text: str
    is_full: bool | None = None


@dataclass(frozen=True)
class Panel:
    """`most_lines` are those of one item, `most_in_all` those of all of them."""

    heading: str
    items: tuple[Item, ...]
    most_lines: int = 3
    most_items: int = 6
    most_in_all: int = 100


def room_of(count: int, *, is_marked: bool) -> float:
    """How wide the lines of an item are where so many panels stand side by side."""
    return (RIGHT - LEFT - GAP * (count - 1)) / count - 2 * _PAD - (_BULLET if is_marked else 0.0)


def panel_row(y: float, panels: Sequence[Panel]) -> tuple[list[Mark], float]:
    """The panels of one row, and where the next row begins."""
    wide = (RIGHT - LEFT - GAP * (len(panels) - 1)) / len(panels)
    inner = [_inside(LEFT + place * (wide + GAP), y, wide, panel) for place, panel in enumerate(panels)]
    height = max(bottom for _marks, bottom in inner) - y + _PAD
    marks: list[Mark] = []
    for place, panel in enumerate(panels):
        look = "picture-panel" if panel.items else "picture-dashed"
        marks.append(Box(LEFT + place * (wide + GAP), y, wide, height, look, round=6))
    return [*marks, *(mark for held, _bottom in inner for mark in held)], y + height + GAP


def _inside(x: float, y: float, wide: float, panel: Panel) -> tuple[list[Mark], float]:
    """The heading and the texts, and where they end."""
    room = wide - 2 * _PAD
    heading = block(x + _PAD, y + 22, panel.heading, (room, 2), "picture-strong")
    marks: list[Mark] = [*heading]
    base = y + 22 + (len(heading) - 1) * LEADING + 24
    if not panel.items:
        marks.append(cut(x + _PAD, base, str(_("nothing yet")), room, "picture-quiet"))
        return marks, base
    free, shown = panel.most_in_all, 0
    for item in panel.items[: panel.most_items]:
        if free < 1:
            break
        indent = 0.0 if item.is_full is None else _BULLET
        lines = block(x + _PAD + indent, base, item.text, (room - indent, min(panel.most_lines, free)))
        free, shown = free - len(lines), shown + 1
        if item.is_full is not None:
            marks.append(Dot(x + _PAD + 4, base - 5, 4, "picture-solid" if item.is_full else "picture-hollow"))
        marks += lines
        base += len(lines) * LEADING + 6
    left = len(panel.items) - shown
    if left > 0:
        marks.append(Words(x + _PAD, base, str(ngettext("and {n} more", "and {n} more", left)), "picture-quiet"))
        base += LEADING
    return marks, base - LEADING
