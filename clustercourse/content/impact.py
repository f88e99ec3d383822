"""What a publication would change for learners, compared with the newest version: shown before it is published."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, func, select

from clustercourse.content.publishing import Prepared
from clustercourse.db import row, rows, value
from clustercourse.language import Message, _, ngettext
from clustercourse.models.content import CompiledPage, Course, Item, Version
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Enrolment

What = Literal["added", "changed", "removed"]

_newest = (
    select(Version.id, Version.number, Version.digest, Version.outline, Course.id.label("course_id"))
    .join(Course, Course.newest_version_id == Version.id)
    .where(Course.key == bindparam("key"))
)
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
_learners = select(func.count(func.distinct(Enrolment.person_id))).where(
    Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None), Enrolment.finished_at.is_(None)
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
class Impact:
    """Every change, and how many people are in the course now. `newest` is the number of the version compared with (0: none)."""

    newest: int
    is_same: bool
    learners: int
    items: tuple[ItemChange, ...]
    questions: tuple[QuestionChange, ...]

    def sentences(self) -> list[Message]:
        """The summary, one sentence for each kind of change."""
        if not self.newest:
            return [_("This is the first version of the course.")]
        if self.is_same:
            return [_("Nothing has changed since version {number}.", number=self.newest)]
        said = [_counted(kind, what, self._count(kind, what)) for kind in _WORDS for what in ("changed", "added", "removed")]
        said += [_question(change) for change in self.questions if change.what != "added" and change.people]
        found = [sentence for sentence in said if sentence is not None] or [_("Texts or settings of the course have changed.")]
        return [*found, ngettext("{n} person is in the course now.", "{n} people are in the course now.", self.learners)]

    def _count(self, kind: str, what: What) -> int:
        changes: list[Any] = list(self.questions) if kind == "question" else [item for item in self.items if item.kind == kind]
        return sum(change.what == what for change in changes)


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


def _counted(kind: str, what: What, count: int) -> Message | None:
    return _WORDS[kind][what](count) if count else None


def _question(change: QuestionChange) -> Message:
    return ngettext(
        "{n} person has answered question “{question}” of “{exercise}” as it was.",
        "{n} people have answered question “{question}” of “{exercise}” as it was.",
        change.people,
        question=change.question,
        exercise=change.exercise,
    )


def impact(prepared: Prepared) -> Impact:
    """Compare with the newest version of the course. At most four statements."""
    compiled = prepared.course
    newest = row(_newest, key=compiled.key)
    if newest is None:
        return Impact(0, False, 0, (), ())
    before = {item["key"]: item for item in newest.outline["items"]}
    items = tuple(_item_changes(before, prepared, newest.outline["language"]))
    changed = [item.key for item in items if item.kind == "exercise" and item.what == "changed"]
    stored = {found.key: found.page for found in rows(_specifications, version=newest.id, language=newest.outline["language"])}
    now = {page.item_key: page.specification or {} for page in compiled.pages if page.language == compiled.language}
    answered = _answered(newest.course_id, changed)
    questions = tuple(
        change for key in changed for change in _question_changes(key, stored.get(key, {}).get("specification") or {}, now[key], answered)
    )
    return Impact(newest.number, newest.digest == prepared.digest, int(value(_learners, course=newest.course_id) or 0), items, questions)


def _item_changes(before: Mapping[str, Mapping[str, Any]], prepared: Prepared, language: str) -> list[ItemChange]:
    compiled = prepared.course
    found = []
    for item in compiled.items:
        if item.key not in before:
            found.append(ItemChange(item.key, item.kind, item.titles[compiled.language], "added"))
        elif before[item.key]["digest"] != item.digest:
            found.append(ItemChange(item.key, item.kind, item.titles[compiled.language], "changed"))
    here = {item.key for item in compiled.items}
    gone = [item for key, item in before.items() if key not in here]
    return found + [ItemChange(item["key"], item["kind"], item["titles"][language], "removed") for item in gone]


def _question_changes(
    exercise: str, before: Mapping[str, Any], now: Mapping[str, Any], answered: Mapping[tuple[str, str], int]
) -> list[QuestionChange]:
    old = {question["id"]: question for question in before.get("questions", [])}
    new = {question["id"]: question for question in now.get("questions", [])}
    found: list[QuestionChange] = []
    for key in [*old, *(key for key in new if key not in old)]:
        what: What = "removed" if key not in new else "added" if key not in old else "changed"
        if what != "changed" or old[key] != new[key]:
            found.append(QuestionChange(exercise, key, what, answered.get((exercise, key), 0)))
    return found


def _answered(course_id: int, exercises: list[str]) -> dict[tuple[str, str], int]:
    """How many people have answered each question of these exercises."""
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for attempt in rows(_answers, course=course_id, keys=exercises or [""]):
        for question in attempt.answers or {}:
            people[attempt.key, question].add(attempt.person_id)
    return {place: len(found) for place, found in people.items()}
