"""The strategy document: what accepted sheets give its sections, beside the organisation's own text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import now, rows
from clustercourse.house import address_of
from clustercourse.kinds.pictures.drawing import DrawnTable
from clustercourse.kinds.worksheets.computing import Computed, Entries, compute
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.kinds.worksheets.source import SECTIONS
from clustercourse.language import Message, _, language, today, zone
from clustercourse.models.workbook import Sheet, SheetSubmission, StrategySection
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.document import Fact, Part, Remark, Section, StrategyDocument
from clustercourse.workbook.queries.reading import Reading, reading_of
from clustercourse.workbook.queries.results import ShownCell
from clustercourse.workbook.queries.sheets import Spot, ValueRow, edition_query, entries_of, values_with_ids
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import Worksheet, worksheets

TITLES: dict[str, Message] = {
    "vision": _("Vision and choice"),
    "analysis": _("Where we stand"),
    "needs": _("What our members need"),
    "stakeholders": _("Stakeholders"),
    "services": _("Services and business model"),
    "finances": _("Finances"),
    "indicators": _("Indicators"),
    "next-steps": _("Next steps"),
}


@dataclass(frozen=True)
class Accepted:
    """The newest accepted state of a worksheet in a workbook. `changed_since`: somebody has gone on writing in the sheet."""

    worksheet: Worksheet
    address: str
    edition: str
    accepted_at: datetime
    changed_since: bool
    values: Mapping[Spot, ValueRow]

    @property
    def specification(self) -> Specification:
        return self.worksheet.specification

    @cached_property
    def entries(self) -> Entries:
        return entries_of(self.specification, self.values.values())

    @cached_property
    def computed(self) -> dict[str, Computed]:
        return compute(self.specification, self.entries)


@dataclass(frozen=True)
class SectionRow:
    """A section as it stands: its name, place and own text. `number` counts its changes.

    `also` are sheets that feed it too and stand in another section: (title, that section's name and anchor).
    """

    key: str
    title: str
    own_text: str
    number: int
    is_hidden: bool
    is_own: bool
    also: tuple[tuple[str, str, str], ...] = ()

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"


@dataclass(frozen=True)
class Strategy:
    """Everything the page shows: sections with their parts, and the newest accepted state of every sheet."""

    sections: tuple[tuple[SectionRow, tuple[Part, ...]], ...]
    accepted: Mapping[str, Accepted]
    submitted: tuple[Worksheet, ...]
    feeding: Mapping[str, tuple[Worksheet, ...]] = field(default_factory=dict)


_sections = (
    select(StrategySection.key, StrategySection.title, StrategySection.own_text, StrategySection.number, StrategySection.is_hidden)
    .where(StrategySection.workbook_id == bindparam("workbook"))
    .order_by(StrategySection.position, StrategySection.id)
)
_submissions = (
    select(
        Sheet.id.label("sheet_id"),
        Sheet.item_id,
        Sheet.edition,
        Sheet.changed_at,
        SheetSubmission.state,
        SheetSubmission.value_ids,
        SheetSubmission.submitted_at,
        SheetSubmission.decided_at,
    )
    .join(SheetSubmission, SheetSubmission.sheet_id == Sheet.id)
    .where(Sheet.workbook_id == bindparam("workbook"))
    .order_by(Sheet.is_brought.desc(), Sheet.id, SheetSubmission.number)
)


def sections_of(workbook_id: int | None) -> tuple[SectionRow, ...]:
    """All sections in their order: those of the house first where nothing was changed, own ones behind."""
    kept = {line.key: line for line in rows(_sections, workbook=workbook_id)} if workbook_id else {}
    keys = [*kept, *(key for key in SECTIONS if key not in kept)] if kept else list(SECTIONS)
    return tuple(_section(key, kept.get(key)) for key in keys)


def strategy_of(viewer: Viewer, workbook: WorkbookHere) -> Strategy:
    """The document's sections with what accepted sheets give them. A few statements, however many sheets there are."""
    known = worksheets(viewer, workbook.id)
    accepted, submitted = _states(workbook, {each.item.id: each for each in known})
    rows_here = {row.key: row for row in sections_of(workbook.id)}
    parts: dict[str, list[Part]] = {}
    also: dict[str, list[tuple[str, str, str]]] = {}
    for state in accepted.values():
        part = part_of(state)
        first, *others = state.specification["feeds"] or [""]
        parts.setdefault(first, []).append(part)
        for section in others:
            also.setdefault(section, []).append((part.title, rows_here[first].title, rows_here[first].anchor))
    feeding = {section: tuple(each for each in known if section in each.specification["feeds"]) for section in SECTIONS}
    sections = tuple((replace(row, also=tuple(also.get(row.key, ()))), tuple(parts.get(row.key, ()))) for row in rows_here.values())
    return Strategy(sections, accepted, submitted, feeding)


def document_of(
    workbook: WorkbookHere, strategy: Strategy, remarks: Iterable[Remark], *, with_private: bool, is_short: bool
) -> StrategyDocument:
    """The document as it is written to a file: what is hidden stays out, judgements on stakeholders too unless they are asked for.

    A short one holds pictures, results and longer texts; tables and single figures stand on the site.
    """
    sections = tuple(
        Section(row.key, row.title, _own_text(row), _for_file(parts, with_private=with_private, is_short=is_short))
        for row, parts in strategy.sections
        if not row.is_hidden
    )
    return StrategyDocument(
        title=str(_("Strategy of {name}", name=workbook.name)),
        organisation=workbook.name,
        made_on=today(now(), zone()),
        language=language(),
        sections=sections,
        sources=tuple(dict.fromkeys(source for section in sections for part in section.parts for source in _sources(part))),
        remarks=tuple(remarks),
    )


def _own_text(row: SectionRow) -> str:
    """The section's own text, and which sheets of other sections belong to it too."""
    names = "; ".join(f"{title} ({section})" for title, section, _anchor in row.also)
    return "\n\n".join(text for text in (row.own_text, str(_("See also: {sheets}.", sheets=names)) if names else "") if text)


def _for_file(parts: Iterable[Part], *, with_private: bool, is_short: bool) -> tuple[Part, ...]:
    open_parts = (part for part in parts if with_private or not part.is_private)
    return tuple(_short(part) if is_short else part for part in open_parts)


def _short(part: Part) -> Part:
    """Pictures, results and longer texts."""
    pictures = tuple(replace(drawing, table=DrawnTable((), ())) for drawing in part.pictures)
    return replace(part, facts=part.texts, grids=(), pictures=pictures)


def part_of(state: Accepted) -> Part:
    """What an accepted sheet gives a section."""
    reading = reading_of(state.specification, state.values)
    return Part(
        title=state.worksheet.title + (f" ({state.edition})" if state.edition else ""),
        address=address_of(state.address),
        accepted_on=state.accepted_at.date(),
        facts=reading.facts,
        grids=reading.grids,
        pictures=reading.pictures,
        note=reading.limits,
        outcomes=_outcomes(reading),
        is_private=state.specification["keep_private"],
    )


def _outcomes(reading: Reading) -> tuple[Fact, ...]:
    return tuple(_outcome(f"{result.title}: {cell.label}", cell) for result in reading.results for cell in result.cells)


def _outcome(label: str, cell: ShownCell) -> Fact:
    if cell.is_value:
        return Fact(label, cell.text)
    return Fact(label, "", cell.said or cell.reason, cell.reason if cell.said else "")


def _sources(part: Part) -> Iterable[str]:
    yield from (fact.source for fact in part.facts if fact.source)
    yield from (grid.source for grid in part.grids if grid.source)


def _states(workbook: WorkbookHere, known: Mapping[int, Worksheet]) -> tuple[dict[str, Accepted], tuple[Worksheet, ...]]:
    """The newest accepted submission of each worksheet, and worksheets with a newer one that nobody has decided."""
    newest: dict[int, Any] = {}
    waiting: dict[int, bool] = {}
    for line in rows(_submissions, workbook=workbook.id) if workbook.id else ():
        if line.state == "accepted":
            newest[line.item_id] = line
        waiting[line.item_id] = line.state in ("submitted", "in-review")
    ids = sorted({value for line in newest.values() for value in line.value_ids})
    by_id = {value.id: value for value in values_with_ids(ids)}
    accepted = {each.key: _accepted(workbook, each, newest[item], by_id) for item, each in known.items() if item in newest}
    return accepted, tuple(known[item] for item, waits in waiting.items() if waits and item in known)


def _accepted(workbook: WorkbookHere, worksheet: Worksheet, line: Any, by_id: Mapping[int, ValueRow]) -> Accepted:
    values = {value.spot: value for value in (by_id[each] for each in line.value_ids if each in by_id)}
    edition = edition_query(line.edition)
    address = f"{workbook.address}{worksheet.key}/{edition}"
    return Accepted(worksheet, address, line.edition, line.decided_at or line.submitted_at, line.changed_at > line.submitted_at, values)


def _section(key: str, line: Any) -> SectionRow:
    title = (line.title if line is not None else "") or (str(TITLES[key]) if key in TITLES else key)
    if line is None:
        return SectionRow(key, title, "", 0, False, key not in TITLES)
    return SectionRow(key, title, line.own_text, line.number, line.is_hidden, key not in TITLES)
