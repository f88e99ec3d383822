"""What stands in the way of a calculation: inputs that are not known, that cannot be right, or that a formula has no value for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from clustercourse.kinds.calculations.calculation import Given, Input, not_known
from clustercourse.kinds.calculations.outcome import Outcome, State, invalid, missing, undefined, value
from clustercourse.language import Message, _

Held = Mapping[str, Any]
"""What the function of a calculation is given: by names with underscores, a `Given` or the whole column. `worked` checks what it takes."""

_WORST_FIRST: tuple[State, ...] = ("invalid", "missing", "undefined")


def held(given: Held, name: str) -> Any:
    return given[name.replace("-", "_")]


def problem(inputs: Iterable[Input], given: Held, *names: str) -> Outcome | None:
    """What is impossible in itself comes first, for nothing that is added later will repair it; then what is not known."""
    by_name = {each.name: each for each in inputs}
    unknown: dict[str, Message] = {}
    for name in names:
        found = held(given, name)
        if found is None:
            unknown[name] = by_name[name].label
        elif reason := impossible(by_name[name], found):
            return invalid((name,), reason)
    return missing(*not_known(unknown)) if unknown else None


def impossible(asked: Input, found: Given) -> Message | None:
    """Why what was given cannot be right, whatever the other inputs are."""
    if asked.type == "text":
        return None
    if asked.type in ("choice", "yes-no"):
        keys = asked.choices or ("yes", "no")
        return None if found in keys else _("Check {what}: choose one of the answers offered.", what=asked.label)
    if not isinstance(found, Fraction):
        return _("Check {what}: give a number.", what=asked.label)
    if asked.least is not None and found < asked.least:
        return _("Check {what}: this cannot be less than {least}.", what=asked.label, least=asked.least)
    if asked.most is not None and found > asked.most:
        if asked.type == "share":
            return _("Check {what}: this cannot be more than 100 per cent.", what=asked.label)
        return _("Check {what}: this cannot be more than {most}.", what=asked.label, most=asked.most)
    if asked.is_whole and found.denominator != 1:
        return _("Check {what}: give a whole number.", what=asked.label)
    return None


def worked(formula: Callable[..., Outcome], inputs: Iterable[Input], given: Held, *names: str) -> Outcome:
    """What the formula gives for the inputs named, once all are known and possible in themselves; else what stands in its way."""
    return problem(inputs, given, *names) or formula(*(held(given, name) for name in names))


def derived(formula: Callable[..., Outcome], *from_outcomes: Outcome) -> Outcome:
    """What the formula gives for the values of other outcomes; where one has none, the gravest of their reasons."""
    return worst(from_outcomes) or formula(*(each.value for each in from_outcomes))


def worst(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The first that cannot be right, else that is not known, else that has no value; None where all have one."""
    stopped = [each for each in outcomes if each.state != "value"]
    return min(stopped, key=lambda each: _WORST_FIRST.index(each.state), default=None)


def each_row(inputs: Iterable[Input], given: Held, columns: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows of a table as inputs for `worked`, single inputs repeated; a column that is not bound holds nothing known."""
    names = columns or [each.name for each in inputs if each.is_column]
    keys = [name.replace("-", "_") for name in names]
    return [{**given, **dict(zip(keys, row, strict=True))} for row in zip_longest(*(given[key] for key in keys))]


def worst_row(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The same as `worst`, saying in which row; and that rows are needed at all."""
    if not outcomes:
        return missing((), _("Fill in at least one row."))
    found = worst(outcomes)
    if found is None:
        return None
    return replace(found, reason=_("Row {row}. {reason}", row=outcomes.index(found) + 1, reason=found.reason))


def total(outcomes: Sequence[Outcome]) -> Outcome:
    """The sum over all rows, which is not known while one of them is not."""
    return worst_row(outcomes) or value(sum((each.number or Fraction(0) for each in outcomes), Fraction(0)))


def divided(top: Fraction, bottom: Fraction, divisor: Input) -> Outcome:
    return value(top / bottom) if bottom else nothing_to_divide_by(divisor)


def nothing_to_divide_by(divisor: Input) -> Outcome:
    return undefined((divisor.name,), _("There is no value, for nothing can be divided by 0: {what}.", what=divisor.label))


def more_than(part: Input, whole: Input) -> Outcome:
    """A part is larger than its whole."""
    return invalid(
        (part.name, whole.name),
        _("Check these two, for the first cannot be more than the second: {part}; {whole}.", part=part.label, whole=whole.label),
    )


def share_of(inputs: Iterable[Input], given: Held, part: str, whole: str) -> Outcome:
    """Part ÷ whole: invalid where the part is larger, undefined where the whole is 0."""
    by_name = {each.name: each for each in inputs}

    def share(of: Fraction, among: Fraction) -> Outcome:
        return more_than(by_name[part], by_name[whole]) if of > among else divided(of, among, by_name[whole])

    return worked(share, by_name.values(), given, part, whole)
