"""What moved the jobs of an industry: national growth, industry mix and the regional share, and their sum."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.marks import Line, Mark, Pattern
from clustercourse.kinds.pictures.pairs import LINE, bar_line, beside_words
from clustercourse.kinds.pictures.rows import drawn_part, head, left_out
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import brief, listed, sentences, shown, signed
from clustercourse.language import Message, _, ngettext

NATIONAL, MIX, REGIONAL = 0, 1, 2
MOST = 12
_ROW = 26 + 3 * LINE + 14
PARTS: tuple[tuple[Message, Pattern], ...] = ((_("National growth"), ""), (_("Industry mix"), "two"), (_("Regional share"), "three"))


def draw(name: Drawn, national: Drawn, mix: Drawn, regional: Drawn) -> Drawing:
    found = entries(name, numbers=[national, mix, regional])
    table = DrawnTable(
        (str(_("Industry")), *(str(word) for word, _pattern in PARTS), str(_("Change in jobs"))),
        tuple((each.name, *(shown(held, signed) for held in each.outcomes), _sum_words(each)) for each in found),
        (1, 2, 3, 4),
    )
    if not found:
        return unbegun(
            PICTURE.title,
            _("The change of each industry stands here in three parts: national growth, industry mix, regional share."),
            table,
        )
    part, more = drawn_part(found, MOST)
    scale = beside_words(part, len(PARTS))
    marks = [mark for place, each in enumerate(part) for mark in _industry(place * _ROW, each, scale)]
    unknown_ones = [(each.name, held) for each in found for held in each.outcomes if held.number is None]
    note = sentences(left_out(list(dict(unknown_ones).items())), _rounding(part), more)
    return framed((_finding(found), ""), marks, len(part) * _ROW, table, note=note)


def change(entry: Entry) -> Fraction | None:
    parts = [entry.number(column) for column in (NATIONAL, MIX, REGIONAL)]
    known = [number for number in parts if number is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def _sum_words(entry: Entry) -> str:
    held = change(entry)
    return "–" if held is None else signed(held)


def _industry(y: float, entry: Entry, scale: Scale) -> list[Mark]:
    marks = head(y, entry.name, _sum_words(entry))
    zero = scale(0)
    for place, ((word, pattern), held) in enumerate(zip(PARTS, entry.outcomes, strict=True)):
        middle = y + 32 + place * LINE
        if held.number is not None:
            marks.append(Line(zero, middle - LINE / 2, zero, middle + LINE / 2, "picture-axis"))
        marks += bar_line(middle, str(word), held, (scale, signed), pattern)
    return marks


def _rounding(part: list[Entry]) -> Message | str:
    """Parts that are rounded one by one may miss the rounded sum by one."""
    for each in part:
        parts = [number for column in range(3) if (number := each.number(column)) is not None]
        total = change(each)
        if total is not None and sum(_rounded(number) for number in parts) != _rounded(total):
            return _("Parts are rounded one by one, so they may miss the sum by one.")
    return ""


def _rounded(number: Fraction) -> int:
    """Half away from zero, as numbers are shown."""
    whole = int(abs(number) + Fraction(1, 2))
    return -whole if number < 0 else whole


def _finding(found: list[Entry]) -> Message:
    known = [(held, each.name) for each in found if (held := each.number(REGIONAL)) is not None]
    if not known:
        return _("The regional share is not known for any industry yet")
    if len(found) == 1:
        return _single(found[0], known[0][0])
    strongest = max(abs(held) for held, _name in known)
    if strongest == 0:
        if len(known) < len(found):
            return _("No industry whose regional share is known gained or lost anything in the region itself")
        return _("No industry gained or lost anything in the region itself")
    first = next(held for held, _name in known if abs(held) == strongest)
    names = [name for held, name in known if held == first]
    said = {"names": listed(names), "value": signed(first)}
    if first < 0:
        return ngettext(
            "Largest loss in the region itself: {names} ({value})",
            "Largest loss in the region itself: {names} ({value} each)",
            len(names),
            **said,
        )
    return ngettext(
        "Largest gain from the region itself: {names} ({value})",
        "Largest gain from the region itself: {names} ({value} each)",
        len(names),
        **said,
    )


def _single(entry: Entry, regional: Fraction) -> Message:
    said = {"name": brief(entry.name), "regional": signed(regional)}
    if change(entry) is None:
        return _("{name}: the region's own part is {regional}; the whole change is not known", **said)
    return _("{name}: {change} jobs, of which the region's own part is {regional}", **said, change=_sum_words(entry))


PICTURE = Picture(
    "shift-share",
    _("Shift-share"),
    (
        PictureInput("name", _("Industry"), "text", is_column=True),
        PictureInput("national", _("National growth"), "number", is_column=True),
        PictureInput("mix", _("Industry mix"), "number", is_column=True),
        PictureInput("regional", _("Regional share"), "number", is_column=True),
    ),
    draw,
)
