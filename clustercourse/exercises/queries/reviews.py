"""What a learner sees of their own answers: the review of an attempt, and both texts of a conflict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from markupsafe import Markup

from clustercourse.content.queries import OutlineItem, outline, page
from clustercourse.exercises.queries.attempts import AttemptRow, Situation
from clustercourse.exercises.queries.papers import draw, kind_of, shows_answers
from clustercourse.exercises.queries.questions import ShownQuestion, lesson_links, question_id, shown_questions
from clustercourse.kinds.kind import Answers, Paper, Specification
from clustercourse.kinds.results import QuestionResult, Result
from clustercourse.text import trusted


@dataclass(frozen=True)
class Review:
    """A sent attempt with its answers. `wants_pass`: `threshold` percent are needed. `was_late`: sent after the time was over.

    `right` and `partly` count questions: all of the points, and some of them.
    """

    number: int
    percent: int
    right: int
    partly: int
    passed: bool
    wants_pass: bool
    threshold: int
    shows_answers: bool
    shown_when_passed: bool
    was_late: bool
    submitted_at: datetime | None
    language: str
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True)
class AnsweredLine:
    """A question and what one text says to it, as lines of HTML."""

    text: Markup
    given: tuple[Markup, ...]


@dataclass(frozen=True)
class BothTexts:
    """Two texts for the same exercise, of which one is to be kept. `number` is the draft's."""

    number: int
    saved_at: datetime
    first: tuple[AnsweredLine, ...]
    second: tuple[AnsweredLine, ...]


def review(item: OutlineItem, attempt: AttemptRow, *, has_passed: bool) -> Review:
    """A sent attempt as its owner may see it: in the version and language it was made in."""
    text = page(attempt.version_id, item.id, attempt.language)
    specification = text.specification
    result = Result.from_json(_stored(attempt))
    criterion = attempt.criterion
    is_shown = shows_answers(criterion, has_passed=has_passed)
    results = {each.id: each if is_shown else _without_answers(each) for each in result.questions}
    links = lesson_links(outline(attempt.version_id), specification, attempt.language, item.placed_in)
    questions = shown_questions(item.key, specification, attempt.paper, attempt.answers or {})
    return Review(
        number=attempt.number,
        percent=result.percent,
        right=sum(each.right for each in result.questions),
        partly=sum(not each.right and each.points > 0 for each in result.questions),
        passed=bool(attempt.passed),
        wants_pass=criterion["done"] == "pass",
        threshold=criterion["threshold"],
        shows_answers=is_shown,
        shown_when_passed=criterion["answers_shown"] == "when-passed",
        was_late=_stored(attempt).get("late", False),
        submitted_at=attempt.submitted_at,
        language=text.language,
        questions=tuple(_with_result(shown, item.key, results, links) for shown in questions),
    )


def both_texts(item: OutlineItem, found: Situation, enrolment_id: int, version_id: int, language: str) -> BothTexts | None:
    """The two texts of a conflict, or None when there is nothing to choose."""
    if found.draft is None or found.draft.other is None:
        return None
    version_id = found.open.version_id if found.open else version_id
    specification = page(version_id, item.id, language).specification
    paper = found.open.paper if found.open else draw(specification, enrolment_id, item.id, found.next_number)
    first, second = (_answered(specification, paper, answers) for answers in (found.draft.answers, found.draft.other))
    return BothTexts(found.draft.number, found.draft.saved_at, first, second)


def _stored(attempt: AttemptRow) -> dict[str, Any]:
    return attempt.result or {"points": "0", "maximum": "0", "questions": []}


def _with_result(shown: ShownQuestion, key: str, results: dict[str, QuestionResult], links: dict[str, tuple[str, str]]) -> ShownQuestion:
    id_ = question_id(key, shown)
    return replace(shown, result=results.get(id_), lesson=links.get(id_))


def _without_answers(result: QuestionResult) -> QuestionResult:
    """Right or not, and the reasons for what was chosen; nothing that tells what would have been right."""
    said = tuple(entry for entry in result.feedback if entry.part is not None and entry.verdict != "missed")
    return replace(result, right_answer=(), feedback=said)


def _answered(specification: Specification, paper: Paper, answers: Answers) -> tuple[AnsweredLine, ...]:
    kind = kind_of(specification)
    given = {each.id: each.given for each in kind.score(specification, paper, answers).questions}
    fieldsets = kind.fieldsets(specification, paper)
    lines = ((fieldset.text_html, given.get(fieldset.id, ())) for fieldset in fieldsets)
    return tuple(AnsweredLine(trusted(text), tuple(trusted(line) for line in said)) for text, said in lines)
