"""Joining a course, leaving it, and choosing its language."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import NotHere
from clustercourse.language import _, language
from clustercourse.learning import actions, policy
from clustercourse.learning.queries.enrolments import course_here
from clustercourse.learning.queries.pages import standing_of
from clustercourse.web.access import require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("enrolments", __name__)


@views.post("/courses/<course>/enrolment")
@signed_in
def create(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    require(policy.can_enrol(viewer(), here) or here.is_enrolled)
    if here.is_enrolled and not here.is_finished:
        return go(here.outline.address)
    person = viewer().person_id or 0
    with writing():
        actions.enrol(person, here.course_id, by=person, language=here.language(request.form.get("language"), language()))
    here = course_here(viewer(), course)
    step = standing_of(here).next_step(here.enrolment.last_item_id if here.enrolment else None)
    return go(here.outline.address_of(step.item) if step else here.outline.address, _("You are in this course."))


@views.post("/courses/<course>/enrolment/delete")
@signed_in
def delete(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    if here.enrolment is None:
        raise NotHere
    with writing():
        actions.withdraw(here.enrolment.id, by=viewer().person_id)
    # There it takes one press to come back. Whoever leaves a course by invitation does not see it any more.
    onward = here.outline.address if here.access == "open" else "/courses/"
    return go(onward, _("You have left this course. What you did is kept, should you come back."))


@views.post("/courses/<course>/enrolment/language")
@signed_in
def update(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    if here.enrolment is None:
        raise NotHere
    with writing():
        actions.choose_language(here.enrolment.id, by=viewer().person_id, language=request.form.get("language", ""))
    return go(here.outline.address, _("The course is shown in the language you chose."))
