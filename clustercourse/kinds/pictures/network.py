"""Who works with whom: organisations as points, ties as lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import text
from clustercourse.kinds.pictures.graph import Place, Tie, holders, neighbours, places
from clustercourse.kinds.pictures.labels import width
from clustercourse.kinds.pictures.marks import Dot, Line, Mark, Words, square
from clustercourse.kinds.pictures.numbered import LIST_ROW, RADIUS, list_row
from clustercourse.kinds.pictures.rows import LEFT, RIGHT
from clustercourse.kinds.pictures.wording import beside, listed, sentences
from clustercourse.language import Message, _, ngettext

MOST = 40
TALL = 300.0


@dataclass(frozen=True)
class Web:
    """`ties` are pairs of places in `names`, each once; `twice` and `own` count what was left out.

    `unlisted` are those that ties name and the list of organisations does not, where there is a list.
    """

    names: tuple[str, ...]
    ties: tuple[Tie, ...]
    twice: int = 0
    own: int = 0
    unlisted: tuple[str, ...] = ()

    @property
    def alone(self) -> list[str]:
        """Those without a tie."""
        tied = {end for tie in self.ties for end in tie}
        return [name for each, name in enumerate(self.names) if each not in tied]

    def count(self, one: int) -> int:
        return sum(one in tie for tie in self.ties)


def draw(**ends: Drawn) -> Drawing:
    pairs = _pairs(ends)
    web = woven(pairs, [said for each in _column(ends["name"]) if (said := text(each))])
    table = DrawnTable(
        (str(_("From")), str(_("To"))),
        tuple((one or str(_("(no name)")), other or str(_("no tie yet"))) for one, other in [*pairs, *_untied(pairs, web)]),
    )
    if not web.names:
        return unbegun(PICTURE.title, _("Your organisations stand here as points, and their ties as lines."), table)
    kept = _busiest(web)
    bridges = holders(len(kept.names), kept.ties)
    spots = [(LEFT + 14 + x * (RIGHT - LEFT - 28), 20 + y * (TALL - 52)) for x, y in places(len(kept.names), kept.ties)]
    marks: list[Mark] = [Line(*spots[one], *spots[other], "picture-axis") for one, other in kept.ties]
    labels = _labels(kept, spots)
    height = TALL
    if labels is not None:
        marks += [mark for each, spot in enumerate(spots) for mark in _point(spot, each in bridges)] + labels
    else:
        marks += [mark for each, spot in enumerate(spots) for mark in _point(spot, each in bridges, each + 1)]
        height += len(kept.names) * LIST_ROW
        marks += [
            mark for each, name in enumerate(kept.names) for mark in _row(TALL + each * LIST_ROW, each, kept, is_holder=each in bridges)
        ]
    note = sentences(
        _("The number is how many ties each has.") if labels is not None and kept.ties else "",
        _("Square: without it the network falls into parts.") if bridges else "",
        _left_out(web, kept),
    )
    return framed((_finding(web), _about(web, kept, bridges)), marks, height, table, note=note)


def _column(held: Drawn) -> list[Any]:
    return [held] if isinstance(held, str) else list(held or ())  # type: ignore[arg-type]


def _untied(pairs: list[tuple[str, str]], web: Web) -> list[tuple[str, str]]:
    """A row of the table for each organisation of the list that no tie names."""
    named = {end.casefold() for pair in pairs for end in pair}
    return [(name, "") for name in web.names if name.casefold() not in named]


def _pairs(ends: Mapping[str, Drawn]) -> list[tuple[str, str]]:
    """The rows of both columns in which something stands."""
    columns = [_column(ends[end]) for end in ("from", "to")]
    long = max(len(column) for column in columns)
    one, other = ([text(each) for each in [*column, *[None] * (long - len(column))]] for column in columns)
    return [pair for pair in zip(one, other, strict=True) if any(pair)]


def woven(pairs: list[tuple[str, str]], organisations: list[str]) -> Web:
    """Names that differ only in capitals are the same; a tie counts once, in whichever direction it is written."""
    names: dict[str, str] = {}
    for name in (*organisations, *(end for pair in pairs for end in pair if end)):
        names.setdefault(name.casefold(), name)
    on_list = {name.casefold() for name in organisations}
    unlisted = tuple(name for key, name in names.items() if on_list and key not in on_list)
    place = {key: index for index, key in enumerate(names)}
    ends = [(place[one.casefold()], place[other.casefold()]) for one, other in pairs if one and other]
    ties = [(min(tie), max(tie)) for tie in ends if tie[0] != tie[1]]
    return Web(tuple(names.values()), tuple(dict.fromkeys(ties)), len(ties) - len(set(ties)), len(ends) - len(ties), unlisted)


def _busiest(web: Web) -> Web:
    """Those with the most ties, in the order in which they were named."""
    if len(web.names) <= MOST:
        return web
    chosen = sorted(sorted(range(len(web.names)), key=lambda each: (-web.count(each), each))[:MOST])
    new = {old: index for index, old in enumerate(chosen)}
    ties = tuple((new[one], new[other]) for one, other in web.ties if one in new and other in new)
    return Web(tuple(web.names[each] for each in chosen), ties)


def _point(spot: Place, is_holder: bool, n: int | None = None) -> list[Mark]:
    x, y = spot
    radius = RADIUS if n is not None else 8.0
    form: Mark = square(x, y, radius - 1, "picture-solid") if is_holder else Dot(x, y, radius, "picture-solid")
    return [form] if n is None else [form, Words(x, y + 5, str(n), "picture-number", "middle")]


def _labels(web: Web, spots: list[Place]) -> list[Mark] | None:
    """Names under their points, or None where they would cover each other."""
    taken: list[tuple[float, float, float, float]] = [(x - 9, y - 9, x + 9, y + 9) for x, y in spots]
    marks: list[Mark] = []
    for each, (x, y) in enumerate(spots):
        said = f"{web.names[each]} · {web.count(each)}"
        half = width(said) / 2
        middle = min(max(x, LEFT + half), RIGHT - half)
        box = (middle - half, y + 10, middle + half, y + 29)
        if half * 2 > RIGHT - LEFT or any(
            box[0] < right and left < box[2] and box[1] < bottom and top < box[3] for left, top, right, bottom in taken
        ):
            return None
        taken.append(box)
        marks.append(Words(middle, y + 24, said, "picture-halo", "middle"))
    return marks


def _row(y: float, each: int, web: Web, *, is_holder: bool) -> list[Mark]:
    said = _ties_words(web.count(each))
    if is_holder:
        said = beside(said, _("holds parts together"))
    row = list_row(y, each + 1, web.names[each], said)
    return [*_point((LEFT + RADIUS, y + RADIUS + 1), is_holder, each + 1), *row[2:]]


def _ties_words(count: int) -> str:
    return str(ngettext("{n} tie", "{n} ties", count))


def _left_out(web: Web, kept: Web) -> str:
    less = len(web.names) - len(kept.names)
    return sentences(
        _("Without a tie: {names}.", names=listed(web.alone, 6)) if web.ties and web.alone else "",
        _("Not on the list of organisations: {names}.", names=listed(web.unlisted, 6)) if web.unlisted else "",
        ngettext("{n} tie is written twice and counts once.", "{n} ties are written twice and count once.", web.twice) if web.twice else "",
        ngettext("{n} tie of an organisation to itself is left out.", "{n} ties of organisations to themselves are left out.", web.own)
        if web.own
        else "",
        ngettext("{n} organisation with fewer ties is left out.", "{n} organisations with fewer ties are left out.", less) if less else "",
    )


def _about(web: Web, kept: Web, bridges: frozenset[int]) -> str:
    near = neighbours(len(kept.names), kept.ties)
    ties = [
        f"{name}: {', '.join(kept.names[other] for other in near[each]) or _('no tie yet')}" for each, name in enumerate(kept.names[:12])
    ]
    held = listed([kept.names[each] for each in sorted(bridges)], 6)
    return sentences(
        _(
            "{organisations} and {ties}.",
            organisations=ngettext("{n} organisation", "{n} organisations", len(web.names)),
            ties=_ties_words(len(web.ties)),
        ),
        _("Without {names} it would fall into parts.", names=held) if bridges else "",
        ". ".join(ties) + ".",
    )


def _finding(web: Web) -> Message:
    counts = [web.count(each) for each in range(len(web.names))]
    most = max(counts)
    if most == 0:
        return ngettext("{n} organisation, and no tie yet", "{n} organisations, and no tie yet", len(counts))
    names = [name for name, count in zip(web.names, counts, strict=True) if count == most]
    if len(names) == len(counts):
        return _("All {n} organisations have {ties}", n=len(counts), ties=_ties_words(most))
    said = {"names": listed(names), "ties": _ties_words(most), "all": len(web.names)}
    return ngettext(
        "Most ties of {all} organisations: {names} ({ties})",
        "Most ties of {all} organisations: {names} ({ties} each)",
        len(names),
        **said,
    )


PICTURE = Picture(
    "network",
    _("Network"),
    (
        PictureInput("from", _("From"), "text", is_column=True),
        PictureInput("to", _("To"), "text", is_column=True),
        PictureInput("name", _("All organisations"), "text", is_column=True, is_optional=True, has_own_rows=True),
    ),
    draw,
)
