"""Income against cost, today and in a case that might come: how much is not covered."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, outcome
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, cut
from clustercourse.kinds.pictures.rows import BAR, LEFT, MIDDLE, RIGHT, ROW, bar, drawn_part, head, left_out, unknown
from clustercourse.kinds.pictures.scales import Scale, from_zero
from clustercourse.kinds.pictures.wording import amount, brief, sentences, share, shown
from clustercourse.language import Message, _

INCOME, COST = 0, 1
_ROW = ROW + 24


def draw(name: Drawn, income: Drawn, cost: Drawn, base_income: Drawn, stressed_income: Drawn, total_cost: Drawn) -> Drawing:
    found = entries(name, numbers=[income, cost]) or _two(outcome(base_income), outcome(stressed_income), outcome(total_cost))
    heads = (_("Case"), _("Income"), _("Cost"), _("Left over"), _("Covered"))
    table = DrawnTable(
        tuple(str(each) for each in heads),
        tuple((each.name, *(shown(held, amount) for held in each.outcomes), _left_words(each), _covered(each)) for each in found),
        (1, 2, 3, 4),
    )
    if not found:
        return unbegun(PICTURE.title, _("Income and cost of today and of your case stand here, and what is not covered."), table)
    part, more = drawn_part(found)
    held = [number for each in found for column in (INCOME, COST) if (number := each.number(column)) is not None]
    scale = from_zero(held, LEFT, RIGHT - 4)
    marks = [mark for place, each in enumerate(part) for mark in _row(place * _ROW, each, scale)]
    note = sentences(left_out([(each.name, next(iter(_unknown(each)), each.outcomes[INCOME])) for each in found]), more)
    return framed((_finding(found), ""), marks, len(part) * _ROW, table, note=note)


def _two(base: Outcome, stressed: Outcome, cost: Outcome) -> list[Entry]:
    """Without a table of cases: today and one case."""
    rows = [Entry(0, str(_("Today")), (base, cost)), Entry(1, str(_("In this case")), (stressed, cost))]
    return rows if any(each.state != "missing" for each in (base, stressed, cost)) else []


def _unknown(entry: Entry) -> list[Outcome]:
    return [outcome for outcome in entry.outcomes if outcome.number is None]


def left_over(entry: Entry) -> Fraction | None:
    income, cost = entry.number(INCOME), entry.number(COST)
    return None if income is None or cost is None else income - cost


def _left_words(entry: Entry) -> str:
    left = left_over(entry)
    return "–" if left is None else amount(left)


def _covered(entry: Entry) -> str:
    income, cost = entry.number(INCOME), entry.number(COST)
    return share(income / cost) if income is not None and cost is not None and cost > 0 else "–"


def _row(y: float, entry: Entry, scale: Scale) -> list[Mark]:
    """Income as a bar, cost as a mark; what is missing up to the mark is hatched."""
    income, cost, left = entry.number(INCOME), entry.number(COST), left_over(entry)
    middle = y + MIDDLE
    marks = [*head(y, entry.name, _result(left)), _facts(y + MIDDLE + BAR + 11, entry)]
    marks += [unknown(middle)] if income is None else bar(middle, scale, income)
    if left is not None and left < 0 and income is not None and cost is not None:
        start = scale(max(income, Fraction(0)))
        marks.append(Box(start, middle - BAR / 2, max(scale(cost) - start, 1), BAR, "picture-missing", "missing"))
    if cost is not None:
        marks.append(Line(scale(cost), middle - BAR, scale(cost), middle + BAR, "picture-line"))
    return marks


def _result(left: Fraction | None) -> str:
    if left is None:
        return "–"
    said = _("{amount} missing", amount=amount(-left)) if left < 0 else _("{amount} left over", amount=amount(left))
    return str(said)


def _facts(y: float, entry: Entry) -> Words:
    income, cost = (shown(each, amount) for each in entry.outcomes)
    covered = _covered(entry)
    if covered == "–":
        return cut(LEFT, y, str(_("income {income} · cost {cost}", income=income, cost=cost)), RIGHT - LEFT, "picture-quiet")
    said = _("income {income} of cost {cost} · {covered}", income=income, cost=cost, covered=covered)
    return cut(LEFT, y, str(said), RIGHT - LEFT, "picture-quiet")


def _finding(found: list[Entry]) -> Message:
    known = [(left, each) for each in found if (left := left_over(each)) is not None]
    if not known:
        return _("Income and cost are not known together for any case yet")
    least = min(left for left, _entry in known)
    worst = next(entry for left, entry in known if left == least)
    if least >= 0:
        if len(known) < len(found):
            return _("The cost is covered in every case that is known; tightest: “{case}”", case=brief(worst.name))
        return _("The cost is covered in every case; tightest: “{case}”", case=brief(worst.name))
    said = {"case": brief(worst.name), "amount": amount(-least), "covered": _covered(worst)}
    if said["covered"] == "–":
        return _("Most uncovered in “{case}”: {amount}", **said)
    return _("Most uncovered in “{case}”: {amount}; income pays {covered} of the cost", **said)


PICTURE = Picture(
    "stress-test",
    _("Stress test"),
    (
        PictureInput("name", _("Case"), "text", is_column=True, is_optional=True),
        PictureInput("income", _("Income"), "number", is_column=True, is_optional=True),
        PictureInput("cost", _("Cost"), "number", is_column=True, is_optional=True),
        PictureInput("base-income", _("Income today"), "number", is_optional=True),
        PictureInput("stressed-income", _("Income in the case"), "number", is_optional=True),
        PictureInput("total-cost", _("Cost"), "number", is_optional=True),
    ),
    draw,
)
