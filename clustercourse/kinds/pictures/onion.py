"""The layers around an organisation: what acts on it, what it covers by understanding or influence, and where its time goes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import WIDTH, framed, unbegun
from clustercourse.kinds.pictures.given import NOTHING, Entry, entries
from clustercourse.kinds.pictures.labels import fitted, width
from clustercourse.kinds.pictures.marks import Mark, Outline, Words
from clustercourse.kinds.pictures.pairs import LINE, WORDS, bar_line
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, drawn_part, head
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, plain, sentences, share, shown
from clustercourse.language import Message, _, ngettext

IMPACT, UNDERSTANDING, INFLUENCE, TIME = 0, 1, 2, 3
TOP = 5
MOST_RINGS = 5
_SKIN, _INSET, _BEND = 34.0, 16.0, 24.0


def draw(name: Drawn, impact: Drawn, understanding: Drawn, influence: Drawn, time: Drawn) -> Drawing:
    found = _with_shares(entries(name, numbers=[impact, understanding, influence, time]))
    heads = (_("Layer"), _("Impact on us"), _("Understanding"), _("Influence"), _("Coverage"), _("Exposure gap"), _("Share of our time"))
    table = DrawnTable(tuple(str(each) for each in heads), tuple(_cells(each) for each in found), (1, 2, 3, 4, 5, 6))
    if not found:
        return unbegun(PICTURE.title, _("The layers around your organisation stand here one around the other, from the inside out."), table)
    part, more = drawn_part(found)
    has_rings = 2 <= len(part) <= MOST_RINGS
    marks, y = _rings(part) if has_rings else ([], 0.0)
    has_time = any(each.outcomes[TIME].state != "missing" for each in found)
    high = 30 + LINE * (3 if has_time else 2) + 12
    for place, each in enumerate(part):
        marks += _layer(y + place * high, each, has_time)
    partly = [each.name for each in found if len(_rated(each)) == 1]
    unrated = [each.name for each in found if gap(each) is None]
    note = sentences(
        _("Partly rated, by one of understanding and influence: {names}.", names=listed(partly, 6)) if partly else "",
        _("Not rated: {names}.", names=listed(unrated, 6)) if unrated else "",
        more,
    )
    return framed((_finding(found), ""), marks, y + len(part) * high, table, note=note)


def _with_shares(found: list[Entry]) -> list[Entry]:
    """Time is a share of one: where a sheet holds 45 for 45 %, all its rows are divided by a hundred."""
    if all((each.number(TIME) or 0) <= 1 for each in found):
        return found
    return [replace(each, outcomes=(*each.outcomes[:TIME], _hundredth(each.outcomes[TIME]))) for each in found]


def _hundredth(held: Outcome) -> Outcome:
    return held if held.number is None else value(held.number / 100)


def _rated(entry: Entry) -> list[Fraction]:
    return [held for column in (UNDERSTANDING, INFLUENCE) if (held := entry.number(column)) is not None]


def coverage(entry: Entry) -> Fraction | None:
    """The higher of understanding and influence; one of them is enough."""
    return max(_rated(entry), default=None)


def gap(entry: Entry) -> Fraction | None:
    impact, covered = entry.number(IMPACT), coverage(entry)
    return None if impact is None or covered is None else impact * (TOP - covered)


def _words(number: Fraction | None) -> str:
    return str(_("not rated")) if number is None else plain(number)


def _cells(entry: Entry) -> tuple[str, ...]:
    numbers = (*(entry.number(column) for column in (IMPACT, UNDERSTANDING, INFLUENCE)), coverage(entry), gap(entry))
    return (entry.name, *(_words(number) for number in numbers), shown(entry.outcomes[TIME], share))


def _rings(part: list[Entry]) -> tuple[list[Mark], float]:
    """One skin over the other, from the outermost in, each with its name and its gap; the widest gap stands out."""
    base = 4 + (len(part) + 0.5) * _SKIN
    widest = max((held for each in part if (held := gap(each)) is not None), default=None)
    marks: list[Mark] = []
    for place in reversed(range(len(part))):
        held = gap(part[place])
        look = "picture-dashed" if held is None else ("picture-tint" if held == widest and held > 0 else "picture-panel")
        marks += _skin(part[place], base, len(part) - 1 - place, look)
    return marks, base + 18


def _skin(entry: Entry, base: float, depth: int, look: str) -> list[Mark]:
    """An arch on the common ground; `depth` counts from outside."""
    left, right, top = LEFT + depth * _INSET, RIGHT - depth * _INSET, 4 + depth * _SKIN
    path = (
        f"M{left:.1f} {base:.1f}V{top + _BEND:.1f}A{_BEND} {_BEND} 0 0 1 {left + _BEND:.1f} {top:.1f}"
        f"H{right - _BEND:.1f}A{_BEND} {_BEND} 0 0 1 {right:.1f} {top + _BEND:.1f}V{base:.1f}Z"
    )
    said = _gap_words(entry)
    words = f"{fitted(entry.name, right - left - 2 * _BEND - width(f' · {said}'))} · {said}"
    strong = "picture-strong" if look == "picture-tint" else ""
    label = Words(WIDTH / 2, top + 23, words, strong, "middle", full=f"{entry.name} · {said}")
    return [Outline(path, "picture-panel"), Outline(path, look), label]


def _gap_words(entry: Entry) -> str:
    held = gap(entry)
    return str(_("not rated") if held is None else _("gap {n}", n=plain(held)))


def _layer(y: float, entry: Entry, has_time: bool) -> list[Mark]:
    marks = head(y, entry.name, _gap_words(entry))
    scale = Scale(0, TOP, LEFT + WORDS, RIGHT)
    covered = coverage(entry)
    marks += bar_line(y + 31, str(_("acts on us")), entry.outcomes[IMPACT], (scale, plain), "")
    marks += bar_line(y + 31 + LINE, str(_("covered")), NOTHING if covered is None else value(covered), (scale, plain), "two")
    if has_time:
        marks += bar_line(y + 31 + 2 * LINE, str(_("our time")), entry.outcomes[TIME], (Scale(0, 1, LEFT + WORDS, RIGHT), share), "three")
    return marks


def _finding(found: list[Entry]) -> Message:
    known = [(held, each.name) for each in found if (held := gap(each)) is not None]
    if not known:
        return _("No layer is rated yet")
    widest = max(held for held, _name in known)
    if widest <= 0:
        return _("Every rated layer is fully covered")
    names = [name for held, name in known if held == widest]
    return ngettext(
        "Widest exposure gap: {names} ({gap} of {top})",
        "Widest exposure gaps: {names} ({gap} of {top} each)",
        len(names),
        names=listed(names),
        gap=plain(widest),
        top=TOP * TOP,
    )


PICTURE = Picture(
    "onion",
    _("Onion"),
    (
        PictureInput("name", _("Layer"), "text", is_column=True),
        PictureInput("impact", _("Impact on us"), "number", is_column=True),
        PictureInput("understanding", _("Understanding"), "number", is_column=True),
        PictureInput("influence", _("Influence"), "number", is_column=True),
        PictureInput("time", _("Share of our time"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
