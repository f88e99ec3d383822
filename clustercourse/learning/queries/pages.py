"""Everything a page of a course shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from clustercourse.content.queries import OutlineItem, ReadPage, page
from clustercourse.content.queries.courses import CourseCard, catalogue
from clustercourse.content.queries.versions import VersionLine, versions_of
from clustercourse.learning.queries.completion import Standing, Step, asked, standing
from clustercourse.learning.queries.enrolments import CourseHere
from clustercourse.learning.queries.marks import GivenException, OwnNote, exception_for, own_note
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
    """`is_locked`: the text is not shown, because another step or a session comes first."""

    here: CourseHere
    language: str
    item: OutlineItem
    step: Step
    standing: Standing
    text: ReadPage
    conditions: tuple[Condition, ...]
    note: OwnNote | None
    exception: GivenException | None
    is_bookmarked: bool
    is_locked: bool
    before: OutlineItem | None
    after: OutlineItem | None

    @property
    def met(self) -> tuple[Hashable, ...]:
        """What makes the conditions look different from person to person, in their order."""
        return tuple((each.is_met, each.is_excused, each.is_asked, str(each.words), each.address) for each in self.conditions)

    @property
    def ends_module(self) -> OutlineItem | None:
        """The module of which this is the last step."""
        outline = self.here.outline
        module = outline.module_of(self.item)
        return module if self.after is None or outline.module_of(self.after) is not module else None

    @property
    def has_read(self) -> bool:
        """Whether the learner pressed the button, done or not."""
        return (self.item.id, "read") in self.here.marks.evidence

    @property
    def needs_no_button(self) -> bool:
        """Whether reading is not among what finishes it, so that pressing the button would do nothing."""
        counting = asked(self.item, self.here.marks)
        return bool(counting) and all(condition.what != "read" for condition in counting)


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
    """One statement besides those that found the course."""
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
    """How far this viewer is."""
    return standing(here.outline, here.marks, is_finished=here.is_finished)


def course_page(here: CourseHere, language: str) -> CoursePage:
    """No statement besides those that found the course."""
    now = standing_of(here)
    last = here.enrolment.last_item_id if here.enrolment else None
    return CoursePage(here, language, now, now.next_step(last), versions_of(here.course_id, here.newest_version_id))


def lesson_page(here: CourseHere, item: OutlineItem, language: str) -> LessonPage:
    """No statement besides those that found the course, or one for a note and one for an exception."""
    text = page(here.outline.version_id, item.id, language)
    now = standing_of(here)
    step = now.steps[item.id]
    return LessonPage(
        here=here,
        language=language,
        item=item,
        step=step,
        standing=now,
        text=text,
        conditions=conditions(here.outline, item, here.marks, language),
        note=own_note(here.enrolment.id, item.id) if here.enrolment and item.id in here.marks.noted else None,
        exception=exception_for(here.enrolment.id, item.id) if here.enrolment and item.id in here.marks.excused else None,
        is_bookmarked=item.id in here.marks.bookmarked,
        is_locked=step.is_locked and not here.may_pass_locks,
        before=here.outline.before(item),
        after=here.outline.after(item),
    )
