"""Everything a page of a course shows, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.content.queries import OutlineItem, ReadPage, page
from clustercourse.content.queries.courses import CourseCard, VersionLine, catalogue, versions_of
from clustercourse.content.queries.glossary import Term
from clustercourse.learning.queries.completion import Standing, Step, standing
from clustercourse.learning.queries.enrolments import CourseHere
from clustercourse.learning.queries.marks import OwnNote, lesson_marks, progress_of
from clustercourse.learning.queries.rules import Condition, conditions
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class CoursePage:
    here: CourseHere
    language: str
    standing: Standing
    next_step: Step | None
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class LessonPage:
    """`is_locked`: the text is not shown, because another step comes first."""

    here: CourseHere
    language: str
    item: OutlineItem
    step: Step
    standing: Standing
    text: ReadPage
    conditions: tuple[Condition, ...]
    note: OwnNote | None
    is_bookmarked: bool
    terms: tuple[Term, ...]
    is_locked: bool
    before: OutlineItem | None
    after: OutlineItem | None

    @property
    def has_read(self) -> bool:
        """Whether the learner pressed the button, done or not."""
        rule = self.item.rule
        return any(condition.is_met for condition, part in zip(self.conditions, rule, strict=True) if part.what == "read")

    @property
    def side_terms(self) -> list[dict[str, str]]:
        return [{"id": term.key, "term": term.term, "meaning": term.meaning} for term in self.terms]


@dataclass(frozen=True)
class FinishPage:
    """`lessons` and `exercises` are what was done; `others` courses to go on with."""

    here: CourseHere
    language: str
    standing: Standing
    lessons: tuple[Step, ...]
    exercises: tuple[Step, ...]
    minutes: int
    others: tuple[CourseCard, ...]


def finish_page(viewer: Viewer, here: CourseHere, language: str) -> FinishPage:
    """Two statements besides those that found the course."""
    now = standing_of(here)
    done = [step for item in here.outline.items if (step := now.steps.get(item.id)) is not None and step.is_done]
    others = tuple(card for card in catalogue(viewer).cards if card.slug != here.slug)
    return FinishPage(
        here=here,
        language=language,
        standing=now,
        lessons=tuple(step for step in done if step.item.is_lesson),
        exercises=tuple(step for step in done if not step.item.is_lesson),
        minutes=sum(step.item.minutes for step in done),
        others=others[:3],
    )


def standing_of(here: CourseHere) -> Standing:
    """How far this viewer is; one statement, none for visitors."""
    marks = progress_of(here.enrolment.id if here.enrolment else None)
    return standing(here.outline, marks, is_finished=here.is_finished)


def course_page(here: CourseHere, language: str) -> CoursePage:
    """Two statements besides those that found the course."""
    now = standing_of(here)
    last = here.enrolment.last_item_id if here.enrolment else None
    return CoursePage(here, language, now, now.next_step(last), versions_of(here.course_id))


def lesson_page(here: CourseHere, item: OutlineItem, language: str) -> LessonPage:
    """One statement besides those that found the course."""
    text = page(here.outline.version_id, item.id, language)
    own = lesson_marks(here.enrolment.id if here.enrolment else None, item.id, text.terms, language)
    now = standing(here.outline, own.marks, is_finished=here.is_finished)
    step = now.steps[item.id]
    return LessonPage(
        here=here,
        language=language,
        item=item,
        step=step,
        standing=now,
        text=text,
        conditions=conditions(here.outline, item, own.marks.by_key(here.outline), language),
        note=own.note,
        is_bookmarked=own.is_bookmarked,
        terms=own.terms,
        is_locked=step.locked_by is not None and not here.may_pass_locks,
        before=here.outline.before(item),
        after=here.outline.after(item),
    )
