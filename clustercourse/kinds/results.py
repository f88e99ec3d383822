"""What scoring an attempt gives. Points are exact fractions; only the percentage that people see is rounded."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Self

Verdict = Literal["right", "wrong", "missed"]


class Feedback(NamedTuple):
    """`part`: the option, pair, item or gap it is about; None: the whole question. "missed": right, and not chosen."""

    part: str | None
    verdict: Verdict
    html: str


@dataclass(frozen=True)
class QuestionResult:
    """`given` and `right_answer` are lines of HTML for the review page; `understood` says how an unclear number was read."""

    id: str
    points: Fraction
    maximum: Fraction
    right: bool
    answered: bool
    feedback: tuple[Feedback, ...]
    given: tuple[str, ...]
    right_answer: tuple[str, ...]
    understood: str | None = None

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self)
        listed = {name: list(plain[name]) for name in ("given", "right_answer")}
        feedback = [list(entry) for entry in self.feedback]
        return {**plain, **listed, "points": str(self.points), "maximum": str(self.maximum), "feedback": feedback}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        exact = {name: Fraction(data[name]) for name in ("points", "maximum")}
        lines = {name: tuple(data[name]) for name in ("given", "right_answer")}
        return cls(**{**data, **exact, **lines, "feedback": tuple(Feedback(*entry) for entry in data["feedback"])})


@dataclass(frozen=True)
class Result:
    points: Fraction
    maximum: Fraction
    questions: tuple[QuestionResult, ...]

    @property
    def percent(self) -> int:
        """For display only, rounded half up; compare with `reaches`."""
        return int(100 * self.points / self.maximum + Fraction(1, 2)) if self.maximum else 0

    def reaches(self, threshold: int) -> bool:
        """Whether the exact share is at least `threshold` percent: 79.5 does not reach 80."""
        return 100 * self.points >= threshold * self.maximum

    def to_json(self) -> dict[str, Any]:
        questions = [question.to_json() for question in self.questions]
        return {"points": str(self.points), "maximum": str(self.maximum), "questions": questions}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        questions = tuple(QuestionResult.from_json(question) for question in data["questions"])
        return cls(Fraction(data["points"]), Fraction(data["maximum"]), questions)
