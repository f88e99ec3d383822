"""What came of a commitment, in a word and a sentence."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.learning.queries.enrolments import CourseHere, course_here, enrolled
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.commitments import tell_outcome
from clustercourse.workbook.forms import OutcomeForm
from clustercourse.workbook.queries.commitments import Place, place_at

views = Blueprint("outcomes", __name__)


@views.get("/courses/<course>/commitments/<module>/outcome")
@signed_in
def edit(course: str, module: str) -> ResponseReturnValue:
    here, place = _asked(course, module)
    said = {"outcome": place.commitment.outcome or None, "note": place.commitment.outcome_note} if place.commitment else {}
    return page("workbook/outcomes/edit.html", here=here, place=place, form=OutcomeForm(data=said))


@views.post("/courses/<course>/commitments/<module>/outcome")
@signed_in
def update(course: str, module: str) -> ResponseReturnValue:
    (here, place), form = _asked(course, module), OutcomeForm.sent()

    def work() -> None:
        with writing():
            tell_outcome(place.commitment.id if place.commitment else 0, form.outcome.data, form.note.data or "", by=me())

    if not form.carry_out(work):
        return page("workbook/outcomes/edit.html", 422, here=here, place=place, form=form)
    return go(f"{here.outline.address}commitments/#{module}", _("Thank you. It counts as you said."))


def _asked(course: str, module: str) -> tuple[CourseHere, Place]:
    """A module of which there is a commitment of the viewer's."""
    here = course_here(viewer(), course)
    place = place_at(here, enrolled(here), module)
    found(place.commitment)
    return here, place
