"""Strengths, weaknesses, opportunities and threats; an entry with evidence has a full mark."""

from __future__ import annotations

from clustercourse.kinds.pictures.drawing import Drawing, Drawn, DrawnTable, Picture, PictureInput
from clustercourse.kinds.pictures.frame import framed, unbegun
from clustercourse.kinds.pictures.given import Entry, chosen, entries
from clustercourse.kinds.pictures.marks import Mark, cut
from clustercourse.kinds.pictures.panels import Item, Panel, panel_row
from clustercourse.kinds.pictures.rows import LEFT, RIGHT
from clustercourse.kinds.pictures.wording import amount, listed, sentences
from clustercourse.language import Message, _, ngettext

FIELD, EVIDENCE = 0, 1
FIELDS = (("strength", _("Strength")), ("weakness", _("Weakness")), ("opportunity", _("Opportunity")), ("threat", _("Threat")))
HEADINGS = {"strength": _("Strengths"), "weakness": _("Weaknesses"), "opportunity": _("Opportunities"), "threat": _("Threats")}
_WORDS = (*FIELDS, *HEADINGS.items())


def draw(name: Drawn, field: Drawn, evidence: Drawn) -> Drawing:
    found = entries(name, texts=[field, evidence])
    is_asked = bool(evidence)
    marks_evidence = any(each.texts[EVIDENCE] for each in found)
    table = DrawnTable(
        tuple(str(each) for each in (_("Entry"), _("Field"), _("Evidence"))),
        tuple((each.name, _field_words(each), each.texts[EVIDENCE] or (str(_("no evidence")) if is_asked else "–")) for each in found),
    )
    if not found:
        return unbegun(PICTURE.title, _("Your entries stand here in four fields; those with evidence have a full mark."), table)
    panels = {key: _panel(key, found, marks_evidence) for key in HEADINGS}
    upper, middle = panel_row(28, [panels["strength"], panels["weakness"]])
    lower, bottom = panel_row(middle + 28, [panels["opportunity"], panels["threat"]])
    half = (RIGHT - LEFT) / 2
    marks: list[Mark] = [*upper, *lower]
    for y, (left, right) in ((14, (_("inside · helps"), _("inside · harms"))), (middle + 14, (_("outside · helps"), _("outside · harms")))):
        marks += [cut(LEFT, y, str(left), half - 8, "picture-quiet"), cut(RIGHT, y, str(right), half - 8, "picture-quiet", anchor="end")]
    homeless = [each.name for each in found if field_of(each) is None]
    note = sentences(
        _("In none of the four fields: {names}.", names=listed(homeless, 6)) if homeless else "",
        _("Full mark: with evidence. Hollow mark: without.") if marks_evidence else "",
    )
    return framed((_finding(found, is_asked), ""), marks, bottom, table, note=note)


def field_of(entry: Entry) -> str | None:
    return chosen(entry.texts[FIELD], _WORDS)


def _field_words(entry: Entry) -> str:
    key = field_of(entry)
    return str(dict(FIELDS)[key]) if key else entry.texts[FIELD] or str(_("no field"))


def _panel(key: str, found: list[Entry], marks_evidence: bool) -> Panel:
    held = [each for each in found if field_of(each) == key]
    items = tuple(Item(each.name, bool(each.texts[EVIDENCE]) if marks_evidence else None) for each in held)
    return Panel(f"{HEADINGS[key]} · {amount(len(items))}", items)


def _finding(found: list[Entry], is_asked: bool) -> Message:
    held = {key for each in found if (key := field_of(each)) is not None}
    empty = [str(heading).lower() for key, heading in HEADINGS.items() if key not in held]
    backed = sum(1 for each in found if each.texts[EVIDENCE])
    if empty and held:
        return _("Nothing yet under {fields}", fields=listed(empty))
    if not is_asked:
        return ngettext("{n} entry", "{n} entries", len(found))
    return ngettext("{n} entry, {backed} with evidence", "{n} entries, {backed} with evidence", len(found), backed=amount(backed))


PICTURE = Picture(
    "swot",
    _("Strengths, weaknesses, opportunities, threats"),
    (
        PictureInput("name", _("Entry"), "text", is_column=True),
        PictureInput("field", _("Field"), "text", is_column=True),
        PictureInput("evidence", _("Evidence"), "text", is_column=True, is_optional=True),
    ),
    draw,
)
