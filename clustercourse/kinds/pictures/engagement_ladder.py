"""How engaged stakeholders are, and how engaged they are wanted."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.ladder import NOW, WANTED, Ladder, distance, to_climb
from clustercourse.kinds.pictures.rows import drawn_part, left_out
from clustercourse.kinds.pictures.wording import listed, plain, sentences
from clustercourse.language import Message, _, ngettext

LADDER = Ladder((_("aware"), _("subscribed"), _("attends"), _("contributes"), _("co-creates"), _("leads")))


def draw(name: Drawn, current: Drawn, desired: Drawn) -> Drawing:
    found = entries(name, numbers=[current, desired])
    table = DrawnTable(
        tuple(str(each) for each in (_("Stakeholder"), _("Level now"), _("Level wanted"))),
        tuple((each.name, LADDER.cell(each.outcomes[NOW]), LADDER.cell(each.outcomes[WANTED])) for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each stakeholder gets a row here, from the level now to the level wanted."), table)
    part, more = drawn_part(found)
    marks, height = LADDER.drawn(part)
    note = sentences(left_out([(each.name, each.outcomes[NOW]) for each in found]), _less(found), more)
    return framed((_finding(found), ""), marks, height, table, note=note)


def _finding(found: list[Entry]) -> Message:
    longest, names = to_climb(found)
    if longest is None:
        return _("No way up is known yet: give a level now and a level wanted")
    if longest <= 0:
        if any(distance(each) is None for each in found):
            return _("Nobody whose levels are known is wanted higher than now")
        return _("Nobody is wanted higher than they stand now")
    return ngettext(
        "Longest way up: {names} ({levels})",
        "Longest way up: {names} ({levels} each)",
        len(names),
        names=listed(names),
        levels=_levels(longest),
    )


def _levels(count: Fraction) -> Message:
    return ngettext("{n} level", "{n} levels", int(count)) if count.denominator == 1 else _("{n} levels", n=plain(count))


def _less(found: list[Entry]) -> Message | str:
    names = [each.name for each in found if (way := distance(each)) is not None and way < 0]
    return _("Wanted lower than now – consider less effort: {names}.", names=listed(names, 6)) if names else ""


PICTURE = Picture(
    "engagement-ladder",
    _("Engagement ladder"),
    (
        PictureInput("name", _("Stakeholder"), "text", is_column=True),
        PictureInput("current", _("Level now"), "number", is_column=True),
        PictureInput("desired", _("Level wanted"), "number", is_column=True),
    ),
    draw,
)
