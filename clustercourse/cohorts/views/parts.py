"""The parts of a cohort: where each takes place."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.parts import add_part, change_part, remove_part
from clustercourse.cohorts.forms.parts import PartForm
from clustercourse.cohorts.queries.cohorts import CohortRow, Part, parts_of
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("parts", __name__)


@views.get("/cohorts/<cohort>/parts/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return page("cohorts/parts/new.html", form=PartForm(), cohort=coordinated(cohort))


@views.post("/cohorts/<cohort>/parts/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), PartForm.sent()

    def add() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                add_part(thing.id, form.facts(), by=viewer().person_id or 0)

    if not form.carry_out(add):
        return page("cohorts/parts/new.html", 422, form=form, cohort=thing)
    return go(url_for("cohorts.cohorts.edit", cohort=cohort) + "#parts", _("The part is added."))


@views.get("/cohorts/<cohort>/parts/<int:number>")
@staff
def edit(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    part = _part(thing, number)
    return page("cohorts/parts/edit.html", form=PartForm.showing(part), cohort=thing, part=part)


@views.post("/cohorts/<cohort>/parts/<int:number>")
@staff
def update(cohort: str, number: int) -> ResponseReturnValue:
    thing, form = coordinated(cohort), PartForm.sent()
    part = _part(thing, number)

    def change() -> None:
        with writing():
            change_part(thing.id, number, form.facts(), by=viewer().person_id or 0)

    if not form.carry_out(change):
        return page("cohorts/parts/edit.html", 422, form=form, cohort=thing, part=part)
    return go(url_for("cohorts.cohorts.edit", cohort=cohort) + "#parts", _("The changes are saved."))


@views.post("/cohorts/<cohort>/parts/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    _part(thing, number)
    with writing():
        remove_part(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.edit", cohort=cohort) + "#parts", _("The part is gone."))


def _part(thing: CohortRow, number: int) -> Part:
    part: Part = found(next((each for each in parts_of(thing.id) if each.number == number), None))
    return part
