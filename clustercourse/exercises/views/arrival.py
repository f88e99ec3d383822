"""How a request arrives at an exercise: the course, the exercise, who answers, and what the form says."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, redirect, request, url_for

from clustercourse.content.queries import OutlineItem, outline
from clustercourse.exercises import policy
from clustercourse.exercises.actions import Sending
from clustercourse.exercises.queries import Task, sent_names
from clustercourse.language import language
from clustercourse.learning.queries.enrolments import CourseHere, course_here, exercise_at
from clustercourse.learning.queries.marks import GivenException, exception_for
from clustercourse.learning.queries.rules import ANSWERING, Condition, conditions
from clustercourse.web.access import not_here, require, viewer

_LARGEST = 2**31


@dataclass(frozen=True)
class Arrival:
    here: CourseHere
    item: OutlineItem
    language: str

    @property
    def enrolment_id(self) -> int | None:
        return self.here.enrolment.id if self.here.enrolment else None

    @property
    def person_id(self) -> int:
        return viewer().person_id or 0

    @property
    def besides(self) -> tuple[Condition, ...]:
        """What finishes the exercise besides its answers: sessions to take part in, posts to write."""
        if all(rule.what in ANSWERING for rule in self.item.rule):
            return ()
        return tuple(found for found in conditions(self.here.outline, self.item, self.here.marks, self.language) if not found.is_answering)

    @property
    def exception(self) -> GivenException | None:
        return exception_for(self.enrolment_id or 0, self.item.id) if self.item.id in self.here.marks.excused else None

    @property
    def task(self) -> Task:
        """What is answered. Only for those who are in the course."""
        require(policy.can_answer_exercises(viewer(), self.here))
        if self.item.is_worksheet:
            not_here()
        return Task(self.enrolment_id or 0, self.here.outline, self.item, self.language, self.here.may_pass_locks)

    @property
    def sending(self) -> Sending:
        """The form that was sent, for the exercise at hand."""
        form = sent_names(self.item.key, request.form.to_dict(flat=False))
        return Sending(_number("attempt"), self._version(), form, anyway=request.form.get("send") == "anyway")

    def address(self, endpoint: str, number: int | None = None) -> str:
        """Of one of this exercise's pages."""
        return url_for(f"exercises.{endpoint}", course=self.here.slug, exercise=self.item.slug, number=number)

    @property
    def in_lesson(self) -> str:
        """Where the exercise stands in its lesson's text."""
        return self.here.outline.address_of(self.item)

    @property
    def came_from_lesson(self) -> bool:
        return self.item.placed_in is not None and request.values.get("place") == "lesson"

    def _version(self) -> int:
        """The version the form was drawn from, if it is one of this course; else the one read now."""
        asked, read = _number("drawn"), self.here.outline
        if asked == read.version_id or not asked:
            return read.version_id
        drawn = outline(asked)
        return asked if drawn.course_id == self.here.course_id and self.item.id in drawn.by_id else read.version_id


def arrive(course: str, exercise: str) -> Arrival:
    here = course_here(viewer(), course)
    return Arrival(here, exercise_at(here, exercise), here.language(request.args.get("language"), language()))


def on_to(address: str) -> Response:
    """See other, without leaving the page: scripts follow it and take from the answer what changed."""
    return make_response(redirect(address, 303))


def draft_number() -> int:
    return _number("version")


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return min(int(text), _LARGEST) if text.isascii() and text.isdigit() and len(text) < 12 else 0
