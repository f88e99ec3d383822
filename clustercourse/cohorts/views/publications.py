"""A cohort that was shown to everybody it is for is taken back."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.cohorts import withdraw_cohort
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go

views = Blueprint("publications", __name__)


@views.post("/cohorts/<cohort>/publication/delete")
@staff
def delete(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        withdraw_cohort(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.edit", cohort=cohort), _("Only the team of the cohort sees it now."))
