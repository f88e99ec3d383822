"""What is to be done by when: the activities of a plan in the order of their dates."""

from __future__ import annotations

from datetime import date

from clustercourse.kinds.pictures.dates import day_of
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Words, cut
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, drawn_part, head, track, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import brief, listed, sentences
from clustercourse.language import Message, _, day, month_words, ngettext

DATE, GOAL, OWNER = 0, 1, 2
HEAD = 30.0
_ROW = 62.0


def draw(name: Drawn, date: Drawn, goal: Drawn, owner: Drawn) -> Drawing:
    found = entries(name, texts=[date, goal, owner])
    table = DrawnTable(
        tuple(str(each) for each in (_("Activity"), _("By when"), _("Goal"), _("Owner"))),
        tuple((each.name, _date_words(each), each.texts[GOAL] or "–", each.texts[OWNER] or "–") for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Your activities stand here in the order of their dates."), table)
    part, more = drawn_part(sorted(found, key=_order))
    days = [held for each in part if (held := day_of(each.texts[DATE])) is not None]
    height = HEAD + len(part) * _ROW
    scale = _scale(days)
    marks = _ends(days, scale, height) if days else []
    for place, each in enumerate(part):
        marks += _row(HEAD + place * _ROW, each, scale)
    undated = [each.name for each in found if day_of(each.texts[DATE]) is None]
    unowned = [each.name for each in found if not each.texts[OWNER]] if any(each.texts[OWNER] for each in found) else []
    note = sentences(
        _("Without a date: {names}.", names=listed(undated, 6)) if undated else "",
        _("Without an owner: {names}.", names=listed(unowned, 6)) if unowned else "",
        more,
    )
    return framed((_finding(found), ""), marks, height, table, note=note)


def _order(entry: Entry) -> tuple[bool, date, int]:
    held = day_of(entry.texts[DATE])
    return held is None, held or date.max, entry.place


def _date_words(entry: Entry) -> str:
    held = day_of(entry.texts[DATE])
    if held is None:
        return entry.texts[DATE] or str(_("no date"))
    return day(held)


def _scale(days: list[date]) -> Scale:
    if not days:
        return Scale(0, 1, LEFT + 8, RIGHT - 8)
    first, last = min(days).toordinal(), max(days).toordinal()
    return Scale(first, max(last, first + 30), LEFT + 8, RIGHT - 8)


def _ends(days: list[date], scale: Scale, height: float) -> list[Mark]:
    """The first and the last month, and a line at every turn of a year between them."""
    last = date.fromordinal(int(scale.high))
    marks: list[Mark] = [
        Words(LEFT, 14, month_words(min(days)), "picture-quiet"),
        Words(RIGHT, 14, month_words(last), "picture-quiet", "end"),
    ]
    for year in range(min(days).year + 1, last.year + 1):
        x = scale(date(year, 1, 1).toordinal())
        marks.append(Line(x, 22, x, height - 4, "picture-grid"))
        if LEFT + 130 < x < RIGHT - 130:
            marks.append(Words(x, 14, str(year), "picture-quiet", "middle"))
    return marks


def _row(y: float, entry: Entry, scale: Scale) -> list[Mark]:
    held = day_of(entry.texts[DATE])
    marks = [*head(y, entry.name, _date_words(entry), "picture-strong" if held else "picture-quiet"), track(y + MIDDLE, scale)]
    facts = " · ".join(each for each in (entry.texts[OWNER], entry.texts[GOAL]) if each)
    marks.append(cut(LEFT, y + MIDDLE + 19, facts, RIGHT - LEFT, "picture-quiet"))
    if held is None:
        return [*marks, unknown(y + MIDDLE)]
    x = scale(held.toordinal())
    return [*marks, Line(scale.start, y + MIDDLE, x, y + MIDDLE, "picture-thick"), Dot(x, y + MIDDLE, 6, "picture-solid")]


def _finding(found: list[Entry]) -> Message:
    dated = sorted((held, each.place, each.name) for each in found if (held := day_of(each.texts[DATE])) is not None)
    if not dated:
        return _("No activity has a date yet")
    (first, _first_place, name), (last, *_rest) = dated[0], dated[-1]
    return ngettext(
        "{n} activity until {last}; first comes “{name}”, {first}",
        "{n} activities until {last}; first comes “{name}”, {first}",
        len(found),
        last=day(last),
        name=brief(name),
        first=day(first),
    )


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
