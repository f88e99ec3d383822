"""The hypothesis with its expected product: reading, writing together, amending."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.labs import policy, words
from clustercourse.labs.actions.hypotheses import OPEN_STATES, write_hypothesis
from clustercourse.labs.forms import HypothesisForm
from clustercourse.labs.queries.hypotheses import amendments_of, hypothesis_of, signatures_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import names_of
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("hypotheses", __name__)


@views.get("/labs/<lab>/hypothesis")
@signed_in
def edit(lab: str) -> ResponseReturnValue:
    here = worked_in(lab)
    return _shown(here, HypothesisForm.showing(hypothesis_of(here.id)))


@views.post("/labs/<lab>/hypothesis")
@signed_in
def update(lab: str) -> ResponseReturnValue:
    here, form = worked_in(lab), HypothesisForm.sent()
    try:
        done = form.carry_out(lambda: _write(here, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        form.number.data = hypothesis_of(here.id).number
        return _shown(here, form, 409)
    return go(f"{here.address}hypothesis", _("Saved.")) if done else _shown(here, form, 422)


def _write(here: LabRow, form: HypothesisForm) -> None:
    with writing():
        write_hypothesis(here.id, form.said, number=form.seen, by=me(), reason=form.reason.data or "")


def _shown(here: LabRow, form: HypothesisForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "labs/hypotheses/edit.html",
        status,
        lab=here,
        form=form,
        text=hypothesis_of(here.id),
        is_open=here.state in OPEN_STATES,
        signatures=signatures_of(here.id),
        amendments=amendments_of(here.id),
        signs_for=names_of(policy.tests_for(viewer(), here)),
        words=words,
    )
