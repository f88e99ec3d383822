"""Which learning outcomes of courses a lab serves."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs.actions.competences import serve
from clustercourse.labs.forms import CompetencesForm
from clustercourse.labs.queries.competences import Served, chosen_in, outcomes_to_choose
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("competences", __name__)


@views.get("/labs/<lab>/competences")
@staff
def edit(lab: str) -> ResponseReturnValue:
    here, offered = facilitated(lab), outcomes_to_choose(viewer())
    chosen = [f"{course}:{key}" for course, key in chosen_in(here.id)]
    return _form_page(here, CompetencesForm(data={"outcomes": chosen}).offer(offered), offered)


@views.post("/labs/<lab>/competences")
@staff
def update(lab: str) -> ResponseReturnValue:
    here, offered = facilitated(lab), outcomes_to_choose(viewer())
    form = CompetencesForm.sent().offer(offered)
    known = frozenset((course.course_id, key) for course in offered for key, _words in course.outcomes)

    def say() -> None:
        with writing():
            serve(here.id, form.chosen, offered=known, by=me())

    return go(here.address, _("Saved.")) if form.carry_out(say) else _form_page(here, form, offered, 422)


def _form_page(here: LabRow, form: CompetencesForm, offered: tuple[Served, ...], status: int = 200) -> ResponseReturnValue:
    return page("labs/competences/edit.html", status, lab=here, form=form, offered=offered)
