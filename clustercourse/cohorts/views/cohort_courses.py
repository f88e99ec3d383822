"""The courses that a cohort takes."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.courses import add_course, remove_course
from clustercourse.cohorts.forms.courses import CourseForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.courses import course_of, courses_of, courses_to_add
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("cohort_courses", __name__)


@views.get("/cohorts/<cohort>/courses/")
@staff
def index(cohort: str) -> ResponseReturnValue:
    return _shown(coordinated(cohort))


@views.post("/cohorts/<cohort>/courses/")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    form = CourseForm.choosing(courses_to_add(viewer(), courses_of(thing.id)), sent=True)

    def add() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                add_course(thing.id, int(form.course.data), stays=form.version.data == "stays", by=viewer().person_id or 0)

    if not form.carry_out(add):
        return _shown(thing, form, 422)
    said = _("The cohort takes the course. Everybody with a place will be in it in a moment.")
    return go(url_for("cohorts.cohort_courses.index", cohort=cohort), said)


@views.post("/cohorts/<cohort>/courses/<course>/delete")
@staff
def delete(cohort: str, course: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    gone = course_of(thing.id, course)
    with writing():
        remove_course(thing.id, gone.course_id, by=viewer().person_id or 0)
    said = _("The cohort no longer takes “{title}”. Whoever is in it goes on alone.", title=gone.title)
    return go(url_for("cohorts.cohort_courses.index", cohort=cohort), said)


def _shown(thing: CohortRow, sent: CourseForm | None = None, status: int = 200) -> ResponseReturnValue:
    courses = courses_of(thing.id)
    addable = courses_to_add(viewer(), courses)
    form = sent or CourseForm.choosing(addable)
    return page("cohorts/cohort_courses/index.html", status, cohort=thing, courses=courses, form=form, can_add=bool(addable))
