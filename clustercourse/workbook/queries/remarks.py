"""What a board would stumble over in the strategy document: gaps, old figures, sheets that have gone on, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from clustercourse.db import now
from clustercourse.house import address_of
from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.questions.question import same_words
from clustercourse.kinds.worksheets.cells import Cell
from clustercourse.kinds.worksheets.computing import given
from clustercourse.kinds.worksheets.places import Place, Specification, columns_of, fields_of, place
from clustercourse.language import _, day, number, today, zone
from clustercourse.workbook.queries.document import Remark
from clustercourse.workbook.queries.results import shown_results
from clustercourse.workbook.queries.said import row_name
from clustercourse.workbook.queries.strategies import Accepted, Strategy
from clustercourse.workbook.queries.workbooks import WorkbookHere

OLD = timedelta(days=365)
OLD_YEARS = 3


def remarks_of(workbook: WorkbookHere, strategy: Strategy) -> tuple[Remark, ...]:
    """Everything worth a look, in the order of the document; contradictions first."""
    found = [*_contradictions(strategy), *_gaps(workbook, strategy)]
    for state in strategy.accepted.values():
        found += [*_age(state), *_unknown(state)]
    return tuple(found)


def _gaps(workbook: WorkbookHere, strategy: Strategy) -> Iterator[Remark]:
    for row, parts in strategy.sections:
        sheets = strategy.feeding.get(row.key, ())
        if parts or row.own_text or row.also or row.is_hidden or not sheets:
            continue
        names = ", ".join(f"“{each.title}”" for each in sheets[:4])
        sentence = _("“{section}” is empty. It grows from {sheets}.", section=row.title, sheets=names)
        yield Remark(str(sentence), address_of(f"{workbook.address}{sheets[0].key}/"))
    for each in strategy.submitted:
        yield Remark(
            str(_("“{sheet}” is submitted, and nobody has accepted it yet.", sheet=each.title)),
            address_of(f"{workbook.address}{each.key}/"),
        )


def _age(state: Accepted) -> Iterator[Remark]:
    if state.changed_since:
        sentence = _("“{sheet}” was changed after it was accepted. Submit it again to bring it here.", sheet=state.worksheet.title)
        yield Remark(str(sentence), address_of(state.address))
    if now() - state.accepted_at > OLD:
        sentence = _("“{sheet}” was accepted on {day}: more than a year ago.", sheet=state.worksheet.title, day=day(state.accepted_at))
        yield Remark(str(sentence), address_of(state.address))
    years = [value.as_of[:4] for value in state.values.values() if value.as_of[:4].isdigit()]
    oldest = min((int(year) for year in years if int(year) > 1900), default=None)
    if oldest is not None and oldest <= today(now(), zone()).year - OLD_YEARS:
        sentence = _("“{sheet}” has a figure of {year}.", sheet=state.worksheet.title, year=str(oldest))
        yield Remark(str(sentence), address_of(state.address))


def _unknown(state: Accepted) -> Iterator[Remark]:
    """What is asked for and not known; results that have no value."""
    for each in state.specification["fields"]:
        if not each["required"] or each["type"] == "table":
            continue
        cell = state.entries.cells.get(each["id"], Cell())
        if cell.value is None:
            sentence = _("“{sheet}”: “{field}” is not known.", sheet=state.worksheet.title, field=each["prompt"])
            yield Remark(str(sentence), address_of(f"{state.address}#f-{each['id']}"))
    for result in shown_results(state.specification, state.computed):
        wrong = next((cell for cell in result.cells if cell.state == "invalid"), None)
        if wrong is not None:
            sentence = _("“{sheet}”: {result} cannot be right. {why}", sheet=state.worksheet.title, result=result.title, why=wrong.reason)
            yield Remark(str(sentence), address_of(f"{state.address}#results"))


def _contradictions(strategy: Strategy) -> Iterator[Remark]:
    for state in strategy.accepted.values():
        for entry in state.specification["agreements"]:
            sheet, _dot, path = entry["other"].partition(".")
            other = strategy.accepted.get(sheet)
            if other is None:
                continue
            said = _same_number(state, other, entry, path) if entry["kind"] == "same-number" else _each_named(state, other, entry, path)
            if said:
                yield Remark(said, address_of(f"{state.address}#f-{entry['this'].partition('.')[0]}"))


def _same_number(state: Accepted, other: Accepted, entry: Specification, path: str) -> str:
    """The sentence with both numbers where they differ; nothing where one is not known or they are in two currencies."""
    (here, its), (there, their) = _number(state, entry["this"]), _number(other, path)
    if here is None or there is None or here == there or (its and their and its != their):
        return ""
    numbers = _("{first} here, {second} in “{sheet}”", first=number(here, 2), second=number(there, 2), sheet=other.worksheet.title)
    return f"{entry['sentence']} ({numbers})"


def _each_named(state: Accepted, other: Accepted, entry: Specification, path: str) -> str:
    """The sentence with the names that the other sheet lacks."""
    named = {same_words(text) for text in _texts(other, path, {})}
    lacking = [text for text in _texts(state, entry["this"], entry["where"]) if same_words(text) not in named]
    return f"{entry['sentence']} ({', '.join(lacking)})" if lacking else ""


def _number(state: Accepted, path: str) -> tuple[Fraction | None, str | None]:
    """A number of a sheet with its currency; the sum of a column where all its rows are known."""
    at = place(state.specification, path)
    if at is None:
        return None, None
    if at.kind == "computed":
        made = state.computed[at.name]
        outcome = made.outcomes[at.part]
        return (outcome.number if isinstance(outcome, Outcome) else None), made.currency
    cells = _cells(state, at)
    known = [given(_field(state, at), cell) for cell in cells]
    if not known or any(not isinstance(each, Fraction) for each in known):
        return None, None
    return sum((each for each in known if isinstance(each, Fraction)), Fraction(0)), cells[0].currency


def _cells(state: Accepted, at: Place) -> list[Cell]:
    if at.kind == "field":
        return [state.entries.cells.get(at.name, Cell())]
    return [row.cells.get(at.part, Cell()) for row in state.entries.rows(at.name)]


def _field(state: Accepted, at: Place) -> Specification:
    found = fields_of(state.specification)[at.name]
    return columns_of(found)[at.part] if at.kind == "column" else found


def _texts(state: Accepted, path: str, where: dict[str, str]) -> list[str]:
    """The texts of a column, of the rows in which every condition holds."""
    at = place(state.specification, path)
    if at is None or at.kind != "column":
        return []
    table = fields_of(state.specification)[at.name]
    found = []
    for row in state.entries.rows(at.name):
        holds = all(row.cells.get(name.rpartition(".")[2], Cell()).value == wanted.lstrip("= ").strip() for name, wanted in where.items())
        text = row_name(table, row) if at.part == "label" else row.cells.get(at.part, Cell()).typed.strip()
        if holds and text:
            found.append(text)
    return found
