"""The short public report after the end."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.reports import publish_report, save_report, withdraw_report
from clustercourse.cohorts.forms.parts import ReportForm
from clustercourse.cohorts.queries.posted import report_of
from clustercourse.cohorts.queries.reports import public_report
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import public, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("reports", __name__)


@views.get("/cohorts/<cohort>/report")
@public
def show(cohort: str) -> ResponseReturnValue:
    return page("cohorts/reports/show.html", shown=public_report(viewer(), cohort))


@views.get("/cohorts/<cohort>/report/edit")
@staff
def edit(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    report = report_of(thing.id)
    return page("cohorts/reports/edit.html", form=ReportForm(obj=report), cohort=thing, report=report)


@views.post("/cohorts/<cohort>/report/edit")
@staff
def update(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), ReportForm.sent()

    def save() -> None:
        facts, by = form.facts(), viewer().person_id or 0
        with writing():
            save_report(thing.id, facts, by=by)
            if request.form.get("publish"):
                publish_report(thing.id, by=by)

    if not form.carry_out(save):
        return page("cohorts/reports/edit.html", 422, form=form, cohort=thing, report=report_of(thing.id))
    said = _("The report is public.") if request.form.get("publish") else _("The report is saved.")
    return go(url_for("cohorts.reports.show", cohort=cohort), said)


@views.post("/cohorts/<cohort>/report/delete")
@staff
def delete(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    with writing():
        withdraw_report(thing.id, by=viewer().person_id or 0)
    return go(url_for("cohorts.reports.edit", cohort=cohort), _("The report is off the public pages. Its words are kept."))
