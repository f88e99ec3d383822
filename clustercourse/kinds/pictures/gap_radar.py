"""How wide each innovation gap is, and which ones come first when how important they are counts too."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.pictures import radar
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, entries
from clustercourse.kinds.pictures.marks import Dot, Mark, Words
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, ROW, bar, drawn_part, head, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, plain, sentences
from clustercourse.language import Message, _, ngettext

SEVERITY, IMPORTANCE = 0, 1
TOP = 5


def draw(name: Drawn, severity: Drawn, importance: Drawn) -> Drawing:
    found = entries(name, numbers=[severity, importance])
    table = DrawnTable(
        tuple(str(each) for each in (_("Gap"), _("How wide"), _("How important"), _("Priority"))),
        tuple((each.name, _rated(each.number(SEVERITY)), _rated(each.number(IMPORTANCE)), _rated(priority(each))) for each in found),
        (1, 2, 3),
    )
    if not found:
        return unbegun(PICTURE.title, _("Each gap becomes a spoke here: the further out its mark, the wider the gap."), table)
    part, more = drawn_part(found)
    web = radar.fitting([(each.name, _rated(each.number(SEVERITY))) for each in part], TOP)
    marks = _web(web, part) if web else []
    begin = web.height + 4 if web else 0.0
    has_priorities = any(priority(each) is not None for each in found)
    listed_rows, height = _list(part, begin, has_priorities) if has_priorities or not web else ([], begin)
    missing = [each.name for each in found if each.number(SEVERITY) is None or (has_priorities and priority(each) is None)]
    note = sentences(_("Not fully rated: {names}.", names=listed(missing, 7)) if missing else "", more)
    return framed((_finding(found), ""), [*marks, *listed_rows], height, table, note=note)


def priority(entry: Entry) -> Fraction | None:
    severity, importance = entry.number(SEVERITY), entry.number(IMPORTANCE)
    return None if severity is None or importance is None else severity * importance


def _rated(number: Fraction | None) -> str:
    return str(_("not rated")) if number is None else plain(number)


def _finding(found: list[Entry]) -> Message:
    priorities = {each.place: held for each in found if (held := priority(each)) is not None}
    widths = {each.place: held for each in found if (held := each.number(SEVERITY)) is not None}
    chosen = priorities or widths
    if not chosen:
        return _("No gap is rated yet")
    most = max(chosen.values())
    first = [each.name for each in found if chosen.get(each.place) == most]
    top = TOP * TOP if priorities else TOP
    said = {"names": listed(sorted(first), 4), "value": plain(most), "top": plain(top)}
    if priorities:
        return ngettext(
            "Highest priority: {names} ({value} of {top})", "Highest priority: {names} ({value} of {top} each)", len(first), **said
        )
    return ngettext("Widest gap: {names} ({value} of {top})", "Widest gaps: {names} ({value} of {top} each)", len(first), **said)


def _web(web: radar.Radar, part: list[Entry]) -> list[Mark]:
    widths = [each.number(SEVERITY) for each in part]
    marks = [*web.web(range(1, TOP + 1), [width is not None for width in widths]), *web.thread(widths)]
    return [*marks, *(Dot(*web.at(index, held), 6, "picture-solid") for index, held in enumerate(widths) if held is not None)]


def _list(part: list[Entry], begin: float, has_priorities: bool) -> tuple[list[Mark], float]:
    """The gaps in the order in which they come, with how wide times how important."""
    of = priority if has_priorities else (lambda entry: entry.number(SEVERITY))
    scale = Scale(0, TOP * TOP if has_priorities else TOP, LEFT, RIGHT)
    marks: list[Mark] = []
    if begin:
        marks.append(Words(LEFT, begin + 14, str(_("How wide × how important")), "picture-quiet"))
        begin += 26
    for place, each in enumerate(sorted(part, key=lambda each: (-(of(each) or 0), each.name))):
        y, held = begin + place * ROW, of(each)
        said = _rated(held)
        if has_priorities and held is not None:
            said = f"{_rated(each.number(SEVERITY))} × {_rated(each.number(IMPORTANCE))} = {said}"
        marks += head(y, each.name, said, "picture-quiet" if held is None else "picture-strong")
        marks += [unknown(y + MIDDLE)] if held is None else bar(y + MIDDLE, scale, held)
    return marks, begin + len(part) * ROW


PICTURE = Picture(
    "gap-radar",
    _("Gap radar"),
    (
        PictureInput("name", _("Gap"), "text", is_column=True),
        PictureInput("severity", _("How wide"), "number", is_column=True),
        PictureInput("importance", _("How important"), "number", is_column=True, is_optional=True),
    ),
    draw,
)
