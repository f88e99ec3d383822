"""How far policy issues have come, from awareness to change that is carried out and checked. A step counts with evidence."""

from __future__ import annotations

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, furthest
from clustercourse.kinds.pictures.ladder import NOW, WANTED, Ladder
from clustercourse.kinds.pictures.rows import drawn_part, left_out
from clustercourse.kinds.pictures.wording import listed, sentences
from clustercourse.language import Message, _

LADDER = Ladder((_("none"), _("awareness"), _("dialogue"), _("joint position"), _("decision changed"), _("carried out")))


def draw(name: Drawn, level: Drawn, wanted: Drawn, evidence: Drawn) -> Drawing:
    found = entries(name, numbers=[level, wanted], texts=[evidence])
    table = DrawnTable(
        tuple(str(each) for each in (_("Issue"), _("Level now"), _("Level wanted"), _("Evidence"))),
        tuple((each.name, LADDER.cell(each.outcomes[NOW]), LADDER.cell(each.outcomes[WANTED]), each.texts[0] or "–") for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each issue gets a row here, from the level now to the level wanted."), table)
    part, more = drawn_part(found)
    marks, height = LADDER.drawn(part)
    note = sentences(left_out([(each.name, each.outcomes[NOW]) for each in found]), _without_evidence(found), more)
    return framed((_finding(found), ""), marks, height, table, note=note)


def _finding(found: list[Entry]) -> Message:
    highest, names = furthest(found, NOW)
    if highest is None:
        return _("No level is known yet")
    if highest <= 0:
        if any(each.number(NOW) is None for each in found):
            return _("No issue whose level is known has moved yet")
        return _("No issue has moved yet")
    reached = next(LADDER.word(each.outcomes[NOW]) for each in found if each.number(NOW) == highest)
    return _("Furthest so far: {names} ({level})", names=listed(names), level=reached)


def _without_evidence(found: list[Entry]) -> Message | str:
    """Only where evidence is asked for at all."""
    if not any(each.texts[0] for each in found):
        return ""
    names = [each.name for each in found if (each.number(NOW) or 0) > 0 and not each.texts[0]]
    return _("Without evidence: {names}.", names=listed(names, 6)) if names else ""


PICTURE = Picture(
    "policy-ladder",
    _("Policy ladder"),
    (
        PictureInput("name", _("Issue"), "text", is_column=True),
        PictureInput("level", _("Level now"), "number", is_column=True),
        PictureInput("wanted", _("Level wanted"), "number", is_column=True, is_optional=True),
        PictureInput("evidence", _("Evidence"), "text", is_column=True, is_optional=True),
    ),
    draw,
)
