"""Labs: the list with the open call, one, proposing and changing the proposal."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.labs import policy, stages, words
from clustercourse.labs.actions.hypotheses import draft_hypothesis
from clustercourse.labs.actions.labs import TAKEN_BEFORE, change_proposal, propose_lab
from clustercourse.labs.forms import LabForm
from clustercourse.labs.queries.labs import LabRow, lab_at, visible_labs
from clustercourse.labs.queries.pages import lab_page
from clustercourse.labs.queries.participants import names_of
from clustercourse.labs.queries.practice import hypothesis_in, practice_of, proposal_in
from clustercourse.language import _
from clustercourse.web.access import found, me, public, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("labs", __name__)


@views.get("/labs/")
@public
def index() -> ResponseReturnValue:
    return page("labs/labs/index.html", labs=visible_labs(viewer()), words=words, stages=stages)


@views.get("/labs/<lab>/")
@public
def show(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    names = [words.STATE_WORDS[state] for state in stages.MAIN]
    shown = vars(lab_page(viewer(), here))
    return page("labs/labs/show.html", lab=here, words=words, stages=stages, stage_names=names, **shown)


@views.get("/labs/new")
@signed_in
def new() -> ResponseReturnValue:
    require(policy.can_propose_lab(viewer()))
    asked, sheets = request.args.get("sheet", type=int), practice_of(viewer())
    if asked is None:
        return page("labs/labs/new.html", form=_offered(LabForm()), sheets=sheets)
    taken = found(next((sheet for sheet in sheets if sheet.sheet_id == asked), None))
    form = _offered(LabForm(data={**proposal_in(taken), "sheet": taken.sheet_id}))
    return page("labs/labs/new.html", form=form, taken=taken)


@views.post("/labs/new")
@signed_in
def create() -> ResponseReturnValue:
    require(policy.can_propose_lab(viewer()))
    form, address = _offered(LabForm.sent()), ""

    def propose() -> None:
        nonlocal address
        with creating(viewer()) as answer:
            if not answer.was_given:
                answer.address = f"/labs/{_proposed(form)}/"
            address = answer.address

    if form.carry_out(propose):
        return go(address, _("Your question is proposed. You see here what becomes of it."))
    return page("labs/labs/new.html", 422, form=form)


@views.get("/labs/<lab>/edit")
@signed_in
def edit(lab: str) -> ResponseReturnValue:
    here = _changeable(lab)
    return page("labs/labs/edit.html", lab=here, form=_offered(LabForm(data={**here.__dict__, "organisation": here.organisation_id}), here))


@views.post("/labs/<lab>/edit")
@signed_in
def update(lab: str) -> ResponseReturnValue:
    here = _changeable(lab)
    form = _offered(LabForm.sent(), here)

    def change() -> None:
        with writing():
            change_proposal(here.id, form.facts(), by=me())

    if form.carry_out(change):
        return go(here.address, _("The changes are saved."))
    return page("labs/labs/edit.html", 422, lab=here, form=form)


def _proposed(form: LabForm) -> str:
    """Ask the question, with what the worksheet it came from says of the test; gives the lab's slug."""
    sheet = next((each for each in practice_of(viewer()) if str(each.sheet_id) == form.sheet.data), None)
    if form.sheet.data and sheet is None:
        form.sheet.data = ""
        raise Refused(TAKEN_BEFORE)
    lab = propose_lab(form.facts(), organisation_id=form.organisation.data, by=me(), sheet_id=sheet.sheet_id if sheet else None)
    if sheet is not None and (drafted := hypothesis_in(sheet)):
        draft_hypothesis(lab.id, drafted, by=me())
    return lab.slug


def _changeable(slug: str) -> LabRow:
    here = lab_at(viewer(), slug)
    require(policy.can_change_proposal(viewer(), here))
    return here


def _offered(form: LabForm, lab: LabRow | None = None) -> LabForm:
    """With the organisations one may ask for; a proposal keeps its own."""
    return form.offer([(lab.organisation_id, lab.organisation)] if lab else names_of(list(viewer().memberships)))
