"""How a picture describes itself, and what drawing it gives. Pictures are drawn from the same values as the results, on the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.language import Message

Text = str | None
"""What a person typed or chose, as it is read; None where nothing stands."""

Drawn = Outcome | Text | Sequence[Outcome] | Sequence[Text]
"""What one input holds: numbers always come as outcomes, so that what is not known stays visible as not known."""

InputType = Literal["number", "text"]


@dataclass(frozen=True)
class PictureInput:
    """`is_column`: one for each row of a table, in the order of the rows.

    All columns of a picture are equally long, but for those with `has_own_rows`: they may come from another table.
    """

    name: str
    label: Message
    type: InputType
    is_column: bool = False
    is_optional: bool = False
    has_own_rows: bool = False


@dataclass(frozen=True)
class DrawnTable:
    """The same values as the picture, in words. `numbers` are the places of the columns that hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """`finding` is the title, a sentence that says what one sees; `description` says the same at length for those who do not see it.

    `svg` is the picture's markup: an `svg` element with a viewBox, classes of css/components/picture.css, no style and no script.
    `note` says what is left out and why ("Two industries are not known").
    """

    finding: str
    description: str
    svg: str
    table: DrawnTable
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """`draw` takes the inputs by name (with underscores); it gives a drawing for everything, also for nothing at all."""

    name: str
    title: Message
    inputs: tuple[PictureInput, ...]
    draw: Callable[..., Drawing]

    def drawing(self, given: Mapping[str, Drawn]) -> Drawing:
        empty: dict[str, Drawn] = {each.name: () if each.is_column else None for each in self.inputs}
        return self.draw(**{name.replace("-", "_"): held for name, held in {**empty, **given}.items()})


def numbers(outcomes: Sequence[Outcome]) -> list[Fraction]:
    """The values that are known and are numbers."""
    return [outcome.number for outcome in outcomes if outcome.number is not None]
