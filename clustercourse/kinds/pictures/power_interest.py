"""Stakeholders by power and interest. High is more than three of five; a three on either side is borderline."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Words, cut
from clustercourse.kinds.pictures.numbered import LIST_ROW, Plane, apart, leader, list_row, numbered_dot
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import beside, listed, plain, sentences
from clustercourse.language import Message, _

POWER, INTEREST = 0, 1
MIDDLE = Fraction(3)
PLANE = Plane(LEFT, 44, RIGHT, 344)
_ACROSS = Scale(0.5, 5.5, PLANE.left, PLANE.right)
_UP = Scale(0.5, 5.5, PLANE.bottom, PLANE.top)
_LIST = PLANE.bottom + 50
WAYS = {
    (True, True): _("manage closely"),
    (True, False): _("keep satisfied"),
    (False, True): _("keep informed"),
    (False, False): _("monitor"),
}


def draw(name: Drawn, power: Drawn, interest: Drawn) -> Drawing:
    found = entries(name, numbers=[power, interest])
    table = DrawnTable(
        tuple(str(each) for each in (_("Stakeholder"), _("Power"), _("Interest"), _("Strategy"))),
        tuple((each.name, *_numbers(each), way_words(each)) for each in found),
        (1, 2),
    )
    if not found:
        return unbegun(
            PICTURE.title,
            _("Your stakeholders stand here on a grid: the higher, the more power; the further right, the more interest."),
            table,
        )
    part, more = drawn_part(found)
    here = [each for each in part if way(each) is not None]
    beside = [each for each in part if way(each) is None]
    marks = [*_grid(), *_points(here)]
    y = _LIST
    for n, each in enumerate(here, 1):
        marks += list_row(y, n, each.name, way_words(each), is_hollow=is_borderline(each))
        y += LIST_ROW
    for each in beside:
        marks += [unknown(y + 12, long=22), cut(LEFT + 32, y + 17, f"{each.name} · {way_words(each)}", RIGHT - LEFT - 32, "picture-quiet")]
        y += LIST_ROW
    unplaced = [each.name for each in found if way(each) is None]
    borderline = [each.name for each in found if is_borderline(each)]
    note = sentences(
        _("Unplaced, as power or interest is not known: {names}.", names=listed(unplaced, 6)) if unplaced else "",
        _("Hollow: borderline, as one of the two is exactly 3.") if borderline else "",
        more,
    )
    return framed((_finding(found), ""), marks, y, table, note=note)


def way(entry: Entry) -> Message | None:
    power, interest = entry.number(POWER), entry.number(INTEREST)
    return None if power is None or interest is None else WAYS[power > MIDDLE, interest > MIDDLE]


def is_borderline(entry: Entry) -> bool:
    return way(entry) is not None and MIDDLE in (entry.number(POWER), entry.number(INTEREST))


def way_words(entry: Entry) -> str:
    held = way(entry)
    if held is None:
        return str(_("unplaced"))
    return beside(held, _("borderline") if is_borderline(entry) else "")


def _numbers(entry: Entry) -> list[str]:
    return [str(_("not known")) if (held := entry.number(column)) is None else plain(held) for column in (POWER, INTEREST)]


def _grid() -> list[Mark]:
    across, up = _ACROSS(MIDDLE), _UP(MIDDLE)
    top, bottom = PLANE.top - 8, PLANE.bottom + 18
    return [
        Box(PLANE.left, PLANE.top, PLANE.right - PLANE.left, PLANE.bottom - PLANE.top, "picture-panel", round=6),
        Line(across, PLANE.top, across, PLANE.bottom, "picture-dashed"),
        Line(PLANE.left, up, PLANE.right, up, "picture-dashed"),
        Words(LEFT, 14, str(_("↑ Power")), "picture-quiet"),
        Words(RIGHT, bottom + 20, str(_("Interest →")), "picture-quiet", "end"),
        Words(LEFT, top, str(WAYS[True, False]), "picture-strong"),
        Words(RIGHT, top, str(WAYS[True, True]), "picture-strong", "end"),
        Words(LEFT, bottom, str(WAYS[False, False]), "picture-strong"),
        Words(RIGHT, bottom, str(WAYS[False, True]), "picture-strong", "end"),
    ]


def _points(here: list[Entry]) -> list[Mark]:
    wanted = [(_ACROSS(each.number(INTEREST) or 0), _UP(each.number(POWER) or 0)) for each in here]
    marks: list[Mark] = []
    shown = apart(wanted, PLANE)
    for true, place in zip(wanted, shown, strict=True):
        marks += leader(true, place)
    for n, (each, place) in enumerate(zip(here, shown, strict=True), 1):
        marks += numbered_dot(place, n, is_hollow=is_borderline(each))
    return marks


def _finding(found: list[Entry]) -> Message:
    close = [each.name for each in found if way(each) is WAYS[True, True]]
    if not any(way(each) is not None for each in found):
        return _("Nobody can be placed yet: power and interest are both needed")
    if not close:
        if any(way(each) is None for each in found):
            return _("Nobody placed so far has both high power and high interest")
        return _("Nobody has both high power and high interest")
    return _("To manage closely: {names}", names=listed(close))


PICTURE = Picture(
    "power-interest",
    _("Power and interest"),
    (
        PictureInput("name", _("Stakeholder"), "text", is_column=True),
        PictureInput("power", _("Power"), "number", is_column=True),
        PictureInput("interest", _("Interest"), "number", is_column=True),
    ),
    draw,
)
