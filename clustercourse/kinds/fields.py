"""A form described as data. web/forms makes the WTForms form from it, templates print it; nothing here says what is right."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["radio", "checkboxes", "number", "text", "long", "select", "order"]


@dataclass(frozen=True)
class Choice:
    """`label` is HTML for radio and checkboxes, plain text for select and order."""

    value: str
    label: str


@dataclass(frozen=True)
class FieldSpec:
    """One input. `part` names the pair, item or gap of its question; `unit` stands behind a number, `least_words` is how many a text needs.

    `label_html` may hold paragraphs where the whole question is the label: print it once and refer to it with aria-labelledby.
    """

    name: str
    type: FieldType
    label_html: str
    question: str
    part: str | None = None
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    max_length: int = 0
    least_words: int = 0


@dataclass(frozen=True)
class FieldSet:
    """One question: its text and its inputs. `pieces` is set where inputs stand inside the text: HTML and inputs in turn, instead of it."""

    id: str
    text_html: str
    fields: tuple[FieldSpec, ...]
    pieces: tuple[str | FieldSpec, ...] = ()
