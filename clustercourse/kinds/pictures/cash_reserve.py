"""How many months the reserve lasts: one hexagon a month."""

from __future__ import annotations

from fractions import Fraction
from math import cos, floor, pi, sin

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import WIDTH, framed, unbegun
from clustercourse.kinds.pictures.given import outcome, text
from clustercourse.kinds.pictures.marks import Mark, Outline, Words, block, joined
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, left_out
from clustercourse.kinds.pictures.wording import amount, brief, shown
from clustercourse.language import Message, _

YEAR = 12
MOST_YEARS = 4
_STEP = (RIGHT - LEFT) / YEAR
_RADIUS = _STEP / 2 - 1
_ROW = 2 * _RADIUS + 24


def draw(reserve: Drawn, monthly_shortfall: Drawn, case: Drawn) -> Drawing:
    held, shortfall = outcome(reserve), outcome(monthly_shortfall)
    words = (_("Reserve"), _("Shortfall a month"))
    pairs = [(str(word), each) for word, each in zip(words, (held, shortfall), strict=True)]
    table = DrawnTable(
        (str(_("Figure")), str(_("Value"))),
        (*((word, shown(each, amount)) for word, each in pairs), (str(_("Months")), _months_words(held, shortfall))),
        (1,),
    )
    if held.state == shortfall.state == "missing":
        return unbegun(PICTURE.title, _("The months your reserve lasts stand here, one hexagon a month."), table)
    finding = _finding(held, shortfall, brief(text(case), 60))
    months = months_left(held, shortfall)
    if months is None:
        marks: list[Mark] = [*block(LEFT, 20, str(finding), (WIDTH - 8, 4))]
        return framed((finding, ""), marks, 92, table, note=left_out(pairs))
    years = min(max(floor(months / YEAR) + 1, 1), MOST_YEARS)
    marks = [Words(LEFT, 34, _months_words(held, shortfall), "picture-large")]
    for month in range(years * YEAR):
        marks += _month(month, months)
    return framed((finding, ""), marks, 52 + years * _ROW, table, note=left_out(pairs))


def months_left(reserve: Outcome, shortfall: Outcome) -> Fraction | None:
    """None where the reserve does not melt or something is not known."""
    if reserve.number is None or shortfall.number is None or shortfall.number <= 0 or reserve.number < 0:
        return None
    return reserve.number / shortfall.number


def _months_words(reserve: Outcome, shortfall: Outcome) -> str:
    months = months_left(reserve, shortfall)
    if months is not None:
        return str(_("{n} months", n=amount(months, 2)))
    is_safe = shortfall.number is not None and shortfall.number <= 0
    return str(_("not burning")) if is_safe else "–"


def _finding(reserve: Outcome, shortfall: Outcome, case: str) -> Message:
    months = months_left(reserve, shortfall)
    if months is not None:
        said = {"months": amount(months, 2), "reserve": shown(reserve, amount), "shortfall": shown(shortfall, amount)}
        if case:
            return _("In “{case}” the reserve of {reserve} lasts {months} months at {shortfall} a month", **said, case=case)
        return _("The reserve of {reserve} lasts {months} months at {shortfall} a month", **said)
    if shortfall.number is not None and shortfall.number <= 0:
        if case:
            return _("Not burning: in “{case}” there is no shortfall, so the reserve is not used up", case=case)
        return _("Not burning: there is no shortfall, so the reserve is not used up")
    if reserve.number is not None and reserve.number < 0:
        return _("There is no reserve to live on")
    return _("How long the reserve lasts is not known: both figures are needed")


def _month(month: int, months: Fraction) -> list[Mark]:
    """Full while the reserve lasts; the last one is filled from below; later ones are empty."""
    x = LEFT + _STEP * (month % YEAR) + _STEP / 2
    y = 52 + (month // YEAR) * _ROW + _RADIUS
    part = min(max(float(months) - month, 0.0), 1.0)
    is_last = part < 1 and (part > 0 or months == month)
    corners = [(x + _RADIUS * sin(turn * pi / 3), y - _RADIUS * cos(turn * pi / 3)) for turn in range(6)]
    marks: list[Mark] = []
    if part > 0:
        marks.append(Outline(joined(_below(corners, y + _RADIUS - 2 * _RADIUS * part), is_closed=True), "picture-fill-one"))
    marks.append(Outline(joined(corners, is_closed=True), "picture-line" if part > 0 else "picture-dashed"))
    if (month + 1) % 3 == 0 or is_last:
        marks.append(Words(x, y + _RADIUS + 17, amount(month + 1), "picture-quiet", "middle"))
    return marks


def _below(corners: list[tuple[float, float]], level: float) -> list[tuple[float, float]]:
    """The part of a form that lies below a level."""
    kept: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 >= level:
            kept.append((x1, y1))
        if (y1 - level) * (y2 - level) < 0:
            kept.append((x1 + (x2 - x1) * (level - y1) / (y2 - y1), level))
    return kept


PICTURE = Picture(
    "cash-reserve",
    _("Cash reserve"),
    (
        PictureInput("reserve", _("Reserve"), "number"),
        PictureInput("monthly-shortfall", _("Shortfall a month"), "number"),
        PictureInput("case", _("Case"), "text", is_optional=True),
    ),
    draw,
)
