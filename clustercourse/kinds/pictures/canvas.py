"""A business model on one page in nine blocks, in our own order and words: for whom, how, and with what money."""

from __future__ import annotations

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import lines
from clustercourse.kinds.pictures.labels import wrapped
from clustercourse.kinds.pictures.marks import Mark, Words
from clustercourse.kinds.pictures.panels import Item, Panel, panel_row, room_of
from clustercourse.kinds.pictures.rows import LEFT
from clustercourse.kinds.pictures.wording import beside, listed
from clustercourse.language import Message, _, ngettext

BLOCKS: dict[str, Message] = {
    "customers": _("Who we are there for"),
    "value": _("What they get from us"),
    "channels": _("How we reach them"),
    "relations": _("How we stay in touch"),
    "activities": _("What we do"),
    "resources": _("What we need"),
    "partners": _("Whom we do it with"),
    "income": _("Who pays for what"),
    "costs": _("What it costs"),
}
BANDS: tuple[tuple[Message, tuple[tuple[str, ...], ...]], ...] = (
    (_("For whom"), (("customers", "value"), ("channels", "relations"))),
    (_("How"), (("activities", "resources"), ("partners",))),
    (_("With what money"), (("income", "costs"),)),
)
MOST_LINES = 40
"""Longer blocks are cut in the picture; the table has them whole."""

_MOST_BESIDE = 9
"""With more lines than these, blocks stand below each other, over the whole width."""


def draw(**blocks: Drawn) -> Drawing:
    held = {key: lines(blocks.get(key)) for key in BLOCKS}
    table = DrawnTable(
        (str(_("Block")), str(_("What stands there"))),
        tuple((str(word), beside(*held[key]) or str(_("nothing yet"))) for key, word in BLOCKS.items()),
    )
    if not any(held.values()):
        return unbegun(PICTURE.title, _("Your business model stands here on one page, in nine blocks."), table)
    marks: list[Mark] = []
    y = 0.0
    cut: list[str] = []
    for word, rows in BANDS:
        marks.append(Words(LEFT, y + 16, str(word), "picture-quiet"))
        y += 26
        for row in rows:
            is_stacked = any(_long(held[key], len(row)) > _MOST_BESIDE for key in row)
            for keys in [(key,) for key in row] if is_stacked else [row]:
                drawn, y = panel_row(y, [_panel(key, held[key]) for key in keys])
                marks += drawn
                cut += [f"“{BLOCKS[key]}”" for key in keys if _long(held[key], len(keys)) > MOST_LINES]
    note = _("Cut in the picture, whole in the table: {names}.", names=listed(cut, len(BLOCKS))) if cut else ""
    return framed((_finding(held), ""), marks, y, table, note=note)


def _panel(key: str, said: list[str]) -> Panel:
    """Lines that were typed below each other stay so, each with a mark."""
    items = tuple(Item(line, True if len(said) > 1 else None) for line in said)
    return Panel(str(BLOCKS[key]), items, most_lines=MOST_LINES, most_items=MOST_LINES, most_in_all=MOST_LINES)


def _long(said: list[str], count: int) -> int:
    """How many lines a block takes where so many stand side by side."""
    room = room_of(count, is_marked=len(said) > 1)
    return sum(len(wrapped(line, room, MOST_LINES + 1)) for line in said)


def _finding(held: dict[str, list[str]]) -> Message:
    empty = [str(BLOCKS[key]) for key, said in held.items() if not said]
    if not empty:
        return _("All nine blocks are filled")
    return ngettext(
        "{n} block of nine is still empty: {names}",
        "{n} blocks of nine are still empty: {names}",
        len(empty),
        names=listed([f"“{name}”" for name in empty]),
    )


PICTURE = Picture(
    "canvas",
    _("Business model in nine blocks"),
    tuple(PictureInput(key, word, "text", is_optional=True) for key, word in BLOCKS.items()),
    draw,
)
