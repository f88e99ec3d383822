"""What one organisation gives the tools."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.labs import policy
from clustercourse.labs.actions.comparison import score_tools
from clustercourse.labs.comparison_forms import ScoresForm, field_name, scores_in, typed_scores
from clustercourse.labs.queries.comparison import SCORING, setup_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import Participant, participants_of
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import found, me, not_here, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("tool_scores", __name__)


@views.get("/labs/<lab>/comparison/scores/<int:number>")
@signed_in
def edit(lab: str, number: int) -> ResponseReturnValue:
    here = worked_in(lab)
    one, setup = _scorer(here, number), setup_of(here.id)
    typed = {key: str(score) for key, score in setup.scores.get(one.id, {}).items()}
    return _shown(here, one, ScoresForm(data={"seen": setup.digest_for(one.id)}), typed)


@views.post("/labs/<lab>/comparison/scores/<int:number>")
@signed_in
def update(lab: str, number: int) -> ResponseReturnValue:
    here, form = worked_in(lab), ScoresForm.sent()
    one, setup = _scorer(here, number), setup_of(here.id)
    typed = typed_scores(setup, request.form)
    try:
        done = form.carry_out(lambda: _score(one, typed, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        form.seen.data = setup.digest_for(one.id)
        return _shown(here, one, form, typed, 409)
    said = _("The scores of {name} are saved.", name=one.name)
    return go(f"{here.address}comparison", said) if done else _shown(here, one, form, typed, 422)


def _score(one: Participant, typed: dict[tuple[int, int], str], form: ScoresForm) -> None:
    scores = scores_in(typed)
    with writing():
        score_tools(one.id, scores, seen=form.seen.data or "", by=me())


def _scorer(here: LabRow, number: int) -> Participant:
    one: Participant = found(next((each for each in participants_of(here.id) if each.id == number), None))
    return one if policy.can_report_for(viewer(), here, one.organisation_id) else not_here()


def _shown(here: LabRow, one: Participant, form: ScoresForm, typed: dict[tuple[int, int], str], status: int = 200) -> ResponseReturnValue:
    """On a conflict what stands there is told beside what was typed."""
    setup = setup_of(here.id)
    theirs = setup.scores.get(one.id, {}) if status == 409 else {}
    shown = {"setup": setup, "typed": typed, "theirs": theirs, "field_name": field_name, "is_open": here.state in SCORING}
    return page("labs/tool_scores/edit.html", status, lab=here, one=one, form=form, **shown)
