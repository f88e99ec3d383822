"""Which version of a course a cohort reads: first what another one would change, then the move."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.courses import move_pin
from clustercourse.cohorts.forms.courses import VersionForm
from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.courses import CourseOfCohort, WantedVersion, course_of, versions_to_read, wanted_version
from clustercourse.db import writing
from clustercourse.language import _, ngettext
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("pins", __name__)


@views.get("/cohorts/<cohort>/courses/<course>/pin")
@staff
def edit(cohort: str, course: str) -> ResponseReturnValue:
    thing, taken = _taken(cohort, course)
    asked = request.args.get("version")
    wanted = found(wanted_version(taken, thing.id, asked)) if asked and asked != taken.version else None
    return _shown(thing, taken, VersionForm.choosing(versions_to_read(taken.course_id), asked or taken.version), wanted)


@views.post("/cohorts/<cohort>/courses/<course>/pin")
@staff
def update(cohort: str, course: str) -> ResponseReturnValue:
    thing, taken = _taken(cohort, course)
    form, people = VersionForm.choosing(versions_to_read(taken.course_id)), 0
    wanted = found(wanted_version(taken, thing.id, form.version.data or ""))

    def move() -> None:
        nonlocal people
        with writing():
            people = move_pin(thing.id, taken.course_id, wanted.version_id, by=viewer().person_id or 0)

    if not form.carry_out(move):
        return _shown(thing, taken, form, wanted, 422)
    said = ngettext("{n} person reads version {number} now.", "{n} people read version {number} now.", people, number=wanted.number)
    return go(url_for("cohorts.cohort_courses.index", cohort=cohort), said if people else _("The version is changed."))


def _taken(cohort: str, course: str) -> tuple[CohortRow, CourseOfCohort]:
    thing = cohort_at(viewer(), cohort)
    require(can_coordinate(viewer(), thing))
    return thing, course_of(thing.id, course)


def _shown(
    thing: CohortRow, taken: CourseOfCohort, form: VersionForm, wanted: WantedVersion | None, status: int = 200
) -> ResponseReturnValue:
    return page("cohorts/pins/edit.html", status, cohort=thing, course=taken, form=form, wanted=wanted)
