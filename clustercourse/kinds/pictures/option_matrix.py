"""Options under two sets of weights: whether the first place depends on what one finds important."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, furthest
from clustercourse.kinds.pictures.labels import LEADING, spread, wrapped
from clustercourse.kinds.pictures.marks import Anchor, Box, Dot, Line, Mark, Words, block, cut
from clustercourse.kinds.pictures.pairs import PAIR, WORDS, Pairs
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, ROW, bar, drawn_part, head, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import beside, listed, score, sentences, shown
from clustercourse.language import Message, _

FIRST, SECOND = 0, 1
MOST_SLOPES = 8
TOP, TALL = 40.0, 220.0
_SIDE = 152.0
_NAME = (_SIDE - 12, 2)


def draw(name: Drawn, first: Drawn, second: Drawn) -> Drawing:
    found = entries(name, numbers=[first, second])
    table = DrawnTable(
        tuple(str(each) for each in (_("Option"), _("First weights"), _("Second weights"))),
        tuple((each.name, *(shown(outcome, score) for outcome in each.outcomes)) for each in found),
        (1, 2),
    )
    if not found:
        return unbegun(
            PICTURE.title, _("Each option becomes a line here, from its score with the first weights to its score with the second."), table
        )
    part, more = drawn_part(found)
    has_slopes = len(part) <= MOST_SLOPES and any(each.number(FIRST) is not None and each.number(SECOND) is not None for each in part)
    marks, height = _slopes(part) if has_slopes else _list(part)
    missing = [each.name for each in found if each.number(FIRST) is None or (has_slopes and each.number(SECOND) is None)]
    note = sentences(_("Not fully scored: {names}.", names=listed(missing, 6)) if missing else "", more)
    return framed((_finding(found), ""), marks, height, table, note=note)


def _finding(found: list[Entry]) -> Message:
    best, leaders = furthest(found, FIRST)
    other, others = furthest(found, SECOND)
    if best is None:
        return _("No option is scored yet")
    said = {"names": listed(leaders), "score": score(best)}
    if other is None or set(leaders) == set(others):
        if len(leaders) > 1:
            return _("A tie: {names} have {score} each", **said)
        return _("First with {score}: {names}", **said) if other is None else _("First with both sets of weights: {names}", **said)
    return _(
        "The weights decide: the first put {names} in front ({score}), the second {others} ({other})",
        **said,
        others=listed(others),
        other=score(other),
    )


def _slopes(part: list[Entry]) -> tuple[list[Mark], float]:
    held = [number for each in part for number in (each.number(FIRST), each.number(SECOND)) if number is not None]
    groups = [_by_score(part, column) for column in (FIRST, SECOND)]
    tall = max(200.0, *(sum(_room(names) for names in group.values()) for group in groups))
    low, high = float(min(held)), float(max(held))
    scale = Scale(low - (low == high), high + (low == high), TOP + tall - 20, TOP + 20)
    marks: list[Mark] = [
        Words(LEFT, 16, str(_("First weights")), "picture-quiet"),
        Words(RIGHT, 16, str(_("Second weights")), "picture-quiet", "end"),
        Line(LEFT + _SIDE, TOP, LEFT + _SIDE, TOP + tall, "picture-axis"),
        Line(RIGHT - _SIDE, TOP, RIGHT - _SIDE, TOP + tall, "picture-axis"),
    ]
    for place, each in enumerate(part):
        marks += _slope(each, scale, "picture-thick" if place % 2 == 0 else "picture-thick-two")
    for group, side in zip(groups, ("end", "start"), strict=True):
        marks += _labels(group, scale, TOP + tall, is_left=side == "end")
    missing = [each for each in part if each.number(FIRST) is None or each.number(SECOND) is None]
    for place, each in enumerate(missing):
        marks += _incomplete(TOP + tall + 16 + place * 24, each)
    return marks, TOP + tall + 12 + len(missing) * 24


def _incomplete(y: float, entry: Entry) -> list[Mark]:
    words = " · ".join((entry.name, *(shown(outcome, score) for outcome in entry.outcomes)))
    return [Box(LEFT, y, 16, 14, "picture-missing", "missing"), cut(LEFT + 26, y + 12, words, RIGHT - LEFT - 26, "picture-quiet")]


def _slope(entry: Entry, scale: Scale, look: str) -> list[Mark]:
    first, second = entry.number(FIRST), entry.number(SECOND)
    ends = [(x, scale(number)) for x, number in ((LEFT + _SIDE, first), (RIGHT - _SIDE, second)) if number is not None]
    dots: list[Mark] = [Dot(x, y, 5, "picture-solid") for x, y in ends]
    return [Line(*ends[0], *ends[1], look), *dots] if len(ends) == 2 else dots


def _by_score(part: list[Entry], column: int) -> dict[Fraction, list[str]]:
    """Options with the same score stand together."""
    groups: dict[Fraction, list[str]] = {}
    for each in part:
        number = each.number(column)
        if number is not None:
            groups.setdefault(number, []).append(each.name)
    return groups


def _room(names: list[str]) -> float:
    return (sum(len(wrapped(name, *_NAME)) for name in names) + 1) * LEADING + 6


def _labels(groups: dict[Fraction, list[str]], scale: Scale, bottom: float, *, is_left: bool) -> list[Mark]:
    """One label for each score, as near to its dot as the others let it."""
    rooms = [_room(names) for names in groups.values()]
    begins = spread([scale(number) - room / 2 for number, room in zip(groups, rooms, strict=True)], rooms, TOP, bottom)
    x = LEFT + _SIDE - 12 if is_left else RIGHT - _SIDE + 12
    side: Anchor = "end" if is_left else "start"
    marks: list[Mark] = []
    for (number, names), y in zip(groups.items(), begins, strict=True):
        value = beside(score(number), _("tie") if len(names) > 1 else "")
        marks.append(cut(x, y + 14, value, _SIDE - 12, "picture-strong", anchor=side))
        base = y + 14 + LEADING
        for name in names:
            lines = block(x, base, name, _NAME, anchor=side)
            marks += lines
            base += len(lines) * LEADING
    return marks


def _list(part: list[Entry]) -> tuple[list[Mark], float]:
    """Too many for lines, or one set of weights alone: bars."""
    highest = max(
        (float(number) for each in part for column in (FIRST, SECOND) if (number := each.number(column)) is not None), default=5.0
    )
    has_second = any(each.number(SECOND) is not None for each in part)
    if has_second:
        pairs = Pairs(Scale(0, max(highest, 5.0), LEFT + WORDS, RIGHT), (_("First weights"), _("Second weights")), score)
        return [mark for place, each in enumerate(part) for mark in pairs.row(place * PAIR, each, "")], len(part) * PAIR
    scale = Scale(0, max(highest, 5.0), LEFT, RIGHT)
    marks: list[Mark] = []
    for place, each in enumerate(sorted(part, key=lambda each: -(each.number(FIRST) or 0))):
        y, held = place * ROW, each.number(FIRST)
        marks += head(y, each.name, shown(each.outcomes[FIRST], score), "picture-quiet" if held is None else "picture-strong")
        marks += [unknown(y + MIDDLE)] if held is None else bar(y + MIDDLE, scale, held)
    return marks, len(part) * ROW


PICTURE = Picture(
    "option-matrix",
    _("Options under two sets of weights"),
    (
        PictureInput("name", _("Option"), "text", is_column=True),
        PictureInput("first", _("Score with the first weights"), "number", is_column=True),
        PictureInput("second", _("Score with the second weights"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
