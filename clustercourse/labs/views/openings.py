"""Planning a new workshop, Master Class or training that belongs to a lab."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.labs.actions.participants import open_companion
from clustercourse.labs.forms import OpeningForm
from clustercourse.labs.policy import SAYS_RESULTS
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _, language
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("openings", __name__)


@views.get("/labs/<lab>/companions/new")
@staff
def new(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    relation = "after" if here.state in SAYS_RESULTS else "together"
    return _form_page(here, OpeningForm(data={"title": here.title, "relation": relation}))


@views.post("/labs/<lab>/companions/new")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form, address = facilitated(lab), OpeningForm.sent(), ""

    def plan() -> None:
        nonlocal address
        with creating(viewer()) as answer:
            if not answer.was_given:
                facts = form.facts(language=language(), time_zone=viewer().time_zone)
                cohort = open_companion(here.id, facts, form.relation.data, by=me())
                answer.address = url_for("cohorts.cohorts.edit", cohort=cohort.slug)
            address = answer.address

    if form.carry_out(plan):
        return go(address, _("The cohort is planned and linked to the lab. Only its team sees it until you publish it."))
    return _form_page(here, form, 422)


def _form_page(here: LabRow, form: OpeningForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/openings/new.html", status, lab=here, form=form)
