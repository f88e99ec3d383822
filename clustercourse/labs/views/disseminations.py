"""Where a lab's result was told: the list, adding, changing, removing."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.disseminations import change_telling, remove_telling, tell
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.outcome import Told, telling_at, told_of, unused
from clustercourse.labs.views._here import facilitated
from clustercourse.labs.views._product_forms import TellingForm
from clustercourse.language import _
from clustercourse.web.access import found, me, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("disseminations", __name__)


@views.get("/labs/<lab>/disseminations/")
@staff
def index(lab: str) -> ResponseReturnValue:
    return _listed(facilitated(lab), TellingForm())


@views.post("/labs/<lab>/disseminations/")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form = _told_of(lab), TellingForm.sent()

    def work() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                tell(here.id, form.telling(), by=me())

    return go(f"{here.address}disseminations/", _("It stands on the lab’s page.")) if form.carry_out(work) else _listed(here, form, 422)


@views.get("/labs/<lab>/disseminations/<int:number>/edit")
@staff
def edit(lab: str, number: int) -> ResponseReturnValue:
    here = _told_of(lab)
    row: Told = found(telling_at(here.id, number))
    return page("labs/disseminations/edit.html", lab=here, number=row.id, form=TellingForm.showing(row))


@views.post("/labs/<lab>/disseminations/<int:number>/edit")
@staff
def update(lab: str, number: int) -> ResponseReturnValue:
    here, form = _told_of(lab), TellingForm.sent()

    def change() -> None:
        with writing():
            change_telling(here.id, number, form.telling(), by=me())

    if form.carry_out(change):
        return go(f"{here.address}disseminations/", _("Saved."))
    return page("labs/disseminations/edit.html", 422, lab=here, number=number, form=form)


@views.post("/labs/<lab>/disseminations/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = _told_of(lab)
    with writing():
        remove_telling(here.id, number, by=me())
    return go(f"{here.address}disseminations/", _("Removed."))


def _told_of(slug: str) -> LabRow:
    here = facilitated(slug)
    require(policy.can_tell_of_lab(viewer(), here))
    return here


def _listed(here: LabRow, form: TellingForm, status: int = 200) -> ResponseReturnValue:
    told = told_of(here.id)
    return page("labs/disseminations/index.html", status, lab=here, form=form, told=told, unused=unused(told), words=words)
