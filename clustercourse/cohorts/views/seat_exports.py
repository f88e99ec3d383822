"""The people of a cohort as a file, with what they eat and need: a post, because it is noted who takes it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.exporting import people_table
from clustercourse.cohorts.forms.exchange import ExportForm
from clustercourse.cohorts.views._files import taken
from clustercourse.cohorts.views._people import coordinated
from clustercourse.language import _
from clustercourse.web.access import staff
from clustercourse.web.pages import go

views = Blueprint("seat_exports", __name__)


@views.post("/cohorts/<cohort>/seats/exports")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), ExportForm.sent()
    if not form.validate():
        return go(url_for("cohorts.seats.index", cohort=cohort), _("Choose Excel or CSV."), "bad")
    return taken(thing, people_table(thing), form.form.data, what="people")
