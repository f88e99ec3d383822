"""What differs between two versions of a course, in the words shown to those who decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.language import Message, _, ngettext
from clustercourse.models.content import CompiledPage, Item, Version
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Enrolment

What = Literal["added", "changed", "removed"]
_KINDS = ("module", "lesson", "exercise", "question")

_specifications = (
    select(Item.key, CompiledPage.page)
    .join(Item, Item.id == CompiledPage.item_id)
    .where(CompiledPage.version_id == bindparam("version"), CompiledPage.language == bindparam("language"), Item.kind == "exercise")
)
_answers = (
    select(Item.key, Enrolment.person_id, Attempt.answers)
    .join(Item, Item.id == Attempt.item_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Item.course_id == bindparam("course"), Item.key.in_(bindparam("keys", expanding=True)), Attempt.submitted_at.is_not(None))
)
_answers_of_cohort = _answers.where(Enrolment.cohort_id == bindparam("cohort"))
_versions = select(Version.id, Version.number, Version.course_id, Version.outline).where(
    Version.id.in_(bindparam("versions", expanding=True))
)


@dataclass(frozen=True)
class ItemChange:
    key: str
    kind: str
    title: str
    what: What


@dataclass(frozen=True)
class QuestionChange:
    """`people` have answered the question in its present form."""

    exercise: str
    question: str
    what: What
    people: int


@dataclass(frozen=True)
class Changes:
    """From the version with the number `before` to the one with the number `after`."""

    before: int
    after: int
    items: tuple[ItemChange, ...]
    questions: tuple[QuestionChange, ...]

    def sentences(self) -> list[Message]:
        return change_sentences(self.items, self.questions)


def change_sentences(items: Sequence[ItemChange], questions: Sequence[QuestionChange]) -> list[Message]:
    """One sentence for each kind of change, then who has answered what is now different."""

    def count(kind: str, what: What) -> int:
        changes: Sequence[Any] = questions if kind == "question" else [item for item in items if item.kind == kind]
        return sum(change.what == what for change in changes)

    counted = [(_WORDS[kind][what], count(kind, what)) for kind in _KINDS for what in _ORDER]
    said = [words(number) for words, number in counted if number]
    said += [_answered_words(change) for change in questions if change.what != "added" and change.people]
    return said or [_("Texts or settings of the course have changed.")]


def changes_between(before_id: int, after_id: int, *, cohort_id: int) -> Changes:
    """What somebody in a cohort meets who moves from one version to another. Four statements; none of them grows with the cohort's size."""
    found = {version.id: version for version in rows(_versions, versions=[before_id, after_id])}
    before, after = found[before_id], found[after_id]
    items = item_changes(before.outline, after.outline)
    changed = [item.key for item in items if item.kind == "exercise" and item.what == "changed"]
    old, new = (specifications(version.id, version.outline["language"]) for version in (before, after))
    answered = answers_by(rows(_answers_of_cohort, course=after.course_id, keys=changed or [""], cohort=cohort_id))
    questions = [change for key in changed for change in question_changes(key, old.get(key, {}), new.get(key, {}), answered)]
    return Changes(before.number, after.number, items, tuple(questions))


def item_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ItemChange, ...]:
    """Between two outlines as they are stored: what is new, what has other files, and last what is gone."""
    old = {item["key"]: item for item in before["items"]}
    found = []
    for item in after["items"]:
        title = item["titles"][after["language"]]
        if item["key"] not in old:
            found.append(ItemChange(item["key"], item["kind"], title, "added"))
        elif old[item["key"]]["digest"] != item["digest"]:
            found.append(ItemChange(item["key"], item["kind"], title, "changed"))
    here = {item["key"] for item in after["items"]}
    gone = [item for key, item in old.items() if key not in here]
    return (*found, *(ItemChange(item["key"], item["kind"], item["titles"][before["language"]], "removed") for item in gone))


def specifications(version_id: int, language: str) -> dict[str, dict[str, Any]]:
    """The specification of every exercise of a version, by key. One statement."""
    return {found.key: found.page.get("specification") or {} for found in rows(_specifications, version=version_id, language=language)}


def question_changes(
    exercise: str, before: Mapping[str, Any], now: Mapping[str, Any], answered: Mapping[tuple[str, str], int]
) -> list[QuestionChange]:
    """Between two specifications of one exercise."""
    old = {question["id"]: question for question in before.get("questions", [])}
    new = {question["id"]: question for question in now.get("questions", [])}
    found: list[QuestionChange] = []
    for key in [*old, *(key for key in new if key not in old)]:
        what: What = "removed" if key not in new else "added" if key not in old else "changed"
        if what != "changed" or old[key] != new[key]:
            found.append(QuestionChange(exercise, key, what, answered.get((exercise, key), 0)))
    return found


def answered_in(course_id: int, exercises: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many people have answered each question of these exercises."""
    return answers_by(rows(_answers, course=course_id, keys=list(exercises) or [""]))


def answers_by(attempts: Sequence[Any]) -> dict[tuple[str, str], int]:
    """The number of people by exercise and question."""
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for attempt in attempts:
        for question in attempt.answers or {}:
            people[attempt.key, question].add(attempt.person_id)
    return {place: len(found) for place, found in people.items()}


def _answered_words(change: QuestionChange) -> Message:
    return ngettext(
        "{n} person has answered question “{question}” of “{exercise}” as it was.",
        "{n} people have answered question “{question}” of “{exercise}” as it was.",
        change.people,
        question=change.question,
        exercise=change.exercise,
    )


_ORDER: tuple[What, ...] = ("changed", "added", "removed")
_WORDS: dict[str, dict[str, Callable[[int], Message]]] = {
    "module": {
        "changed": lambda n: ngettext("{n} module changed.", "{n} modules changed.", n),
        "added": lambda n: ngettext("{n} module added.", "{n} modules added.", n),
        "removed": lambda n: ngettext("{n} module removed.", "{n} modules removed.", n),
    },
    "lesson": {
        "changed": lambda n: ngettext("{n} lesson changed.", "{n} lessons changed.", n),
        "added": lambda n: ngettext("{n} lesson added.", "{n} lessons added.", n),
        "removed": lambda n: ngettext("{n} lesson removed.", "{n} lessons removed.", n),
    },
    "exercise": {
        "changed": lambda n: ngettext("{n} exercise changed.", "{n} exercises changed.", n),
        "added": lambda n: ngettext("{n} exercise added.", "{n} exercises added.", n),
        "removed": lambda n: ngettext("{n} exercise removed.", "{n} exercises removed.", n),
    },
    "question": {
        "changed": lambda n: ngettext("{n} question changed.", "{n} questions changed.", n),
        "added": lambda n: ngettext("{n} question added.", "{n} questions added.", n),
        "removed": lambda n: ngettext("{n} question removed.", "{n} questions removed.", n),
    },
}
