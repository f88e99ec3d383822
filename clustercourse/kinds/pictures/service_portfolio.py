"""What services bring in against what they cost. On the line a service just pays for itself."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.labels import fitted, width
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, cut
from clustercourse.kinds.pictures.numbered import LIST_ROW, Plane, apart, leader, list_row, numbered_dot
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part, left_out, unknown
from clustercourse.kinds.pictures.scales import Scale, ticks
from clustercourse.kinds.pictures.wording import amount, beside, listed, round_step, sentences, share, shown
from clustercourse.language import Message, _

REVENUE, COST, PARTICIPANTS = 0, 1, 2
PLANE = Plane(LEFT, 26, RIGHT, 306)
_LIST = PLANE.bottom + 52


def draw(name: Drawn, revenue: Drawn, cost: Drawn, participants: Drawn) -> Drawing:
    found = entries(name, numbers=[revenue, cost, participants])
    heads = (_("Service"), _("Revenue"), _("Cost"), _("Left over"), _("Recovery"), _("Participants"))
    table = DrawnTable(tuple(str(each) for each in heads), tuple(_cells(each) for each in found), (1, 2, 3, 4, 5))
    if not found:
        return unbegun(PICTURE.title, _("Each service stands here by its revenue and its cost; above the line it pays for itself."), table)
    part, more = drawn_part(found)
    here = [each for each in part if left_over(each) is not None]
    marks = _plane(here)
    y = _LIST
    for n, each in enumerate(here, 1):
        marks += list_row(y, n, each.name, _recovery_words(each), is_hollow=(left_over(each) or 0) < 0)
        y += LIST_ROW
    for each in part:
        if left_over(each) is None:
            marks += _unplaced_row(y, each)
            y += LIST_ROW
    gone = [(each.name, held) for each in found for held in each.outcomes[:PARTICIPANTS] if held.number is None]
    note = sentences(left_out(list(dict(gone).items())), _("Hollow: does not pay for itself.") if _losing(found) else "", more)
    return framed((_finding(found), ""), marks, y, table, note=note)


def _unplaced_row(y: float, entry: Entry) -> list[Mark]:
    revenue, cost = (shown(each, amount) for each in entry.outcomes[:PARTICIPANTS])
    said = fitted(beside(_("revenue {amount}", amount=revenue), _("cost {amount}", amount=cost)), (RIGHT - LEFT) * 0.6)
    room = RIGHT - LEFT - 44 - width(said)
    return [unknown(y + 12, long=22), cut(LEFT + 32, y + 17, entry.name, room), Words(RIGHT, y + 17, said, "picture-quiet", "end")]


def left_over(entry: Entry) -> Fraction | None:
    revenue, cost = entry.number(REVENUE), entry.number(COST)
    return None if revenue is None or cost is None else revenue - cost


def _losing(found: list[Entry]) -> list[str]:
    return [each.name for each in found if (left := left_over(each)) is not None and left < 0]


def _recovery(entry: Entry) -> str:
    revenue, cost = entry.number(REVENUE), entry.number(COST)
    return share(revenue / cost) if revenue is not None and cost is not None and cost > 0 else "–"


def _recovery_words(entry: Entry) -> str:
    left = amount(left_over(entry) or 0)
    recovery = _recovery(entry)
    return left if recovery == "–" else f"{left} · {recovery}"


def _cells(entry: Entry) -> tuple[str, ...]:
    left = left_over(entry)
    return (
        entry.name,
        shown(entry.outcomes[REVENUE], amount),
        shown(entry.outcomes[COST], amount),
        "–" if left is None else amount(left),
        _recovery(entry),
        shown(entry.outcomes[PARTICIPANTS]),
    )


def _plane(here: list[Entry]) -> list[Mark]:
    held = [float(number) for each in here for column in (REVENUE, COST) if (number := each.number(column)) is not None]
    low, high = min([0.0, *held]), max([1.0, *held]) * 1.08
    across, up = Scale(low, high, PLANE.left, PLANE.right), Scale(low, high, PLANE.bottom, PLANE.top)
    marks: list[Mark] = [
        Box(PLANE.left, PLANE.top, PLANE.right - PLANE.left, PLANE.bottom - PLANE.top, "picture-panel", round=6),
        Line(across(low), up(low), across(high), up(high), "picture-dashed"),
        Words(LEFT, 14, str(_("↑ Revenue")), "picture-quiet"),
        Words(RIGHT, PLANE.bottom + 38, str(_("Cost →")), "picture-quiet", "end"),
        Words(PLANE.left + 10, PLANE.top + 20, str(_("pays for itself")), "picture-strong"),
        Words(PLANE.right - 10, PLANE.bottom - 10, str(_("does not")), "picture-strong", "end"),
    ]
    for tick in ticks(low, high, 3) if held else []:
        said = round_step(tick)
        half = width(said) / 2
        if low < tick < high and LEFT + half < across(tick) < RIGHT - half:
            marks.append(Words(across(tick), PLANE.bottom + 18, said, "picture-quiet", "middle"))
    wanted = [(across(each.number(COST) or 0), up(each.number(REVENUE) or 0)) for each in here]
    places = apart(wanted, PLANE)
    for true, place in zip(wanted, places, strict=True):
        marks += leader(true, place)
    for n, (each, place) in enumerate(zip(here, places, strict=True), 1):
        marks += numbered_dot(place, n, is_hollow=(left_over(each) or 0) < 0)
    return marks


def _finding(found: list[Entry]) -> Message:
    known = [left for each in found if (left := left_over(each)) is not None]
    if not known:
        return _("Revenue and cost are not known together for any service yet")
    losing = _losing(found)
    said = {"names": listed(losing), "amount": amount(sum(known, Fraction(0)))}
    if len(known) < len(found):
        if not losing:
            return _("Every service that is known pays for itself; together they leave {amount}", amount=said["amount"])
        return _("More cost than revenue: {names}; the services that are known together: {amount}", **said)
    if not losing:
        return _("Every service pays for itself; together they leave {amount}", amount=said["amount"])
    return _("More cost than revenue: {names}; all services together: {amount}", **said)


PICTURE = Picture(
    "service-portfolio",
    _("Service portfolio"),
    (
        PictureInput("name", _("Service"), "text", is_column=True),
        PictureInput("revenue", _("Revenue"), "number", is_column=True),
        PictureInput("cost", _("Cost"), "number", is_column=True),
        PictureInput("participants", _("Participants"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
