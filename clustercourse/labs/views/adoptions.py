"""Reports of use outside the labs: the queue, one, reporting, taking back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.adoptions import report_adoption, withdraw_adoption
from clustercourse.labs.queries.adoptions import organisations_waiting, waiting_adoptions
from clustercourse.labs.queries.methods import MethodRow, method_at
from clustercourse.labs.queries.participants import names_of
from clustercourse.labs.views._adoptions import met, shown
from clustercourse.labs.views._method_forms import AdoptionForm, RefusalForm
from clustercourse.labs.views._tested import page_number
from clustercourse.language import _
from clustercourse.web.access import me, not_here, require, signed_in, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("adoptions", __name__)


@views.get("/methods/adoptions/")
@staff
def index() -> ResponseReturnValue:
    if not policy.can_decide_adoptions(viewer()):
        not_here()
    return page("labs/adoptions/index.html", listing=waiting_adoptions(page_number()), words=words)


@views.get("/methods/adoptions/<int:number>/")
@signed_in
def show(number: int) -> ResponseReturnValue:
    return shown(met(number), RefusalForm())


@views.get("/methods/<method>/adoptions/new")
@signed_in
def new(method: str) -> ResponseReturnValue:
    return _asked(_reported(method), AdoptionForm())


@views.post("/methods/<method>/adoptions/new")
@signed_in
def create(method: str) -> ResponseReturnValue:
    here, address = _reported(method), ""
    form = _offered(AdoptionForm.sent())

    def report() -> None:
        nonlocal address
        with creating(viewer()) as answer:
            if not answer.was_given:
                made = report_adoption(here.id, form.facts(), organisation_id=form.organisation.data, by=me())
                answer.address = f"/methods/adoptions/{made.id}/"
            address = answer.address

    if form.carry_out(report):
        return go(address, _("Thank you. A facilitator looks at it before everybody can read it."))
    return _asked(here, form, 422)


@views.post("/methods/adoptions/<int:number>/delete")
@signed_in
def delete(number: int) -> ResponseReturnValue:
    one = met(number)
    require(viewer().person_id == one.person_id)
    with writing():
        withdraw_adoption(one.id, by=me())
    return go(one.address, _("The report is taken back."))


def _reported(slug: str) -> MethodRow:
    here = method_at(slug).method
    require(policy.can_report_adoption(viewer()))
    return here


def _offered(form: AdoptionForm) -> AdoptionForm:
    return form.offer(names_of(list(viewer().memberships)))


def _asked(here: MethodRow, form: AdoptionForm, status: int = 200) -> ResponseReturnValue:
    waiting = organisations_waiting(here.id, viewer().memberships)
    return page("labs/adoptions/new.html", status, method=here, form=_offered(form), waiting=waiting)
