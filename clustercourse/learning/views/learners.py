"""The people in a course, for its trainers and the administrators: who is in it, enrolling somebody, taking somebody out."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.learning import actions, policy
from clustercourse.learning.forms import LearnerForm
from clustercourse.learning.queries.enrolments import CourseHere, course_here
from clustercourse.learning.queries.learners import learner_in, learners_of
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page
from clustercourse.workbook.queries.commitments import kept_in_course

views = Blueprint("learners", __name__)


@views.get("/courses/<course>/learners")
@staff
def index(course: str) -> ResponseReturnValue:
    return _shown(_managed(course), LearnerForm())


@views.post("/courses/<course>/learners")
@staff
def create(course: str) -> ResponseReturnValue:
    here, form, name = _managed(course), LearnerForm.sent(), ""

    def enrol() -> None:
        nonlocal name
        with creating(viewer()) as answer:
            if not answer.was_given:
                name = actions.enrol_somebody(here.course_id, email=form.email.data, by=viewer().person_id or 0)

    if not form.carry_out(enrol):
        return _shown(here, form, 422)
    said = _("{name} is in the course now. A letter is on its way to them.", name=name) if name else None
    return go(url_for("learning.learners.index", course=course), said)


@views.post("/courses/<course>/learners/<int:number>/delete")
@staff
def delete(course: str, number: int) -> ResponseReturnValue:
    learner = found(learner_in(_managed(course).course_id, number))
    with writing():
        actions.take_out(learner.id, by=viewer().person_id or 0)
    said = _("{name} is out of the course. What they did is kept, should they come back.", name=learner.name)
    return go(url_for("learning.learners.index", course=course), said)


def _managed(course: str) -> CourseHere:
    here = course_here(viewer(), course)
    require(policy.can_manage_learners(viewer(), here))
    return here


def _shown(here: CourseHere, form: LearnerForm, status: int = 200) -> ResponseReturnValue:
    number = request.args.get("page", 1, type=int)
    learners, promised = learners_of(here.course_id, number), kept_in_course(here.course_id)
    return page("learning/learners/index.html", status, here=here, form=form, learners=learners, promised=promised)
