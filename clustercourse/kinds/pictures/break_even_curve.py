"""Income and cost over the number of members, with the number from which the cost is covered."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import outcome
from clustercourse.kinds.pictures.labels import spread
from clustercourse.kinds.pictures.marks import Line, Mark, Words, block, cut, square
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, left_out
from clustercourse.kinds.pictures.scales import Scale, from_zero, ticks
from clustercourse.kinds.pictures.wording import amount, round_step, sentences, shown
from clustercourse.language import Message, _, ngettext

TOP, BOTTOM, HEIGHT = 36.0, 276.0, 322.0
_END = RIGHT - 96
"""Where the lines end; their words stand after it."""


@dataclass(frozen=True)
class Business:
    fee: Fraction
    variable: Fraction
    fixed: Fraction
    other: Fraction

    @property
    def break_even(self) -> int | None:
        """Members from which the cost is covered: 0 where it is covered without any, None where no number is enough."""
        if self.fixed <= self.other:
            return 0
        return ceil((self.fixed - self.other) / (self.fee - self.variable)) if self.fee > self.variable else None

    def income(self, members: float) -> float:
        return float(self.other) + float(self.fee) * members

    def cost(self, members: float) -> float:
        return float(self.fixed) + float(self.variable) * members


def draw(members: Drawn, average_fee: Drawn, variable_cost: Drawn, fixed_cost: Drawn, other_income: Drawn) -> Drawing:
    held = [outcome(each) for each in (members, average_fee, variable_cost, fixed_cost, other_income)]
    pairs = [(str(each.label), held[place]) for place, each in enumerate(PICTURE.inputs)]
    business = _business(held)
    table = DrawnTable(
        (str(_("Figure")), str(_("Value"))),
        (*((word, shown(each, _rounded)) for word, each in pairs), (str(_("Break-even")), _break_even_words(business))),
        (1,),
    )
    if all(each.state == "missing" for each in held):
        return unbegun(
            PICTURE.title,
            _("Income and cost stand here as two lines over the number of members; where they meet is the break-even."),
            table,
        )
    note = left_out(pairs)
    if business is None:
        finding = _("The break-even cannot be told: all figures of fee and cost are needed")
        return framed((finding, ""), [*block(LEFT, 20, f"{finding}. {note}", (RIGHT - LEFT, 6))], 124, table, note=note)
    now = held[0].number
    across, up = _scales(business, now)
    note = sentences(note, _("The amounts do not begin at 0.") if up.low > 0 else "")
    return framed((_finding(business, now), ""), _curves(business, now, across, up), HEIGHT, table, note=note)


def _rounded(value: Fraction) -> str:
    return amount(value, 0 if value.denominator == 1 else 2)


def _business(held: list[Outcome]) -> Business | None:
    _members, fee, variable, fixed, other = (each.number for each in held)
    if fee is None or variable is None or fixed is None or other is None:
        return None
    return Business(fee, variable, fixed, other)


def _break_even_words(business: Business | None) -> str:
    if business is None:
        return "–"
    if business.break_even == 0:
        return str(_("already covered"))
    return str(_("none")) if business.break_even is None else amount(business.break_even)


def _finding(business: Business, now: Fraction | None) -> Message:
    needed = business.break_even
    if needed is None:
        return _("No break-even: a member costs as much as it pays, or more")
    if needed == 0:
        return _("Already covered: other income pays the fixed cost without any member")
    if now is None:
        return ngettext("Break-even at {n} member", "Break-even at {n} members", needed)
    if now >= needed:
        return ngettext(
            "Break-even at {n} member: you have {more} more",
            "Break-even at {n} members: you have {more} more",
            needed,
            more=amount(now - needed),
        )
    return ngettext(
        "Break-even at {n} member: {more} more needed", "Break-even at {n} members: {more} more needed", needed, more=amount(needed - now)
    )


def _scales(business: Business, now: Fraction | None) -> tuple[Scale, Scale]:
    """Members across, amounts upwards; from zero, unless the lines would then lie flat at the top."""
    reach = max(float(now or 0), float(business.break_even or 0), 10.0) * 1.25
    held = [line(members) for line in (business.income, business.cost) for members in (0.0, reach)]
    low, high = min(held), max(held)
    up = from_zero(held, BOTTOM, TOP) if low < 0.5 * high else Scale(low - (high - low) * 0.15 - 1, high + 1, BOTTOM, TOP)
    return Scale(0, reach, LEFT + 8, _END), up


def _curves(business: Business, now: Fraction | None, across: Scale, up: Scale) -> list[Mark]:
    reach = across.high
    ends = [business.income(reach), business.cost(reach)]
    marks = _axes(across, up)
    labels = spread([up(end) - 8 for end in ends], [38, 38], TOP - 8, BOTTOM + 8)
    lines = ((business.income, "picture-thick", _("income")), (business.cost, "picture-thick-two", _("cost")))
    for (line, look, word), end, y in zip(lines, ends, labels, strict=True):
        marks += [
            Line(across(0), up(line(0)), _END, up(line(reach)), look),
            cut(_END + 8, y + 13, str(word), RIGHT - _END - 8, "picture-strong"),
            cut(_END + 8, y + 31, amount(Fraction(end)), RIGHT - _END - 8, "picture-quiet"),
        ]
    return [*marks, *_points(business, now, across, up)]


def _axes(across: Scale, up: Scale) -> list[Mark]:
    marks: list[Mark] = [Line(across.start, BOTTOM, across.end, BOTTOM, "picture-axis")]
    for tick in ticks(up.low, up.high, 3):
        if up.low < tick <= up.high:
            marks += [
                Line(across.start, up(tick), across.end, up(tick), "picture-grid"),
                Words(across.start + 2, up(tick) - 5, round_step(tick), "picture-quiet picture-halo"),
            ]
    for tick in ticks(across.low, across.high, 4):
        if tick < across.high * 0.99:
            marks.append(Words(max(across(tick), LEFT + 8), BOTTOM + 19, round_step(tick), "picture-quiet", "middle"))
    return [*marks, Words(_END, BOTTOM + 39, str(_("members →")), "picture-quiet", "end")]


def _points(business: Business, now: Fraction | None, across: Scale, up: Scale) -> list[Mark]:
    marks: list[Mark] = []
    needed = business.break_even
    if now is not None and now >= 0:
        marks += [
            Line(across(now), TOP - 8, across(now), BOTTOM, "picture-dashed"),
            Words(max(across(now), LEFT + 40), 18, str(_("{n} now", n=amount(now))), "picture-strong picture-halo", "middle"),
        ]
    if needed:
        x, y = across(needed), up(business.income(needed))
        is_right = x > (LEFT + _END) / 2
        said = str(_("break-even {n}", n=amount(needed)))
        marks += [
            Line(x, y, x, BOTTOM, "picture-line"),
            square(x, y, 6, "picture-solid"),
            Words(x - 8 if is_right else x + 8, BOTTOM - 8, said, "picture-strong picture-halo", "end" if is_right else "start"),
        ]
    return marks


PICTURE = Picture(
    "break-even-curve",
    _("Break-even"),
    (
        PictureInput("members", _("Members now"), "number"),
        PictureInput("average-fee", _("Average fee"), "number"),
        PictureInput("variable-cost", _("Variable cost of a member"), "number"),
        PictureInput("fixed-cost", _("Fixed cost"), "number"),
        PictureInput("other-income", _("Other income"), "number"),
    ),
    draw,
)
