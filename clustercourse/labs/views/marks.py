"""The mark of a course or a cohort that a lab has tested."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.marks import mark, unmark
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.marks import marks_of_lab
from clustercourse.labs.queries.methods import known_methods, results_of_lab
from clustercourse.labs.views._method_forms import MarkForm, NewResultForm
from clustercourse.labs.views._tested import marks_shown, offered_marks, says_results
from clustercourse.language import _
from clustercourse.web.access import found, me, staff
from clustercourse.web.pages import go, page

views = Blueprint("marks", __name__)


@views.post("/labs/<lab>/marks/")
@staff
def create(lab: str) -> ResponseReturnValue:
    here = says_results(lab)
    form = offered_marks(here, MarkForm.sent())

    def put_on() -> None:
        with writing():
            mark(here.id, **form.thing(), by=me())

    return go(f"{here.address}methods/", _("Its page shows the mark.")) if form.carry_out(put_on) else _shown_again(here, form)


@views.post("/labs/<lab>/marks/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = says_results(lab)
    one = found(next((each for each in marks_of_lab(here.id) if each.id == number), None))
    with writing():
        unmark(one.id, by=me())
    return go(f"{here.address}methods/", _("The mark is taken off."))


def _shown_again(here: LabRow, form: MarkForm) -> ResponseReturnValue:
    results = results_of_lab(here.id)
    said = {method.id for method, _result in results}
    offered = NewResultForm().offer(each for each in known_methods() if each.id not in said)
    shown = {"results": results, "marks": marks_shown(here), "mark_form": form}
    return page("labs/results/index.html", 422, lab=here, form=offered, words=words, **shown)
