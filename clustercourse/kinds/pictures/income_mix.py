"""Where the money comes from: one bar of a hundred percent, and how many equally large streams it is worth."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, furthest, outcome
from clustercourse.kinds.pictures.labels import width
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Pattern, Words, cut
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part, left_out
from clustercourse.kinds.pictures.wording import amount as in_digits
from clustercourse.kinds.pictures.wording import listed, score, sentences, share, shown
from clustercourse.language import Message, _, ngettext

AMOUNT = 0
_FILLS: tuple[tuple[str, Pattern], ...] = (("picture-fill-one", ""), ("", "two"), ("", "three"), ("", "four"))
_TOP, _HEIGHT = 24.0, 36.0
_LIST = _TOP + _HEIGHT + 20
_LINE = 26.0


def draw(name: Drawn, amount: Drawn, public_base: Drawn, projects: Drawn, fees: Drawn, services: Drawn) -> Drawing:
    found = entries(name, numbers=[amount]) or _four([outcome(each) for each in (public_base, projects, fees, services)])
    total = whole(found)
    table = DrawnTable(
        tuple(str(each) for each in (_("Stream"), _("Amount"), _("Share of all"))),
        tuple((each.name, shown(each.outcomes[AMOUNT], in_digits), _part_words(each, total)) for each in found),
        (1, 2),
    )
    if not found:
        return unbegun(PICTURE.title, _("Your income stands here as one bar, divided into its streams."), table)
    part, more = drawn_part(found)
    marks: list[Mark] = []
    if total is not None:
        marks += _bar(found, total)
    else:
        marks.append(Box(LEFT, _TOP, RIGHT - LEFT, _HEIGHT, "picture-missing", "missing"))
    for place, each in enumerate(part):
        marks += _list_row(_LIST + place * _LINE, place, each, total)
    note = sentences(
        left_out([(each.name, each.outcomes[AMOUNT]) for each in found]),
        _("Diversity is not health; the figure changes when streams are split finer."),
        more,
    )
    return framed((_finding(found), ""), marks, _LIST + len(part) * _LINE, table, note=note)


def _four(held: list[Outcome]) -> list[Entry]:
    """Without a table of streams: the four that are always the same."""
    names = (_("Public base"), _("Projects"), _("Fees"), _("Services"))
    rows = [Entry(place, str(name), (each,)) for place, (name, each) in enumerate(zip(names, held, strict=True))]
    return rows if any(each.state != "missing" for each in held) else []


def whole(found: list[Entry]) -> Fraction | None:
    """What all streams make together; None where one is not known or cannot be part of a whole."""
    held = [each.number(AMOUNT) for each in found]
    known = [number for number in held if number is not None and number >= 0]
    total = sum(known, Fraction(0))
    return total if len(known) == len(held) and total > 0 else None


def _part_words(entry: Entry, total: Fraction | None) -> str:
    held = entry.number(AMOUNT)
    return "–" if total is None or held is None else share(held / total)


def _bar(found: list[Entry], total: Fraction) -> list[Mark]:
    marks: list[Mark] = []
    x = LEFT
    for place, each in enumerate(found):
        held = each.number(AMOUNT) or Fraction(0)
        wide = (RIGHT - LEFT) * float(held / total)
        look, pattern = _FILLS[place % len(_FILLS)]
        if wide > 0:
            marks.append(Box(x, _TOP, wide, _HEIGHT, look, pattern))
            marks.append(Line(x, _TOP, x, _TOP + _HEIGHT, "picture-gap"))
        said = share(held / total)
        if width(said) + 6 < wide:
            marks.append(Words(x + wide / 2, _TOP - 8, said, "picture-strong", "middle"))
        x += wide
    return marks


def _list_row(y: float, place: int, entry: Entry, total: Fraction | None) -> list[Mark]:
    look, pattern = _FILLS[place % len(_FILLS)]
    is_known = entry.number(AMOUNT) is not None
    held = shown(entry.outcomes[AMOUNT], in_digits)
    part = _part_words(entry, total)
    said = held if part == "–" else f"{held} · {part}"
    key = Box(LEFT, y + 2, 16, 14, look, pattern) if is_known else Box(LEFT, y + 2, 16, 14, "picture-missing", "missing")
    return [key, cut(LEFT + 26, y + 14, entry.name, RIGHT - LEFT - 38 - width(said)), Words(RIGHT, y + 14, said, "picture-strong", "end")]


def _finding(found: list[Entry]) -> Message:
    total = whole(found)
    if total is None:
        known = [each.number(AMOUNT) for each in found]
        if all(number == 0 for number in known):
            return _("No income: there is nothing to divide")
        return _("The mix cannot be told: every stream must be known and not negative")
    highest, names = furthest(found, AMOUNT)
    shares = [(each.number(AMOUNT) or Fraction(0)) / total for each in found]
    streams = score(1 / sum((each * each for each in shares), Fraction(0)))
    return ngettext(
        "Most income from {names}: {share}; the mix is worth {streams} equal streams",
        "Most income from {names}: {share} each; the mix is worth {streams} equal streams",
        len(names),
        names=listed(names),
        share=share((highest or 0) / total),
        streams=streams,
    )


PICTURE = Picture(
    "income-mix",
    _("Income mix"),
    (
        PictureInput("name", _("Stream"), "text", is_column=True, is_optional=True),
        PictureInput("amount", _("Amount"), "number", is_column=True, is_optional=True),
        PictureInput("public-base", _("Public base"), "number", is_optional=True),
        PictureInput("projects", _("Projects"), "number", is_optional=True),
        PictureInput("fees", _("Fees"), "number", is_optional=True),
        PictureInput("services", _("Services"), "number", is_optional=True),
    ),
    draw,
)
