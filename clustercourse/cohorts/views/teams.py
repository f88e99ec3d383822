"""Who runs a cohort, and the organisations behind it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue.queries import organisation_names
from clustercourse.cohorts import words
from clustercourse.cohorts.actions.teams import join_team, leave_team
from clustercourse.cohorts.forms.parts import BackingForm, TeamForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.home import backing_of, team_of
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("teams", __name__)


@views.get("/cohorts/<cohort>/team/")
@staff
def index(cohort: str) -> ResponseReturnValue:
    return team_page(coordinated(cohort))


@views.post("/cohorts/<cohort>/team/")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, name = coordinated(cohort), TeamForm.sent(), ""

    def add() -> None:
        nonlocal name
        with writing():
            name = join_team(thing.id, email=form.email.data, role=form.role.data, by=viewer().person_id or 0)

    if not form.carry_out(add):
        return team_page(thing, team_form=form, status=422)
    return go(url_for("cohorts.teams.index", cohort=cohort), _("{name} is in the team.", name=name))


@views.post("/cohorts/<cohort>/team/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        leave_team(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("cohorts.teams.index", cohort=cohort), _("The team is changed."))


def team_page(
    thing: CohortRow, *, team_form: TeamForm | None = None, backing_form: BackingForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page of team and organisations; another noun's form may be shown on it with its errors."""
    forms = {"team_form": team_form or TeamForm(), "backing_form": backing_form or BackingForm.choosing(organisation_names())}
    shown = {"team": team_of(thing.id), "backing": backing_of(thing.id), "words": words}
    return page("cohorts/teams/index.html", status, cohort=thing, **forms, **shown)
