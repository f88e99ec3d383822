"""What a member of each tier pays against what it costs to serve them."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.pairs import PAIR, Pairs, beside_words
from clustercourse.kinds.pictures.rows import drawn_part, left_out
from clustercourse.kinds.pictures.wording import amount, listed, sentences, share, shown
from clustercourse.language import Message, _, ngettext

FEE, COST, MEMBERS = 0, 1, 2


def draw(name: Drawn, fee: Drawn, cost: Drawn, members: Drawn) -> Drawing:
    found = entries(name, numbers=[fee, cost, members])
    heads = (_("Tier"), _("Fee"), _("Cost to serve"), _("Cost as share of the fee"), _("Members"))
    table = DrawnTable(
        tuple(str(each) for each in heads),
        tuple(
            (each.name, shown(each.outcomes[FEE], amount), shown(each.outcomes[COST], amount), _part(each), shown(each.outcomes[MEMBERS]))
            for each in found
        ),
        (1, 2, 3, 4),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each tier gets two bars here: the fee, and what it costs to serve one member."), table)
    part, more = drawn_part(found)
    pairs = Pairs(beside_words(found), (_("Fee"), _("Costs to serve")))
    marks = [mark for place, each in enumerate(part) for mark in pairs.row(place * PAIR, each, _part(each), _name(each))]
    unknown = [(each.name, outcome) for each in found for outcome in each.outcomes[:MEMBERS] if outcome.number is None]
    return framed((_finding(found), ""), marks, len(part) * PAIR, table, note=sentences(left_out(list(dict(unknown).items())), more))


def _name(entry: Entry) -> str:
    members = entry.number(MEMBERS)
    if members is None:
        return entry.name
    return (
        str(ngettext("{name} · {n} member", "{name} · {n} members", int(members), name=entry.name))
        if members.denominator == 1
        else entry.name
    )


def _cost_share(entry: Entry) -> Fraction | None:
    fee, cost = entry.number(FEE), entry.number(COST)
    return cost / fee if fee and fee > 0 and cost is not None else None


def _part(entry: Entry) -> str:
    held = _cost_share(entry)
    return "–" if held is None else share(held)


def _finding(found: list[Entry]) -> Message:
    known = [(each, fee, cost) for each in found if (fee := each.number(FEE)) is not None and (cost := each.number(COST)) is not None]
    if not known:
        return _("Fee and cost to serve are not known together for any tier yet")
    over = [each.name for each, fee, cost in known if cost > fee]
    if over:
        return _("More cost to serve than fee: {names}", names=listed(over))
    shares = [(held, each.name) for each, _fee, _cost in known if (held := _cost_share(each)) is not None]
    if not shares:
        return _("No tier that is known costs more to serve than it pays")
    highest = max(held for held, _name in shares)
    said = {"names": listed([name for held, name in shares if held == highest]), "share": share(highest)}
    if len(known) < len(found):
        return _("Every tier that is known pays for itself; closest to the edge: {names} ({share} of the fee)", **said)
    return _("Every tier pays for itself; closest to the edge: {names} ({share} of the fee)", **said)


PICTURE = Picture(
    "fee-tiers",
    _("Fee and cost to serve"),
    (
        PictureInput("name", _("Tier"), "text", is_column=True),
        PictureInput("fee", _("Fee"), "number", is_column=True),
        PictureInput("cost", _("Cost to serve"), "number", is_column=True),
        PictureInput("members", _("Members"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
