"""What a new member meets in the first ninety days, and what of it is done."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, agreed, entries
from clustercourse.kinds.pictures.marks import Anchor, Dot, Line, Mark, Words
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, ROW, drawn_part, head, left_out, track, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import plain, sentences, shown
from clustercourse.language import Message, _, ngettext

DAY, CHANNEL, DONE = 0, 0, 1
LAST = 90
FURTHEST = 180
"""Later days stand at the edge, so that the first ninety keep their room."""

HEAD = 28.0


def draw(name: Drawn, day: Drawn, channel: Drawn, done: Drawn) -> Drawing:
    found = entries(name, numbers=[day], texts=[channel, done])
    table = DrawnTable(
        tuple(str(each) for each in (_("Action"), _("Day"), _("Channel"), _("Done"))),
        tuple((each.name, shown(each.outcomes[DAY]), each.texts[CHANNEL] or "–", _done_words(each)) for each in found),
        (1,),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each action stands here on its day, from day 0 to day 90."), table)
    part, more = drawn_part(sorted(found, key=lambda each: (each.number(DAY) is None, each.number(DAY) or 0, each.place)))
    days = [held for each in part if (held := each.number(DAY)) is not None]
    scale = Scale(0, min(max([LAST, *map(float, days)]), FURTHEST), LEFT + 8, RIGHT - 8)
    height = HEAD + len(part) * ROW
    marks = _days(scale, height)
    for place, each in enumerate(part):
        marks += _row(HEAD + place * ROW, each, scale)
    late = [each.name for each in found if (held := each.number(DAY)) is not None and held > LAST]
    note = sentences(
        left_out([(each.name, each.outcomes[DAY]) for each in found]),
        ngettext("{n} action comes after day 90.", "{n} actions come after day 90.", len(late)) if late else "",
        more,
    )
    return framed((_finding(found), ""), marks, height, table, note=note)


def _done_words(entry: Entry) -> str:
    done = agreed(entry.texts[DONE])
    return "–" if done is None else str(_("done") if done else _("not done"))


def _days(scale: Scale, height: float) -> list[Mark]:
    marks: list[Mark] = []
    for day in (0, 30, 60, LAST):
        side: Anchor = "start" if day == 0 else ("end" if scale(day) > RIGHT - 30 else "middle")
        x = {"start": LEFT, "end": RIGHT}.get(side, scale(day))
        words = str(_("day {n}", n=day)) if day else str(_("start"))
        marks += [Line(scale(day), 20, scale(day), height - 4, "picture-grid"), Words(x, 14, words, "picture-quiet", side)]
    return marks


def _row(y: float, entry: Entry, scale: Scale) -> list[Mark]:
    held, done = entry.number(DAY), agreed(entry.texts[DONE])
    facts = [str(_("day {n}", n=plain(held))) if held is not None else shown(entry.outcomes[DAY]), entry.texts[CHANNEL]]
    if done is not None:
        facts.append(_done_words(entry))
    said = " · ".join(fact for fact in facts if fact)
    marks = [*head(y, entry.name, said, "picture-quiet" if held is None else "picture-strong"), track(y + MIDDLE, scale)]
    if held is None:
        return [*marks, unknown(y + MIDDLE)]
    return [*marks, Dot(scale(held), y + MIDDLE, 6, "picture-solid" if done else "picture-hollow")]


def _finding(found: list[Entry]) -> Message:
    known = sorted(held for each in found if (held := each.number(DAY)) is not None)
    if not known:
        return _("No action has a day yet")
    is_partly = len(known) < len(found)
    days = [*(held for held in known if held <= LAST), Fraction(LAST)]
    if len(days) < 2:
        return _("No action whose day is known falls in the first 90 days") if is_partly else _("Nothing happens in the first 90 days")
    begins = [Fraction(0), *days[:-1]]
    longest, begin = max((end - start, -start) for start, end in zip(begins, days, strict=True))
    said = {"days": plain(longest), "day": plain(-begin)}
    if is_partly:
        return ngettext(
            "{n} of {all} actions has a day in the first 90; the longest silence so far is {days} days, from day {day}",
            "{n} of {all} actions have a day in the first 90; the longest silence so far is {days} days, from day {day}",
            len(days) - 1,
            **said,
            all=len(found),
        )
    return ngettext(
        "{n} action in 90 days; the longest silence is {days} days, from day {day}",
        "{n} actions in 90 days; the longest silence is {days} days, from day {day}",
        len(days) - 1,
        **said,
    )


PICTURE = Picture(
    "onboarding-timeline",
    _("The first 90 days"),
    (
        PictureInput("name", _("Action"), "text", is_column=True),
        PictureInput("day", _("Day"), "number", is_column=True),
        PictureInput("channel", _("Channel"), "text", is_column=True, is_optional=True),
        PictureInput("done", _("Done"), "text", is_column=True, is_optional=True),
    ),
    draw,
)
