"""An organisation stands behind a cohort, or no longer."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue.queries import organisation_names
from clustercourse.cohorts.actions.teams import link_organisation, unlink_organisation
from clustercourse.cohorts.forms.parts import BackingForm
from clustercourse.cohorts.views._people import coordinated
from clustercourse.cohorts.views.teams import team_page
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go

views = Blueprint("backings", __name__)


@views.post("/cohorts/<cohort>/organisations/")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    form = BackingForm.choosing(organisation_names(), sent=True)

    def link() -> None:
        with writing():
            link_organisation(thing.id, slug=form.organisation.data, role=form.backing.data, by=viewer().person_id or 0)

    if not form.carry_out(link):
        return team_page(thing, backing_form=form, status=422)
    return go(url_for("cohorts.teams.index", cohort=cohort), _("The organisation stands behind the cohort."))


@views.post("/cohorts/<cohort>/organisations/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        unlink_organisation(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("cohorts.teams.index", cohort=cohort), _("The organisation is taken off the list."))
