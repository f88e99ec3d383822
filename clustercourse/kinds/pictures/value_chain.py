"""The stages of a value chain from first to last, who works there in the cluster, and what is missing."""

from __future__ import annotations

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.labels import LEADING
from clustercourse.kinds.pictures.marks import Box, Line, Mark, block
from clustercourse.kinds.pictures.numbered import RADIUS, numbered_dot
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part
from clustercourse.kinds.pictures.wording import listed, sentences
from clustercourse.language import Message, _, ngettext

ACTORS, GAP = 0, 1
_TEXT = LEFT + 40
_ROOM = RIGHT - _TEXT


def draw(name: Drawn, actors: Drawn, gap: Drawn) -> Drawing:
    found = entries(name, texts=[actors, gap])
    table = DrawnTable(
        tuple(str(each) for each in (_("Stage"), _("Who does it here"), _("What is missing"))),
        tuple((each.name, each.texts[ACTORS] or str(_("nobody named")), each.texts[GAP] or "–") for each in found),
    )
    if not found:
        return unbegun(
            PICTURE.title,
            _("The stages of your value chain stand here from first to last, with who works there and what is missing."),
            table,
        )
    part, more = drawn_part(found)
    marks: list[Mark] = []
    y, ends = 4.0, []
    for n, each in enumerate(part, 1):
        drawn, bottom = _stage(y, n, each)
        marks += drawn
        ends.append((y + 2 * RADIUS + 2, bottom))
        y = bottom
    for (start, end), each in zip(ends[:-1], part, strict=False):
        look = "picture-line" if each.texts[ACTORS] else "picture-dashed"
        marks.append(Line(LEFT + RADIUS + 1, start + 2, LEFT + RADIUS + 1, end - 2, look))
    empty = [each.name for each in found if not each.texts[ACTORS]]
    note = sentences(_("Hollow: nobody named yet.") if empty else "", more)
    return framed((_finding(found), ""), marks, y, table, note=note)


def _stage(y: float, n: int, entry: Entry) -> tuple[list[Mark], float]:
    """A number on the chain, the stage, who works there, and the gap in a hatched margin."""
    marks = numbered_dot((LEFT + RADIUS + 1, y + RADIUS + 1), n, is_hollow=not entry.texts[ACTORS])
    heading = block(_TEXT, y + 17, entry.name, (_ROOM, 2), "picture-strong")
    base = y + 17 + len(heading) * LEADING
    actors = block(_TEXT, base, entry.texts[ACTORS] or str(_("nobody named")), (_ROOM, 3), "" if entry.texts[ACTORS] else "picture-quiet")
    base += len(actors) * LEADING
    marks += [*heading, *actors]
    if entry.texts[GAP]:
        words = block(_TEXT + 18, base + 6, str(_("Missing: {what}", what=entry.texts[GAP])), (_ROOM - 18, 3))
        high = len(words) * LEADING
        marks += [Box(_TEXT, base - 8, 8, high, "picture-missing", "missing"), *words]
        base += high + 6
    return marks, base + 12


def _finding(found: list[Entry]) -> Message:
    empty = [each.name for each in found if not each.texts[ACTORS]]
    gaps = [each.name for each in found if each.texts[GAP]]
    if empty:
        return ngettext(
            "Nobody named yet at {n} stage: {names}", "Nobody named yet at {n} stages: {names}", len(empty), names=listed(empty)
        )
    if gaps:
        return ngettext(
            "Somebody at every stage; a gap at {n}: {names}", "Somebody at every stage; gaps at {n}: {names}", len(gaps), names=listed(gaps)
        )
    return _("Somebody at every stage, and no gap is noted")


PICTURE = Picture(
    "value-chain",
    _("Value chain"),
    (
        PictureInput("name", _("Stage"), "text", is_column=True),
        PictureInput("actors", _("Who does it here"), "text", is_column=True),
        PictureInput("gap", _("What is missing"), "text", is_column=True, is_optional=True),
    ),
    draw,
)
