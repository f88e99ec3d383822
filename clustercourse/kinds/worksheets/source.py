"""The strict models of a worksheet's file: fields, tables, computed results, pictures, and what should agree with other worksheets."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from clustercourse.kinds.source import Amount, ExerciseSource, ExerciseTranslation, Flag, ItemId, PartId, Strict, Whole, Words

SECTIONS = ("vision", "analysis", "needs", "stakeholders", "services", "finances", "indicators", "next-steps")
"""The sections of the strategy document that a worksheet can feed, in the order in which they stand there."""

MOST_ROWS = 200


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Reference = Annotated[str, BeforeValidator(_text)]
"""Where a value comes from: `field`, `table.column`, `computed.output`, or `= 5` for a value that is always the same."""


class OptionSource(Strict):
    id: PartId
    text: Words


class FieldSource(Strict):
    """What every field has. `sourced`: source and date are asked beside the value. `prefill`: `worksheet.field`, copied once."""

    id: PartId
    type: str
    prompt: Words
    hint: str = ""
    required: Flag = False
    sourced: Flag = False
    good: str = ""
    weak: str = ""
    checks: list[Words] = Field(default_factory=list)
    prefill: str = ""


class TextSource(FieldSource):
    type: Literal["text"]


class LongTextSource(FieldSource):
    type: Literal["long-text"]


class NumberSource(FieldSource):
    type: Literal["number"]
    unit: str = ""
    least: Amount | None = None
    most: Amount | None = None
    whole: Flag = False


class MoneySource(FieldSource):
    type: Literal["money"]


class PercentageSource(FieldSource):
    """Typed and stored as 12.5 for 12.5 %; calculations take the share."""

    type: Literal["percentage"]
    least: Amount | None = None
    most: Amount | None = None


class DateSource(FieldSource):
    type: Literal["date"]


class YearSource(FieldSource):
    type: Literal["year"]


class ChoiceSource(FieldSource):
    type: Literal["choice"]
    options: list[OptionSource]


class SeveralSource(FieldSource):
    type: Literal["several"]
    options: list[OptionSource]


class RatingSource(FieldSource):
    """A whole number from `least` to `most`; `labels` are the words for the two ends, or for every step."""

    type: Literal["rating"]
    least: Whole = 1
    most: Whole = 5
    labels: list[Words] = Field(default_factory=list)


class YesNoSource(FieldSource):
    """Yes, no, or not known."""

    type: Literal["yes-no"]


class OrganisationSource(FieldSource):
    type: Literal["organisation"]


class StakeholderSource(FieldSource):
    """A row of the table of another worksheet, by its name: `from` names the table (`stakeholder-map.stakeholders`)."""

    type: Literal["stakeholder"]
    rows_of: str


PlainField = (
    TextSource
    | LongTextSource
    | NumberSource
    | MoneySource
    | PercentageSource
    | DateSource
    | YearSource
    | ChoiceSource
    | SeveralSource
    | RatingSource
    | YesNoSource
    | OrganisationSource
    | StakeholderSource
)
Column = Annotated[PlainField, Field(discriminator="type")]


class PresetSource(Strict):
    """A row that stands in the table from the beginning and stays."""

    id: PartId
    label: Words
    group: str = ""


class TableSource(FieldSource):
    """Rows are added by people, up to `most`, or given by the file (`preset`). `row_name` is the column that names a row."""

    type: Literal["table"]
    columns: list[Column]
    least: Whole = 0
    most: Annotated[Whole, Field(le=MOST_ROWS)] = 40
    preset: list[PresetSource] = Field(default_factory=list)
    row_name: str = ""
    row_word: str = ""


AnyField = Annotated[PlainField | TableSource, Field(discriminator="type")]


class ComputedSource(Strict):
    """A calculation by its name, with where its inputs come from; `show` picks outputs, else all are shown."""

    id: PartId
    calculation: str
    title: str = ""
    inputs: dict[str, Reference]
    show: list[str] = Field(default_factory=list)


class PictureSource(Strict):
    id: PartId
    picture: str
    inputs: dict[str, Reference]


class SameNumberSource(Strict):
    """Two numbers that should be equal: one of this worksheet, one of another."""

    id: PartId
    kind: Literal["same-number"]
    this: str
    other: str
    sentence: Words


class EachNamedSource(Strict):
    """Every text in `this` column, of rows where `where` holds, should stand in a column of another worksheet."""

    id: PartId
    kind: Literal["each-named"]
    this: str
    where: dict[str, Reference] = Field(default_factory=dict)
    other: str
    sentence: Words


Agreement = Annotated[SameNumberSource | EachNamedSource, Field(discriminator="kind")]


class WorksheetSource(ExerciseSource):
    id: ItemId
    kind: Literal["worksheet"]
    feeds: list[str] = Field(default_factory=list)
    course_tool: Flag = False
    keep_private: Flag = False
    fields: list[AnyField]
    computed: list[ComputedSource] = Field(default_factory=list)
    pictures: list[PictureSource] = Field(default_factory=list)
    agreements: list[Agreement] = Field(default_factory=list)


class FieldWords(Strict):
    """Texts of a field. `groups` is by the name of a group of given rows, since a group has no id."""

    prompt: Words | None = None
    hint: Words | None = None
    good: Words | None = None
    weak: Words | None = None
    unit: Words | None = None
    row_word: Words | None = None
    checks: list[Words] | None = None
    labels: list[Words] | None = None
    options: dict[str, Words] | None = None
    preset: dict[str, Words] | None = None
    groups: dict[str, Words] | None = None
    columns: "dict[str, FieldWords] | None" = None


class WorksheetTranslation(ExerciseTranslation):
    fields: dict[str, FieldWords] = Field(default_factory=dict)
    computed: dict[str, Words] = Field(default_factory=dict)
    agreements: dict[str, Words] = Field(default_factory=dict)
