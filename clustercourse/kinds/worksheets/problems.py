"""Whether a worksheet's file fits together: ids, options, bounds, references, calculations, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.calculation import Input
from clustercourse.kinds.pictures import PICTURES
from clustercourse.kinds.pictures.drawing import PictureInput
from clustercourse.kinds.questions.question import refuse, repeated_ids
from clustercourse.kinds.source import Problem
from clustercourse.kinds.worksheets.places import Place, Specification, columns_of, fields_of, names_of, place
from clustercourse.kinds.worksheets.source import SECTIONS, WorksheetSource
from clustercourse.language import Message, _

Asked = Input | PictureInput
_IN_ANOTHER = _("Name the other worksheet and what stands in it: income-mix.fees.")


def worksheet_problems(source: WorksheetSource) -> list[Problem]:
    """Everything beyond the types of the values. Later entries may use earlier ones only, so there are no circles."""
    return _read(source)[0]


def sound_parts(source: WorksheetSource) -> Specification:
    """The fields, and the computed entries that have no problem: what others may refer to."""
    return _read(source)[1]


def _read(source: WorksheetSource) -> tuple[list[Problem], Specification]:
    plain = source.model_dump(mode="json")
    found = list(_fields(source))
    if not source.fields:
        found.append(refuse("fields", sentence=_("A worksheet needs at least one field.")))
    for at, section in enumerate(source.feeds):
        if section not in SECTIONS:
            found.append(
                refuse("feeds", at, sentence=_unknown(_("The strategy document has no section “{name}”.", name=section), SECTIONS))
            )
    known: Specification = {"fields": plain["fields"], "computed": []}
    taken = {field.id for field in source.fields}
    for at, entry in enumerate(plain["computed"]):
        if entry["id"] in taken:
            found.append(refuse("computed", at, "id", sentence=_("The id “{id}” is used twice.", id=entry["id"])))
        taken.add(entry["id"])
        mended = list(_computed(known, entry, at))
        found += mended
        known["computed"] += [] if mended else [entry]
    for at, entry in enumerate(plain["pictures"]):
        found += _picture(known, entry, at)
    return found + list(_agreements(source, known)), known


def _fields(source: WorksheetSource) -> Iterator[Problem]:
    yield from repeated_ids("fields", (field.id for field in source.fields))
    for at, field in enumerate(source.fields):
        yield from (((*("fields", at), *path), sentence) for path, sentence in _field(field))


def _field(field: Any) -> Iterator[Problem]:
    for key in ("prefill", "rows_of"):
        if (said := getattr(field, key, "")) and "." not in said:
            yield refuse(key, sentence=_IN_ANOTHER)
    if field.type == "table":
        yield from _table(field)
    if field.type in ("choice", "several"):
        yield from repeated_ids("options", (option.id for option in field.options))
        if len(field.options) < 2:
            yield refuse("options", sentence=_("Give at least two options to choose from."))
    if field.type in ("number", "percentage") and field.least is not None and field.most is not None and field.least > field.most:
        yield refuse("least", sentence=_("“least” is larger than “most”."))
    if field.type == "rating":
        steps = field.most - field.least + 1
        if not 2 <= steps <= 11:
            yield refuse("most", sentence=_("A rating has 2 to 11 steps."))
        elif field.labels and len(field.labels) not in (2, steps):
            yield refuse("labels", sentence=_("Give two labels, for the two ends, or one for each of the {n} steps.", n=steps))
    if bool(field.good) != bool(field.weak):
        yield refuse("good" if field.good else "weak", sentence=_("Show a good and a weak example together: one explains the other."))


def _table(table: Any) -> Iterator[Problem]:
    yield from repeated_ids("columns", (column.id for column in table.columns))
    yield from repeated_ids("preset", (row.id for row in table.preset))
    if not table.columns:
        yield refuse("columns", sentence=_("A table needs at least one column."))
    if table.least > table.most:
        yield refuse("least", sentence=_("“least” is larger than “most”."))
    if table.row_name and table.row_name not in {column.id for column in table.columns}:
        said = _("This table has no column “{name}”.", name=table.row_name)
        yield refuse("row_name", sentence=_unknown(said, [column.id for column in table.columns]))
    for at, column in enumerate(table.columns):
        if column.id == "label" and table.preset:
            yield refuse("columns", at, "id", sentence=_("“label” is the name of the given rows. Choose another id."))
        yield from ((("columns", at, *path), sentence) for path, sentence in _field(column))


def _computed(known: Specification, entry: Specification, at: int) -> Iterator[Problem]:
    calculation = CALCULATIONS.get(entry["calculation"])
    if calculation is None:
        said = _("There is no calculation “{name}”.", name=entry["calculation"])
        yield refuse("computed", at, "calculation", sentence=_unknown(said, CALCULATIONS))
        return
    for position, name in enumerate(entry["show"]):
        outputs = [output.name for output in calculation.outputs]
        if name not in outputs:
            said = _("“{calculation}” gives no “{name}”.", calculation=calculation.name, name=name)
            yield refuse("computed", at, "show", position, sentence=_unknown(said, outputs))
    by_row = not any(each.is_column for each in calculation.inputs)
    one_table = None if any(output.rows_of for output in calculation.outputs) else _("All columns of a calculation come from one table.")
    found = [
        *_inputs(known, entry, calculation.inputs),
        *_columns(known, entry, calculation.inputs, by_row=by_row, sentence=one_table),
    ]
    yield from ((("computed", at, *path), sentence) for path, sentence in found)


def _picture(known: Specification, entry: Specification, at: int) -> Iterator[Problem]:
    picture = PICTURES.get(entry["picture"])
    if picture is None:
        said = _("There is no picture “{name}”.", name=entry["picture"])
        yield refuse("pictures", at, "picture", sentence=_unknown(said, PICTURES))
        return
    one_table = _("All columns of a picture come from one table.")
    found = [
        *_inputs(known, entry, picture.inputs),
        *_columns(known, entry, [each for each in picture.inputs if not each.has_own_rows], by_row=True, sentence=one_table),
    ]
    yield from ((("pictures", at, *path), sentence) for path, sentence in found)


def _inputs(known: Specification, entry: Specification, asked: Iterable[Asked]) -> Iterator[Problem]:
    by_name = {each.name: each for each in asked}
    for name, reference in entry["inputs"].items():
        if name not in by_name:
            said = _("There is no input “{name}” here.", name=name)
            yield refuse("inputs", name, sentence=_unknown(said, by_name))
            continue
        found = place(known, reference)
        if found is None:
            said = _("“{reference}” is no field, column or result above this line.", reference=reference)
            yield refuse("inputs", name, sentence=_unknown(said, names_of(known)))
        elif sentence := _misfit(by_name[name], found):
            yield refuse("inputs", name, sentence=sentence)
    for each in asked:
        needed = not each.is_optional and getattr(each, "default", None) is None
        if needed and each.name not in entry["inputs"]:
            yield refuse("inputs", sentence=_("The input “{name}” is missing. Say where it comes from.", name=each.name))


def _misfit(asked: Asked, found: Place) -> Message | None:
    if asked.is_column and found.table is None:
        return _("This input takes a column of a table, such as table.column.")
    wants_number = asked.type in ("number", "share", "money", "rating")
    if found.kind == "literal":
        return _("Write a number behind the =.") if wants_number and not _is_number(found.name) else None
    if wants_number and found.holds != "number":
        return _("This input takes a number; “{name}” is text.", name=found.part or found.name)
    return None


def _columns(
    known: Specification, entry: Specification, asked: Sequence[Asked], *, by_row: bool, sentence: Message | None
) -> Iterator[Problem]:
    """Columns are equally long, so they come from one table: `sentence` is said where they do not, None where they may come from two.

    `by_row`: single values are taken row by row (by a calculation), or from the first row (by a picture).
    """
    by_name = {each.name: each for each in asked}
    found = {name: place(known, reference) for name, reference in entry["inputs"].items() if name in by_name}
    bound = {name: at.table for name, at in found.items() if at is not None and at.table is not None}
    for name in bound:
        if not by_name[name].is_column and not by_row:
            yield refuse("inputs", name, sentence=_("This input takes one value, not a column of a table."))
    if len(set(bound.values())) > 1 and sentence is not None:
        yield refuse("inputs", sentence=sentence)


def _agreements(source: WorksheetSource, known: Specification) -> Iterator[Problem]:
    yield from repeated_ids("agreements", (entry.id for entry in source.agreements))
    for at, entry in enumerate(source.agreements):
        if place(known, entry.this) is None:
            said = _("“{reference}” is no field, column or result of this worksheet.", reference=entry.this)
            yield refuse("agreements", at, "this", sentence=_unknown(said, names_of(known)))
        if "." not in entry.other:
            yield refuse("agreements", at, "other", sentence=_IN_ANOTHER)
        yield from ((("agreements", at, *path), sentence) for path, sentence in _agreement(entry, known))


def _agreement(entry: Any, known: Specification) -> Iterator[Problem]:
    """What is compared is a number, or the texts of a column; conditions stand in the table of that column."""
    found = place(known, entry.this)
    if found is None:
        return
    if entry.kind == "same-number":
        if found.holds != "number":
            yield refuse("this", sentence=_("This should be a number; “{name}” is text.", name=entry.this))
        return
    if found.kind != "column":
        yield refuse("this", sentence=_("“{name}” is no column of a table.", name=entry.this))
        return
    columns = columns_of(fields_of(known)[found.name])
    for name, wanted in entry.where.items():
        column = name.removeprefix(f"{found.name}.")
        if column not in columns:
            said = _("The table “{table}” has no column “{name}”.", table=found.name, name=column)
            yield refuse("where", name, sentence=_unknown(said, columns))
        elif sentence := _never(columns[column], wanted.removeprefix("=").strip()):
            yield refuse("where", name, sentence=sentence)


def _never(column: Specification, wanted: str) -> Message | None:
    """Why a column never holds this."""
    keys = {"choice": [option["id"] for option in column.get("options", ())], "yes-no": ["yes", "no"]}.get(column["type"])
    if keys is None or wanted in keys:
        return None
    return _unknown(_("“{name}” cannot be chosen there.", name=wanted), keys)


def _unknown(said: Message, known: Iterable[str]) -> Message:
    """The sentence with what may have been meant."""
    names = sorted(known)
    word = next((str(value) for name, value in said.values if name in ("name", "reference")), "")
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return _("{said} Did you mean “{word}”?", said=said, word=near[0])
    return _("{said} Known: {known}.", said=said, known=", ".join(names)) if names else said


def _is_number(text: str) -> bool:
    try:
        Fraction(text)
    except ValueError:
        return False
    return True
