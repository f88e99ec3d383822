"""Which stars the first region of a table has: size and focus by its rank among the compared regions, specialisation by its quotient."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, cos, pi, sin

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import first, outcome
from clustercourse.kinds.pictures.marks import Box, Dot, Line, Mark, Outline, Words, joined
from clustercourse.kinds.pictures.rows import BAR, LEFT, RIGHT, left_out, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import amount, plain, score, sentences, shown
from clustercourse.language import Message, _, ngettext

FEWEST = 10
"""With fewer regions there is no upper tenth."""

STRONG = Fraction(2)
_ROW = 70.0
_START = LEFT + 58


def draw(size_rank: Drawn, focus_rank: Drawn, quotient: Drawn, regions: Drawn) -> Drawing:
    size, focus, special = (first(each) for each in (size_rank, focus_rank, quotient))
    count = outcome(regions)
    names = (_("Size"), _("Focus"), _("Specialisation"))
    values = (_rank_words(size, count), _rank_words(focus, count), shown(special, score))
    stars = (_has_rank(size, count), _has_rank(focus, count), None if special.number is None else special.number >= STRONG)
    table = DrawnTable(
        (str(_("Measure")), str(_("Value")), str(_("Star"))),
        tuple((str(name), value, _star_words(star)) for name, value, star in zip(names, values, stars, strict=True)),
    )
    if all(each.state == "missing" for each in (size, focus, special)):
        return unbegun(PICTURE.title, _("Three stars stand here: for size, for focus and for specialisation."), table)
    marks: list[Mark] = []
    for place, (name, value, star) in enumerate(zip(names, values, stars, strict=True)):
        marks += _head(place * _ROW, str(name), value, star)
    marks += [*_ranks(45, size, count), *_ranks(45 + _ROW, focus, count), *_quotient(45 + 2 * _ROW, special)]
    note = left_out([(str(name), each) for name, each in zip(names, (size, focus, special), strict=True)])
    if count.number is not None and count.number < FEWEST:
        note = sentences(_("Too few regions for stars by rank: at least {n} are needed.", n=FEWEST), note)
    return framed((_finding(stars), ""), marks, 3 * _ROW, table, note=note)


def cut(count: Outcome) -> int | None:
    """The last rank that has a star: the upper tenth, rounded up."""
    held = count.number
    return None if held is None or held < FEWEST else ceil(held / 10)


def _has_rank(rank: Outcome, count: Outcome) -> bool | None:
    last = cut(count)
    return None if rank.number is None or last is None else rank.number <= last


def _rank_words(rank: Outcome, count: Outcome) -> str:
    if rank.number is None or count.number is None:
        return shown(rank)
    return str(_("rank {rank} of {count}", rank=plain(rank.number), count=plain(count.number)))


def _star_words(star: bool | None) -> str:
    return str(_("cannot tell") if star is None else (_("star") if star else _("no star")))


def _finding(stars: tuple[bool | None, ...]) -> Message:
    held = sum(1 for star in stars if star)
    open_ones = sum(1 for star in stars if star is None)
    if open_ones:
        return ngettext("{n} star so far; {open} cannot be told", "{n} stars so far; {open} cannot be told", held, open=amount(open_ones))
    return ngettext("{n} star of three", "{n} stars of three", held)


def _head(y: float, name: str, value: str, star: bool | None) -> list[Mark]:
    points = [
        (LEFT + 22 + radius * sin(pi * turn / 5), y + 34 - radius * cos(pi * turn / 5))
        for turn in range(10)
        for radius in [20 if turn % 2 == 0 else 8.5]
    ]
    path = joined(points, is_closed=True)
    shape = Outline(path, "picture-missing", "missing") if star is None else Outline(path, "picture-fill-one" if star else "picture-hollow")
    return [
        shape,
        Words(_START, y + 18, f"{name}: {_star_words(star)}", "picture-strong"),
        Words(RIGHT, y + 18, value, "", "end"),
    ]


def _ranks(y: float, rank: Outcome, count: Outcome) -> list[Mark]:
    """All ranks on a line, the first at the right; the part that has a star is filled."""
    last, held = cut(count), rank.number
    if last is None or held is None or count.number is None:
        return [unknown(y - 6, _START)]
    scale = Scale(float(count.number) + 0.5, 0.5, _START, RIGHT)
    edge = scale(last + 0.5)
    marks: list[Mark] = [
        Line(scale.start, y - 6, scale.end, y - 6, "picture-axis"),
        Box(edge, y - 6 - BAR / 2, RIGHT - edge, BAR, "picture-tint"),
        Words(RIGHT, y + 15, str(_("first {n} of {all}", n=last, all=plain(count.number))), "picture-quiet", "end"),
    ]
    return [*marks, Dot(min(max(scale(held), _START + 7), RIGHT - 7), y - 6, 7, "picture-solid" if held <= last else "picture-hollow")]


def _quotient(y: float, quotient: Outcome) -> list[Mark]:
    held = quotient.number
    if held is None:
        return [unknown(y - 6, _START)]
    scale = Scale(0, max(4.0, float(held)), _START, RIGHT)
    edge = scale(STRONG)
    return [
        Line(scale.start, y - 6, scale.end, y - 6, "picture-axis"),
        Box(edge, y - 6 - BAR / 2, RIGHT - edge, BAR, "picture-tint"),
        Words(RIGHT, y + 15, str(_("{n} or more", n=plain(STRONG))), "picture-quiet", "end"),
        Dot(min(max(scale(held), _START + 7), RIGHT - 7), y - 6, 7, "picture-solid" if held >= STRONG else "picture-hollow"),
    ]


PICTURE = Picture(
    "star-profile",
    _("Star profile"),
    (
        PictureInput("size-rank", _("Rank by size"), "number", is_column=True),
        PictureInput("focus-rank", _("Rank by focus"), "number", is_column=True),
        PictureInput("quotient", _("Location quotient"), "number", is_column=True),
        PictureInput("regions", _("Regions compared"), "number"),
    ),
    draw,
)
