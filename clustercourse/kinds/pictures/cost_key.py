"""What each cluster of an alliance pays under the cost key."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries, furthest
from clustercourse.kinds.pictures.marks import Mark
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, ROW, bar, drawn_part, head, left_out, unknown
from clustercourse.kinds.pictures.scales import Scale, from_zero
from clustercourse.kinds.pictures.wording import amount, listed, plain, sentences, shown
from clustercourse.kinds.pictures.wording import share as in_percent
from clustercourse.language import Message, _, ngettext

PAYS, SIZE = 0, 1


def draw(name: Drawn, share: Drawn, size: Drawn) -> Drawing:
    found = entries(name, numbers=[share, size])
    total = whole(found)
    table = DrawnTable(
        tuple(str(each) for each in (_("Cluster"), _("Pays"), _("Share of all"), _("Size"))),
        tuple((each.name, shown(each.outcomes[PAYS], amount), _part(each, total), shown(each.outcomes[SIZE], plain)) for each in found),
        (1, 2, 3),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each cluster of the alliance gets a bar here: what it pays, and its share of all."), table)
    part, more = drawn_part(found)
    scale = from_zero((number for each in found if (number := each.number(PAYS)) is not None), LEFT, RIGHT)
    marks = [mark for place, each in enumerate(part) for mark in _row(place * ROW, each, total, scale)]
    note = sentences(left_out([(each.name, each.outcomes[PAYS]) for each in found]), more)
    return framed((_finding(found), ""), marks, len(part) * ROW, table, note=note)


def whole(found: list[Entry]) -> Fraction | None:
    """What all pay together: only where all are known, and none is negative."""
    paid = [each.number(PAYS) for each in found]
    known = [number for number in paid if number is not None and number >= 0]
    total = sum(known, Fraction(0))
    return total if len(known) == len(paid) and total > 0 else None


def _part(entry: Entry, total: Fraction | None) -> str:
    held = entry.number(PAYS)
    return "–" if held is None or total is None else in_percent(held / total)


def _row(y: float, entry: Entry, total: Fraction | None, scale: Scale) -> list[Mark]:
    held = entry.number(PAYS)
    if held is None:
        return [*head(y, entry.name, shown(entry.outcomes[PAYS]), "picture-quiet"), unknown(y + MIDDLE)]
    part = _part(entry, total)
    said = amount(held) if part == "–" else f"{amount(held)} · {part}"
    return [*head(y, entry.name, said), *bar(y + MIDDLE, scale, held)]


def _finding(found: list[Entry]) -> Message:
    highest, names = furthest(found, PAYS)
    if highest is None:
        return _("What each cluster pays is not known yet")
    said = {"names": listed(names), "amount": amount(highest)}
    total = whole(found)
    if len(names) == len(found) > 1:
        return _("All pay the same: {amount}", amount=said["amount"])
    if total is None:
        return ngettext("Largest payment known: {names} ({amount})", "Largest payments known: {names} ({amount} each)", len(names), **said)
    return ngettext(
        "Largest payment: {names} ({amount} of {total})",
        "Largest payments: {names} ({amount} each of {total})",
        len(names),
        **said,
        total=amount(total),
    )


PICTURE = Picture(
    "cost-key",
    _("Cost key"),
    (
        PictureInput("name", _("Cluster"), "text", is_column=True),
        PictureInput("share", _("Pays"), "number", is_column=True),
        PictureInput("size", _("Size"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
