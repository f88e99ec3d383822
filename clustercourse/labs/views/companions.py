"""The cohorts a lab belongs with: the list, linking and unlinking."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.participants import link_cohort, unlink_cohort
from clustercourse.labs.forms import CompanionForm
from clustercourse.labs.queries.labs import LabRow, companions_of
from clustercourse.labs.queries.participants import cohorts_to_link
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import found, me, staff
from clustercourse.web.pages import go, page

views = Blueprint("companions", __name__)


@views.get("/labs/<lab>/companions/")
@staff
def index(lab: str) -> ResponseReturnValue:
    return _listed(facilitated(lab), _offered(CompanionForm()))


@views.post("/labs/<lab>/companions/")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form = facilitated(lab), _offered(CompanionForm.sent())

    def link() -> None:
        with writing():
            link_cohort(here.id, form.cohort.data, form.relation.data, by=me())

    return go(f"{here.address}companions/", _("Linked.")) if form.carry_out(link) else _listed(here, form, 422)


@views.post("/labs/<lab>/companions/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    link = found(next((each for each in companions_of(here.id) if each.link_id == number), None))
    with writing():
        unlink_cohort(link.link_id, by=me())
    return go(f"{here.address}companions/", _("Unlinked."))


def _offered(form: CompanionForm) -> CompanionForm:
    form.cohort.choices = list(cohorts_to_link())
    return form


def _listed(here: LabRow, form: CompanionForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/companions/index.html", status, lab=here, form=form, companions=companions_of(here.id), words=words)
