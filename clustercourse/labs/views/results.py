"""Which methods a lab tested and what it says of each: the list, saying it, changing it, taking it back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.methods import add_method, change_result, remove_result, say_result
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.methods import MethodRow, ResultRow, known_methods, results_of_lab
from clustercourse.labs.views._method_forms import MarkForm, NewResultForm, ResultForm
from clustercourse.labs.views._tested import marks_shown, offered_marks, says_results
from clustercourse.language import _
from clustercourse.web.access import found, me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("results", __name__)


@views.get("/labs/<lab>/methods/")
@staff
def index(lab: str) -> ResponseReturnValue:
    here = says_results(lab)
    return _listed(here, _offered(here, NewResultForm()))


@views.post("/labs/<lab>/methods/")
@staff
def create(lab: str) -> ResponseReturnValue:
    here = says_results(lab)
    form = _offered(here, NewResultForm.sent())
    if form.carry_out(lambda: _say(here, form)):
        return go(f"{here.address}methods/", _("It stands in the catalogue."))
    return _listed(here, form, 422)


@views.get("/labs/<lab>/methods/<int:number>/edit")
@staff
def edit(lab: str, number: int) -> ResponseReturnValue:
    here = says_results(lab)
    method, result = _own(here, number)
    return page("labs/results/edit.html", lab=here, method=method, result=result, form=ResultForm(data=result.__dict__))


@views.post("/labs/<lab>/methods/<int:number>/edit")
@staff
def update(lab: str, number: int) -> ResponseReturnValue:
    here, form = says_results(lab), ResultForm.sent()
    method, result = _own(here, number)

    def change() -> None:
        with writing():
            change_result(result.id, form.facts(), by=me())

    if form.carry_out(change):
        return go(f"{here.address}methods/", _("The changes are saved."))
    return page("labs/results/edit.html", 422, lab=here, method=method, result=result, form=form)


@views.post("/labs/<lab>/methods/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = says_results(lab)
    method, result = _own(here, number)
    with writing():
        remove_result(result.id, by=me())
    return go(f"{here.address}methods/", _("The lab says nothing of {name} any more.", name=method.name))


def _say(here: LabRow, form: NewResultForm) -> None:
    with creating(viewer()) as answer:
        if not answer.was_given:
            method = form.chosen or add_method(form.new_method(), by=me()).id
            say_result(here.id, method, form.facts(), by=me())


def _own(here: LabRow, number: int) -> tuple[MethodRow, ResultRow]:
    one: tuple[MethodRow, ResultRow] = found(next((each for each in results_of_lab(here.id) if each[1].id == number), None))
    return one


def _offered(here: LabRow, form: NewResultForm) -> NewResultForm:
    """The methods of which this lab has not said anything."""
    said = {method.id for method, _result in results_of_lab(here.id)}
    return form.offer(each for each in known_methods() if each.id not in said)


def _listed(here: LabRow, form: NewResultForm, status: int = 200) -> ResponseReturnValue:
    marks = {"marks": marks_shown(here), "mark_form": offered_marks(here, MarkForm())}
    return page("labs/results/index.html", status, lab=here, form=form, results=results_of_lab(here.id), words=words, **marks)
