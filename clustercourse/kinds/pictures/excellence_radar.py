"""The dimensions of the excellence self-check: of what is answered, and between which bounds the rest can still move them."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.pictures import radar
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import NOTHING, Entry, entries, number, outcomes
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Words
from clustercourse.kinds.pictures.ranges import Range, range_rows, range_words
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, ROW, drawn_part, left_out
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, sentences, share, shown
from clustercourse.language import Message, _

ANSWERED, WORST, BEST = 0, 1, 2
MOST_POINTS = 4
DIMENSIONS = (
    (_("Structure"), 4),
    (_("Typology, governance and cooperation"), 10),
    (_("Financing"), 2),
    (_("Strategy, objectives and services"), 12),
    (_("Achievements and recognition"), 3),
)
"""The five dimensions, and how many of the 31 indicators each has."""

RINGS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))


def draw(name: Drawn, answered: Drawn, worst: Drawn, best: Drawn, points: Drawn, threshold: Drawn) -> Drawing:
    found = entries(name, numbers=[answered, worst, best]) or _dimensions(outcomes(points))
    mark = number(threshold)
    heads = (_("Dimension"), _("Of what is answered"), _("At worst"), _("At best"))
    cells = tuple((each.name, *(shown(outcome, share) for outcome in each.outcomes)) for each in found)
    table = DrawnTable(tuple(str(each) for each in heads), cells, (1, 2, 3))
    if not found:
        return unbegun(PICTURE.title, _("Each dimension becomes a spoke here, with the lowest and the highest it can still reach."), table)
    part, more = drawn_part(found)
    ranges = [Range(each.name, each.outcomes[ANSWERED], each.number(WORST), each.number(BEST)) for each in part]
    web = radar.fitting([(each.name, shown(each.held, share)) for each in ranges], 1)
    begin = web.height + 8 if web else 0.0
    marks = _web(web, ranges, mark) if web else []
    scale = Scale(0, 1, LEFT + 8, RIGHT - 8)
    if mark is not None:
        marks.append(Words(LEFT, begin + 14, str(_("Dashed: the threshold of {share}", share=share(mark))), "picture-quiet"))
        begin += 26
    marks += range_rows(begin, ranges, scale, mark, lambda each: range_words(each, mark, share))
    note = sentences(
        _("A self-check, not a result of ESCA or EUCLES."), left_out([(each.name, each.outcomes[ANSWERED]) for each in found]), more
    )
    return framed((_finding(found, mark), ""), marks, begin + len(part) * ROW, table, note=note)


def _dimensions(points: list[Outcome]) -> list[Entry]:
    """From the points of the 31 indicators in their published order."""
    found: list[Entry] = []
    for place, (name, count) in enumerate(DIMENSIONS if points else ()):
        begin = sum(size for _name, size in DIMENSIONS[:place])
        held = [number for each in points[begin : begin + count] if (number := each.number) is not None and 0 <= number <= MOST_POINTS]
        total, top = sum(held, Fraction(0)), MOST_POINTS * count
        answered = value(total / (MOST_POINTS * len(held))) if held else NOTHING
        best = total + MOST_POINTS * (count - len(held))
        found.append(Entry(place, str(name), (answered, value(total / top), value(best / top))))
    return found


def _finding(found: list[Entry], mark: Fraction | None) -> Message:
    known = [(held, each.name) for each in found if (held := each.number(ANSWERED)) is not None]
    if not known:
        return _("No dimension is answered yet")
    lowest = min(held for held, _name in known)
    names = listed([name for held, name in known if held == lowest])
    if mark is None or not any(each.number(WORST) is not None for each in found):
        return _("Lowest of what is answered: {names} ({share})", names=names, share=share(lowest))
    reached = sum(1 for each in found if (held := each.number(WORST)) is not None and held >= mark)
    words = {"reached": reached, "all": len(found), "threshold": share(mark), "names": names, "share": share(lowest)}
    return _("{threshold} is certain for {reached} of {all} dimensions; lowest of what is answered: {names} ({share})", **words)


def _web(web: radar.Radar, ranges: list[Range], mark: Fraction | None) -> list[Mark]:
    values = [each.held.number for each in ranges]
    marks = [*web.web(RINGS, [value is not None for value in values]), *web.thread(values)]
    if mark is not None:
        marks.append(web.ring(mark, "picture-dashed"))
    for index, each in enumerate(ranges):
        if each.low is not None and each.high is not None and each.low != each.high:
            marks.append(Line(*web.at(index, each.low), *web.at(index, each.high), "picture-line"))
        if each.held.number is not None:
            marks.append(Dot(*web.at(index, each.held.number), 6, "picture-solid"))
    return marks


PICTURE = Picture(
    "excellence-radar",
    _("Excellence radar"),
    (
        PictureInput("name", _("Dimension"), "text", is_column=True, is_optional=True),
        PictureInput("answered", _("Of what is answered"), "number", is_column=True, is_optional=True),
        PictureInput("worst", _("At worst"), "number", is_column=True, is_optional=True),
        PictureInput("best", _("At best"), "number", is_column=True, is_optional=True),
        PictureInput("points", _("Points of the 31 indicators"), "number", is_column=True, is_optional=True),
        PictureInput("threshold", _("Threshold"), "number", is_optional=True),
    ),
    draw,
)
