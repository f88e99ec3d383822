"""The verdict of a lab: counted by the locked rule, told in words."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.trials import decide_verdict
from clustercourse.labs.forms import VerdictForm
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import participants_of
from clustercourse.labs.queries.trials import counted, judged, really_came, trials_of, verdict_of
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go, page

views = Blueprint("verdicts", __name__)


@views.get("/labs/<lab>/verdict")
@staff
def edit(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    return _shown(here, VerdictForm.showing(verdict_of(here.id)))


@views.post("/labs/<lab>/verdict")
@staff
def update(lab: str) -> ResponseReturnValue:
    here, form = facilitated(lab), VerdictForm.sent()

    def decide() -> None:
        with writing():
            decide_verdict(here.id, form.words(), by=me())

    return go(here.address, _("The verdict is written down.")) if form.carry_out(decide) else _shown(here, form, 422)


def _shown(here: LabRow, form: VerdictForm, status: int = 200) -> ResponseReturnValue:
    text, trials = hypothesis_of(here.id), trials_of(here.id)
    counts = counted(here.id, text.missing_rule)
    return page(
        "labs/verdicts/edit.html",
        status,
        lab=here,
        form=form,
        text=text,
        found=judged(counts, text.threshold or 0, came=really_came(text.missing_rule, trials)),
        participants=participants_of(here.id),
        trials=trials,
        words=words,
    )
