"""Everybody's attendance as a file: a post, because it is noted who takes it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.exporting import attendance_table
from clustercourse.cohorts.forms.exchange import ExportForm
from clustercourse.cohorts.views._files import taken
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.language import _
from clustercourse.web.access import staff
from clustercourse.web.pages import go

views = Blueprint("attendance_exports", __name__)


@views.post("/cohorts/<cohort>/attendance/exports")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = run_by_me(cohort), ExportForm.sent()
    if not form.validate():
        return go(url_for("cohorts.attendance_imports.new", cohort=cohort), _("Choose Excel or CSV."), "bad")
    return taken(thing, attendance_table(thing), form.form.data, what="attendance")
