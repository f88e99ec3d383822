"""The one interface of all exercise kinds. A kind knows no rows and no web: it turns file data, forms and answers into plain data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel

from clustercourse.kinds.fields import FieldSet, FieldSpec
from clustercourse.kinds.results import Result
from clustercourse.kinds.source import Path, Problem

Specification = dict[str, Any]
"""What compiling gives and the database keeps: rendered, JSON, with the right answers."""

Paper = dict[str, Any]
"""What one attempt was given: which questions, and the order of choices. Kept with the attempt."""

Answers = dict[str, Any]
"""What a person sent, by question id, exactly as typed."""


class Kind(Protocol):
    """What every kind offers to whoever reads files and compiles them."""

    @property
    def name(self) -> str: ...

    @property
    def Source(self) -> type[BaseModel]:
        """What stands in the file; whoever reads files says its faults in words."""

    @property
    def Translation(self) -> type[BaseModel]: ...

    def problems(self, source: Any) -> list[Problem]:
        """Rules beyond the types of the values."""

    def translation_problems(self, source: Any, translation: Any) -> list[Problem]:
        """Texts that belong to nothing, and texts that do not fit the original."""

    def untranslated(self, source: Any, translation: Any) -> list[Path]:
        """Where the translation lacks a text that the original has."""

    def compile(self, source: Any, translation: Any, render: Callable[[str], str]) -> Specification:
        """The specification in one language. Only after `problems` and `translation_problems` found nothing."""

    def practice(self, specification: Specification) -> list[str]:
        """The ids of the questions that can be asked alone, later."""


class AnsweredKind(Kind, Protocol):
    """A kind whose answers are a learner's own, attempt by attempt. A worksheet's stand in the workbook."""

    def paper(self, specification: Specification, *, draw_seed: int, only: Sequence[str] | None = None) -> Paper:
        """The same seed gives the same paper. `only`: just these questions, as retrieval practice asks them."""

    def fieldsets(self, specification: Specification, paper: Paper) -> list[FieldSet]: ...

    def fields(self, specification: Specification, paper: Paper) -> list[FieldSpec]:
        """The inputs of all fieldsets, in order."""

    def read(self, specification: Specification, paper: Paper, form: Mapping[str, Sequence[str]]) -> Answers:
        """Unknown names and choices are ignored, lengths capped; questions without an answer have no entry."""

    def unanswered(self, specification: Specification, paper: Paper, answers: Answers) -> list[str]:
        """Questions that are empty or have an empty part: for the reminder before sending."""

    def unreadable(self, specification: Specification, paper: Paper, answers: Answers) -> dict[str, str]:
        """Answers that cannot be read at all, with the sentence to show: ask again instead of counting an attempt."""

    def score(self, specification: Specification, paper: Paper, answers: Answers) -> Result: ...
