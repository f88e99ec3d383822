"""How a calculation describes itself, so that course files can name it and pages can explain it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.language import Message, _

Given = Fraction | str | None
"""What one input holds: an exact number (a share as 0.125, money in whole units), the key of a choice, a text, or None where not known."""

Results = Mapping[str, Outcome | tuple[Outcome, ...]]
"""By the name of the output; a tuple, row by row, where the output is one of each row."""

InputType = Literal["number", "share", "money", "rating", "choice", "yes-no", "text"]
Shown = Literal["ratio", "share", "money", "cents", "count", "decimal", "hours", "word", "words"]


@dataclass(frozen=True)
class Input:
    """`is_column`: the calculation takes all rows of a table at once. `default` is taken where a worksheet does not bind the input.

    What is possible: a number from `least` to `most`, whole where `is_whole`; a choice among the keys in `choices`. A share is 0 to 1.
    """

    name: str
    label: Message
    type: InputType
    is_column: bool = False
    default: Given = None
    is_optional: bool = False
    least: int | None = 0
    most: int | None = None
    is_whole: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Output:
    """`shown` says how a number is written: ratio, decimal, hours, cents with 2 decimals, share as percent with 1, money and count whole.

    `words` are the words of the calculation's own list by their keys; beside numbers too, as "none" of a break-even. `per_row`: one outcome
    for each row of the inputs that are columns; where these stand in two tables, for each row of the input named in `rows_of`.
    """

    name: str
    label: Message
    shown: Shown
    per_row: bool = False
    rows_of: str = ""
    words: Mapping[str, Message] = field(default_factory=dict)
    unit: Message | None = None


@dataclass(frozen=True)
class Calculation:
    """`formula` and `limits` ("what this does not show") stand beside every result; `sources` are tags of sources.yaml or "course tool"."""

    name: str
    title: Message
    formula: Message
    limits: Message
    sources: tuple[str, ...]
    is_course_tool: bool
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    run: Callable[..., Results]

    def input(self, name: str) -> Input:
        return next(each for each in self.inputs if each.name == name)

    def output(self, name: str) -> Output:
        return next(each for each in self.outputs if each.name == name)

    def calculate(self, given: Mapping[str, Given | Sequence[Given]]) -> Results:
        """The outcomes for inputs by name; an input that is not given takes its default. The function gets names with underscores."""
        empty = {each.name: () if each.is_column else each.default for each in self.inputs}
        return self.run(**{name.replace("-", "_"): held for name, held in {**empty, **given}.items()})


def not_known(labels: Mapping[str, Message]) -> tuple[tuple[str, ...], Message]:
    """What `missing` takes, for inputs by name with their labels: “Not known: jobs in the region.”"""
    return tuple(labels), _("Not known: {what}.", what=", ".join(str(label) for label in labels.values()))
