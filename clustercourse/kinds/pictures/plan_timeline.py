"""What is to be done by when: the activities of a plan in the order of their dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from clustercourse.kinds.pictures.dates import day_of
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.labels import LEADING, fitted, width
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Words, block
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, drawn_part, track, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import beside, brief, listed, sentences
from clustercourse.language import Message, _, day, month_words, ngettext

DATE, GOAL, OWNER = 0, 1, 2
HEAD = 30.0
_MOST_YEARS = 12
_ROW = 44.0
"""A row with one line for its name and none below; each line more makes it higher."""


def draw(name: Drawn, date: Drawn, goal: Drawn, owner: Drawn) -> Drawing:
    held = entries(name, texts=[date, goal, owner])
    found = [each for each in held if _is_planned(each)]
    table = DrawnTable(
        tuple(str(each) for each in (_("Activity"), _("By when"), _("Goal"), _("Owner"))),
        tuple((each.name, _date_words(each), each.texts[GOAL] or "–", each.texts[OWNER] or "–") for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Your activities stand here in the order of their dates."), table)
    part, more = drawn_part(sorted(found, key=_order))
    days = [day for each in part if (day := day_of(each.texts[DATE])) is not None]
    scale = _scale(days)
    rows: list[Mark] = []
    height = HEAD
    for each in part:
        drawn, height = _row(height, each, scale)
        rows += drawn
    marks = _ends(scale, height) if days else []
    undated = [each.name for each in found if day_of(each.texts[DATE]) is None]
    unowned = [each.name for each in found if not each.texts[OWNER]] if any(each.texts[OWNER] for each in found) else []
    lone = sum(1 for each in held if each.texts[DATE] and not _is_planned(each))
    note = sentences(
        _("Without a date: {names}.", names=listed(undated, 6)) if undated else "",
        _("Without an owner: {names}.", names=listed(unowned, 6)) if unowned else "",
        ngettext("{n} date without an activity is left out.", "{n} dates without an activity are left out.", lone) if lone else "",
        more,
    )
    return framed((_finding(found), ""), [*marks, *rows], height, table, note=note)


def _is_planned(entry: Entry) -> bool:
    """A row has a name, or at least a date and something beside it: rows of a form that nobody has filled are no activities."""
    return entry.is_named or bool(entry.texts[DATE] and (entry.texts[GOAL] or entry.texts[OWNER]))


def _order(entry: Entry) -> tuple[bool, date, int]:
    held = day_of(entry.texts[DATE])
    return held is None, held or date.max, entry.place


def _date_words(entry: Entry) -> str:
    held = day_of(entry.texts[DATE])
    if held is None:
        return entry.texts[DATE] or str(_("no date"))
    return day(held)


def _scale(days: list[date]) -> Scale:
    """Whole months, and always more than one: the way to the first activity has a length too."""
    if not days:
        return Scale(0, 1, LEFT + 8, RIGHT - 8)
    first, last = min(days), max(days)
    before = max(first.replace(day=1).toordinal() - 1, 1)
    begin = date.fromordinal(max(min(before, first.toordinal() - (last - first).days // 12), 1)).replace(day=1)
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return Scale(begin.toordinal(), end.toordinal(), LEFT + 8, RIGHT - 8)


def _ends(scale: Scale, height: float) -> list[Mark]:
    """The first and the last month, and a line at every turn of a year between them."""
    first, last = (date.fromordinal(int(each)) for each in (scale.low, scale.high))
    marks: list[Mark] = [
        Words(LEFT, 14, month_words(first), "picture-quiet"),
        Words(RIGHT, 14, month_words(last), "picture-quiet", "end"),
    ]
    years = range(first.year + 1, last.year + 1)
    for year in years if len(years) <= _MOST_YEARS else ():
        x = scale(date(year, 1, 1).toordinal())
        marks.append(Line(x, 22, x, height - 4, "picture-grid"))
        if LEFT + 130 < x < RIGHT - 130:
            marks.append(Words(x, 14, str(year), "picture-quiet", "middle"))
    return marks


def _row(y: float, entry: Entry, scale: Scale) -> tuple[list[Mark], float]:
    """The name on up to two lines with the date beside it, the way to the date, and whose it is; and where the row ends."""
    held = day_of(entry.texts[DATE])
    said = fitted(_date_words(entry), (RIGHT - LEFT) * 0.62)
    name = block(LEFT, y + 14, entry.name, (RIGHT - LEFT - width(said) - 12, 2), "picture-halo")
    middle = y + MIDDLE + (len(name) - 1) * LEADING
    facts = block(LEFT, middle + 20, beside(entry.texts[OWNER], entry.texts[GOAL]), (RIGHT - LEFT, 2), "picture-quiet picture-halo")
    look = "picture-halo picture-strong" if held else "picture-halo picture-quiet"
    full = _date_words(entry) if said != _date_words(entry) else ""
    marks: list[Mark] = [*name, Words(RIGHT, y + 14, said, look, "end", full), track(middle, scale), *facts]
    bottom = y + _ROW + (len(name) - 1 + len(facts)) * LEADING
    if held is None:
        return [*marks, unknown(middle)], bottom
    x = scale(held.toordinal())
    return [*marks, Line(scale.start, middle, x, middle, "picture-thick"), Dot(x, middle, 6, "picture-solid")], bottom


def _finding(found: list[Entry]) -> Message:
    dated = sorted((held, each.place, each.name) for each in found if (held := day_of(each.texts[DATE])) is not None)
    if not dated:
        return _("No activity has a date yet")
    (first, _first_place, name), (last, *_rest) = dated[0], dated[-1]
    said = {"name": brief(name, 70), "first": day(first), "last": day(last)}
    if len(dated) < len(found):
        return ngettext(
            "{n} of {all} activities has a date, {first}: “{name}”",
            "{n} of {all} activities have a date, the last one {last}; first, by {first}: “{name}”",
            len(dated),
            **said,
            all=len(found),
        )
    return ngettext("{n} activity until {first}: “{name}”", "{n} activities until {last}; first, by {first}: “{name}”", len(found), **said)


PICTURE = Picture(
    "plan-timeline",
    _("Plan over time"),
    (
        PictureInput("name", _("Activity"), "text", is_column=True),
        PictureInput("date", _("By when"), "text", is_column=True),
        PictureInput("goal", _("Goal"), "text", is_column=True, is_optional=True),
        PictureInput("owner", _("Owner"), "text", is_column=True, is_optional=True),
    ),
    draw,
)
