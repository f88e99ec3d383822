"""Commitments of a learner, one at the end of each module. Nobody else reads them."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import now
from clustercourse.language import _, today
from clustercourse.learning.queries.enrolments import CourseHere, course_here, enrolled
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.commitments import LONGEST_WAY, commit
from clustercourse.workbook.commitment_words import OUTCOME_WORDS
from clustercourse.workbook.forms import CommitmentForm
from clustercourse.workbook.queries.commitments import Place, own_kept, place_at, places_in

views = Blueprint("commitments", __name__)


@views.get("/courses/<course>/commitments/")
@signed_in
def index(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    enrolment = enrolled(here)
    ends, promised = places_in(here, enrolment), own_kept(viewer(), enrolment.id)
    on = today(now(), viewer().time_zone)
    return page("workbook/commitments/index.html", here=here, ends=ends, on=on, promised=promised, words=OUTCOME_WORDS)


@views.get("/courses/<course>/commitments/<module>/")
@signed_in
def edit(course: str, module: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    place = place_at(here, enrolled(here), module)
    return _shown(here, place, CommitmentForm(obj=place.commitment) if place.commitment else CommitmentForm())


@views.post("/courses/<course>/commitments/<module>/")
@signed_in
def update(course: str, module: str) -> ResponseReturnValue:
    here, form = course_here(viewer(), course), CommitmentForm.sent()
    enrolment, on = enrolled(here), today(now(), viewer().time_zone)
    place = place_at(here, enrolment, module)

    def work() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                commit(enrolment.id, place.module.id, form.said(), seen=form.number.data or 0, on=on, by=me())

    if not form.carry_out(work):
        return _shown(here, place, form, 422)
    return go(f"{here.outline.address}commitments/#{module}", _("Written down. Only you see it."))


def _shown(here: CourseHere, place: Place, form: CommitmentForm, status: int = 200) -> ResponseReturnValue:
    on = today(now(), viewer().time_zone)
    return page("workbook/commitments/edit.html", status, here=here, place=place, form=form, on=on, last=on + LONGEST_WAY)
