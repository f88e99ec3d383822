"""Location quotients of industries against the four bands: how much more of an industry stands here than in the reference."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, furthest
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Outline, Words, joined
from clustercourse.kinds.pictures.rows import BAR, LEFT, MIDDLE, RIGHT, ROW, bar, drawn_part, head, left_out, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, plain, score, sentences, shown
from clustercourse.language import Message, _

LOW, HIGH, STRONG = EDGES = Fraction(4, 5), Fraction(6, 5), Fraction(2)
TOP = 26.0
_LONGEST = 5.0
"""Quotients beyond this end in an arrow, so that one very high one does not press the others together."""


def draw(name: Drawn, quotient: Drawn) -> Drawing:
    found = entries(name, numbers=[quotient])
    table = DrawnTable(
        (str(_("Industry")), str(_("Location quotient")), str(_("Band"))),
        tuple((each.name, shown(each.outcomes[0], score), _band_words(each)) for each in found),
        (1,),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each industry becomes a bar here, against the marks 0.8, 1.2 and 2."), table)
    part, more = drawn_part(sorted(found, key=_order))
    known = [number for each in part if (number := each.number(0)) is not None]
    scale = Scale(0, min(max(2.5, *map(float, known), 2.5), _LONGEST), LEFT + 7, RIGHT - 8)
    height = TOP + ROW * len(part)
    marks: list[Mark] = [Words(scale(edge), 14, plain(edge), "picture-quiet", "middle") for edge in EDGES]
    for place, each in enumerate(part):
        marks += _row(TOP + place * ROW, each, scale)
    edge = [each.name for each in found if (held := each.number(0)) is not None and _band(held) != _band(round(held, 2))]
    note = sentences(
        left_out([(each.name, each.outcomes[0]) for each in found]),
        _("Bands go by the number before rounding: {names}.", names=listed(edge, 6)) if edge else "",
        more,
    )
    return framed((_finding(found), ""), marks, height, table, note=note)


def _order(entry: Entry) -> Fraction:
    """The highest first, the unknown last."""
    quotient = entry.number(0)
    return Fraction(1) if quotient is None else -quotient


def _band(quotient: Fraction) -> Message:
    if quotient >= STRONG:
        return _("strongly specialised")
    if quotient > HIGH:
        return _("over-represented")
    return _("similar") if quotient >= LOW else _("under-represented")


def _band_words(entry: Entry) -> str:
    quotient = entry.number(0)
    return "–" if quotient is None else str(_band(quotient))


def _finding(found: list[Entry]) -> Message:
    highest, first = furthest(found, 0)
    if highest is None:
        return _("No location quotient is known yet")
    said = {"names": listed(first), "quotient": score(highest)}
    if highest > HIGH:
        return _("Furthest above the reference: {names} ({quotient} times the share there)", **said)
    if any(each.number(0) is None for each in found):
        return _("No industry whose quotient is known is over-represented; highest: {names} ({quotient})", **said)
    return _("No industry is over-represented; highest: {names} ({quotient})", **said)


def _row(y: float, entry: Entry, scale: Scale) -> list[Mark]:
    quotient = entry.number(0)
    middle = y + MIDDLE
    edges: list[Mark] = [Line(scale(edge), middle - 7, scale(edge), middle + 9, "picture-axis") for edge in EDGES]
    if quotient is None:
        return [*head(y, entry.name, shown(entry.outcomes[0]), "picture-quiet"), *edges, unknown(middle, scale.start)]
    marks = [*head(y, entry.name, f"{_band(quotient)} {score(quotient)}"), *bar(middle, scale, quotient), *edges]
    if quotient > scale.high:
        return [*marks, Outline(joined([(RIGHT - 12, middle - BAR), (RIGHT, middle), (RIGHT - 12, middle + BAR)]), "picture-line")]
    return [*marks, Dot(scale(quotient), middle, BAR / 2, "picture-solid" if quotient >= STRONG else "picture-hollow")]


PICTURE = Picture(
    "location-quotients",
    _("Location quotients"),
    (
        PictureInput("name", _("Industry"), "text", is_column=True),
        PictureInput("quotient", _("Location quotient"), "number", is_column=True),
    ),
    draw,
)
