"""The comparison of tools: reading what it comes to, naming what is compared by what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.kinds.calculations.weighing import STANDINGS
from clustercourse.labs import policy
from clustercourse.labs.actions.comparison import set_comparison
from clustercourse.labs.comparison_forms import ComparisonForm
from clustercourse.labs.queries.comparison import COMPARING, MOST_CRITERIA, MOST_TOOLS, SCORING, Setup, compared, setup_of
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.participants import participants_of
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, not_here, public, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("comparisons", __name__)


@views.get("/labs/<lab>/comparison")
@public
def show(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    if not policy.can_see_comparison(viewer(), here):
        not_here()
    setup, testers = setup_of(here.id), [one for one in participants_of(here.id) if one.left_on is None]
    mine = [one for one in testers if policy.can_report_for(viewer(), here, one.organisation_id)] if here.state in SCORING else []
    shown: dict[str, Any] = {"setup": setup, "found": compared(setup), "testers": testers, "mine": mine, "standings": STANDINGS}
    return page("labs/comparisons/show.html", lab=here, may_name=here.state in COMPARING, **shown)


@views.get("/labs/<lab>/comparison/edit")
@staff
def edit(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    return _shown(here, ComparisonForm.showing(setup_of(here.id)))


@views.post("/labs/<lab>/comparison/edit")
@staff
def update(lab: str) -> ResponseReturnValue:
    here, form = facilitated(lab), ComparisonForm.sent()
    try:
        done = form.carry_out(lambda: _name(here, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        theirs = setup_of(here.id)
        form.seen.data = theirs.digest
        return _shown(here, form, 409, theirs)
    return go(f"{here.address}comparison", _("Saved.")) if done else _shown(here, form, 422)


def _name(here: LabRow, form: ComparisonForm) -> None:
    with writing():
        set_comparison(here.id, form.facts(), seen=form.seen.data or "", by=me())


def _shown(here: LabRow, form: ComparisonForm, status: int = 200, theirs: Setup | None = None) -> ResponseReturnValue:
    places = {"criteria": range(1, MOST_CRITERIA + 1), "tools": range(1, MOST_TOOLS + 1)}
    return page("labs/comparisons/edit.html", status, lab=here, form=form, theirs=theirs, is_open=here.state in COMPARING, **places)
