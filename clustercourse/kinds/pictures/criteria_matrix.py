"""Tools compared by weighted criteria: their scores, and between which bounds an incomplete one still lies."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.marks import Words
from clustercourse.kinds.pictures.ranges import Range, range_rows, range_words
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, ROW, drawn_part
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, sentences, shown
from clustercourse.kinds.pictures.wording import score as in_score
from clustercourse.language import Message, _

SCORE, LOWEST, HIGHEST = 0, 1, 2
_SCALE = Scale(0, 5, LEFT + 8, RIGHT - 8)
HEAD = 26.0


def draw(name: Drawn, score: Drawn, lowest: Drawn, highest: Drawn) -> Drawing:
    found = entries(name, numbers=[score, lowest, highest])
    table = DrawnTable(
        tuple(str(each) for each in (_("Tool"), _("Score"), _("At least"), _("At most"))),
        tuple(
            (each.name, shown(each.outcomes[SCORE], in_score), *(_bound(each, column) for column in (LOWEST, HIGHEST))) for each in found
        ),
        (1, 2, 3),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each tool gets a bar here: its score, or the bounds between which it lies."), table)
    part, more = drawn_part(found)
    ranges = [_range(each) for each in part]
    best = max((each.low for each in ranges if each.low is not None), default=None)
    marks = range_rows(HEAD, ranges, _SCALE, best, lambda each: range_words(each, None, in_score))
    if best is not None:
        marks.append(Words(LEFT, 14, str(_("Dashed: {score}, which the first is sure of", score=in_score(best))), "picture-quiet"))
    open_ones = [each.name for each in ranges if each.held.number is None]
    note = sentences(_("Not fully scored: {names}.", names=listed(open_ones, 6)) if open_ones else "", more)
    return framed((_finding([_range(each) for each in found]), ""), marks, HEAD + len(part) * ROW, table, note=note)


def _bound(entry: Entry, column: int) -> str:
    """Of a complete score both bounds are the score."""
    number = entry.number(column) if entry.number(column) is not None else entry.number(SCORE)
    return "–" if number is None else in_score(number)


def _range(entry: Entry) -> Range:
    held = entry.number(SCORE)
    low, high = (entry.number(column) for column in (LOWEST, HIGHEST))
    return Range(entry.name, entry.outcomes[SCORE], low if held is None else held, high if held is None else held)


def _finding(ranges: list[Range]) -> Message:
    sure = [(each.low, each.name) for each in ranges if each.low is not None]
    if not sure:
        return _("No tool is scored yet")
    best = max(low for low, _name in sure)
    first = [name for low, name in sure if low == best]
    behind = [each.name for each in ranges if each.low != best and _could_reach(each, best)]
    said = {"names": listed(first), "score": in_score(best)}
    if behind:
        return _("Still open: {others} could reach the {score} of {names}", **said, others=listed(behind))
    if len(first) > 1 and any(each.held.number is None for each in ranges if each.low == best):
        return _("Still open between {names}: {score} is sure for each", **said)
    if len(first) > 1:
        return _("A tie: {names} have {score} each", **said)
    if any(each.held.number is None for each in ranges):
        return _("First with {score}, whatever is still missing: {names}", **said)
    return _("First with {score}: {names}", **said)


def _could_reach(held: Range, best: Fraction) -> bool:
    """What is not known at all could."""
    return held.high >= best if held.high is not None else held.low is None


PICTURE = Picture(
    "criteria-matrix",
    _("Tools compared"),
    (
        PictureInput("name", _("Tool"), "text", is_column=True),
        PictureInput("score", _("Score"), "number", is_column=True),
        PictureInput("lowest", _("At least"), "number", is_column=True, is_optional=True),
        PictureInput("highest", _("At most"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
