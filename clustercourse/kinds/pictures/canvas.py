"""A business model on one page in nine blocks, in our own order and words: for whom, how, and with what money."""

from __future__ import annotations

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import text
from clustercourse.kinds.pictures.marks import Mark, Words
from clustercourse.kinds.pictures.panels import Item, Panel, panel_row
from clustercourse.kinds.pictures.rows import LEFT
from clustercourse.kinds.pictures.wording import listed
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
_MOST_LINES = 7


def draw(**blocks: Drawn) -> Drawing:
    held = {key: text(blocks.get(key)) for key in BLOCKS}
    table = DrawnTable(
        (str(_("Block")), str(_("What stands there"))),
        tuple((str(word), held[key] or str(_("nothing yet"))) for key, word in BLOCKS.items()),
    )
    if not any(held.values()):
        return unbegun(PICTURE.title, _("Your business model stands here on one page, in nine blocks."), table)
    marks: list[Mark] = []
    y = 0.0
    for word, rows in BANDS:
        marks.append(Words(LEFT, y + 16, str(word), "picture-quiet"))
        y += 26
        for row in rows:
            drawn, y = panel_row(y, [_panel(key, held[key], len(row)) for key in row])
            marks += drawn
    return framed((_finding(held), ""), marks, y, table)


def _panel(key: str, said: str, beside: int) -> Panel:
    items = (Item(said),) if said else ()
    return Panel(str(BLOCKS[key]), items, most_lines=_MOST_LINES if beside > 1 else 4)


def _finding(held: dict[str, str]) -> Message:
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
