"""Stakeholders by power, legitimacy and urgency: three circles that overlap, seven kinds of stakeholder."""

from __future__ import annotations

from itertools import product

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, agreed, entries
from clustercourse.kinds.pictures.marks import Dot, Mark, Words, cut
from clustercourse.kinds.pictures.numbered import LIST_ROW, list_row, numbered_dot
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part, unknown
from clustercourse.kinds.pictures.wording import amount, listed, sentences
from clustercourse.language import Message, _

Signs = tuple[bool | None, ...]
TYPES: dict[Signs, Message] = {
    (True, True, True): _("definitive"),
    (True, True, False): _("dominant"),
    (True, False, True): _("dangerous"),
    (False, True, True): _("dependent"),
    (True, False, False): _("dormant"),
    (False, True, False): _("discretionary"),
    (False, False, True): _("demanding"),
    (False, False, False): _("not a stakeholder"),
}
_RADIUS = 112.0
_CIRCLES = ((136.0, 146.0), (264.0, 146.0), (200.0, 256.0))
_HEARTS: dict[Signs, tuple[float, float]] = {
    (True, True, True): (200, 180),
    (True, True, False): (200, 98),
    (True, False, True): (128, 222),
    (False, True, True): (272, 222),
    (True, False, False): (76, 122),
    (False, True, False): (324, 122),
    (False, False, True): (200, 316),
}
_LIST = 392.0
_MOST_DOTS = 4


def draw(name: Drawn, power: Drawn, legitimacy: Drawn, urgency: Drawn) -> Drawing:
    found = entries(name, texts=[power, legitimacy, urgency])
    heads = (_("Stakeholder"), _("Power"), _("Legitimacy"), _("Urgency"), _("Kind"))
    table = DrawnTable(
        tuple(str(each) for each in heads),
        tuple((each.name, *(_sign_words(sign) for sign in signs(each)), kind_words(signs(each))) for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Your stakeholders stand here in three circles: power, legitimacy and urgency."), table)
    part, more = drawn_part(found)
    order = list(TYPES)
    ranked = sorted(part, key=lambda each: order.index(signs(each)) if signs(each) in TYPES else len(order))
    marks, y = _circles(), _LIST
    for heart, place in _HEARTS.items():
        marks += _group([n for n, each in enumerate(ranked, 1) if signs(each) == heart], place)
    for n, each in enumerate(ranked, 1):
        marks += _listed_row(y, n, each)
        y += LIST_ROW
    undecided = [each.name for each in found if signs(each) not in TYPES]
    note = sentences(_("Undecided, as something is not known: {names}.", names=listed(undecided, 6)) if undecided else "", more)
    return framed((_finding(found), ""), marks, y, table, note=note)


def signs(entry: Entry) -> Signs:
    return tuple(agreed(said) for said in entry.texts)


def kind_words(held: Signs) -> str:
    """The kind, or the kinds it may be while something is not known."""
    if held in TYPES:
        return str(TYPES[held])
    possible = [
        TYPES[each] for each in product((True, False), repeat=3) if all(sign in (None, made) for sign, made in zip(held, each, strict=True))
    ]
    if len(possible) > 2:
        return str(_("undecided"))
    return str(_("undecided: {one} or {other}", one=possible[0], other=possible[1]))


def _sign_words(sign: bool | None) -> str:
    return str(_("not known") if sign is None else (_("yes") if sign else _("no")))


def _circles() -> list[Mark]:
    marks: list[Mark] = [Dot(x, y, _RADIUS, "picture-ring") for x, y in _CIRCLES]
    return [
        *marks,
        Words(LEFT, 22, str(_("Power")), "picture-strong"),
        Words(RIGHT, 22, str(_("Legitimacy")), "picture-strong", "end"),
        Words(200, 386, str(_("Urgency")), "picture-strong", "middle"),
    ]


def _group(numbers: list[int], heart: tuple[float, float]) -> list[Mark]:
    """The numbers of those who stand in one part of the circles; too many for it are counted."""
    x, y = heart
    if len(numbers) > _MOST_DOTS:
        return [
            Words(x, y + 6, f"{numbers[0]}–{numbers[-1]}", "picture-strong", "middle"),
            Words(x, y + 24, f"({amount(len(numbers))})", "picture-quiet", "middle"),
        ]
    grid = {1: [(0, 0)], 2: [(-12, 0), (12, 0)], 3: [(-12, -11), (12, -11), (0, 11)]}.get(
        len(numbers), [(-12, -12), (12, -12), (-12, 12), (12, 12)]
    )
    return [mark for n, (across, down) in zip(numbers, grid, strict=False) for mark in numbered_dot((x + across, y + down), n)]


def _listed_row(y: float, n: int, entry: Entry) -> list[Mark]:
    held = signs(entry)
    if held in _HEARTS:
        return list_row(y, n, entry.name, kind_words(held))
    if held in TYPES:
        return list_row(y, n, entry.name, kind_words(held), is_hollow=True)
    return [unknown(y + 12, long=22), cut(LEFT + 32, y + 17, f"{entry.name} · {kind_words(held)}", RIGHT - LEFT - 32, "picture-quiet")]


def _finding(found: list[Entry]) -> Message:
    definitive = [each.name for each in found if all(signs(each))]
    if not any(signs(each) in TYPES for each in found):
        return _("No kind can be told yet: power, legitimacy and urgency are all needed")
    if not definitive:
        if any(False not in signs(each) for each in found):
            return _("Nobody is known to have power, legitimacy and urgency together")
        return _("Nobody has power, legitimacy and urgency together")
    return _("Power, legitimacy and urgency together: {names}", names=listed(definitive))


PICTURE = Picture(
    "salience",
    _("Power, legitimacy, urgency"),
    (
        PictureInput("name", _("Stakeholder"), "text", is_column=True),
        PictureInput("power", _("Power"), "text", is_column=True),
        PictureInput("legitimacy", _("Legitimacy"), "text", is_column=True),
        PictureInput("urgency", _("Urgency"), "text", is_column=True),
    ),
    draw,
)
