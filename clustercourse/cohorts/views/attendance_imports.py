"""Attendance from a file: choosing it, seeing cell by cell what would change, carrying it out."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.attendance_imports import import_attendance
from clustercourse.cohorts.actions.seat_imports import keep_import
from clustercourse.cohorts.attendance_planning import Plan, plan_attendance
from clustercourse.cohorts.forms.exchange import AttendanceChangesForm, AttendanceFileForm, ExportForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.cohorts.spreadsheets import read_table
from clustercourse.cohorts.views._files import Kept, kept_file, sent_file, signed_file
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.language import _, ngettext
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("attendance_imports", __name__)
PURPOSE = "attendance-import"


@views.get("/cohorts/<cohort>/attendance/import")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return _choosing(run_by_me(cohort), AttendanceFileForm())


@views.post("/cohorts/<cohort>/attendance/import")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, plans = run_by_me(cohort), AttendanceFileForm.sent(), list[Plan]()
    content, name = sent_file(form.file)

    def look() -> None:
        plans.append(plan_attendance(thing.id, read_table(content, name)))
        digest = store().put(content)
        with writing():
            keep_import(digest, len(content))

    if not form.carry_out(look):
        return _choosing(thing, form, 422)
    return _looked_at(thing, AttendanceChangesForm(), plans[0], Kept(content, name, plans[0].seen))


@views.post("/cohorts/<cohort>/attendance/import/marks")
@staff
def update(cohort: str) -> ResponseReturnValue:
    thing, form, plans = run_by_me(cohort), AttendanceChangesForm.sent(), list[Plan]()
    kept = kept_file(PURPOSE, thing)
    if kept is None:
        return go(url_for("cohorts.attendance_imports.new", cohort=cohort), _("This file waited too long. Choose it again."), "bad")
    table = read_table(kept.content, kept.name)

    def mark() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                plans.append(import_attendance(thing.id, table, seen=kept.seen, by=me(), reason=form.reason.data or ""))

    if not form.carry_out(mark):
        return _looked_at(thing, form, plan_attendance(thing.id, table), kept, 422)
    return _carried_out(thing, kept, plans)


def _choosing(thing: CohortRow, form: AttendanceFileForm, status: int = 200) -> ResponseReturnValue:
    sessions = [session for session in sessions_of(thing.id) if not session.is_cancelled]
    return page("cohorts/attendance_imports/new.html", status, cohort=thing, form=form, export=ExportForm(), sessions=sessions)


def _looked_at(thing: CohortRow, form: AttendanceChangesForm, plan: Plan, kept: Kept, status: int = 200) -> ResponseReturnValue:
    form.reason.flags.required = plan.needs_reason
    file = signed_file(PURPOSE, thing, store().put(kept.content), kept.name, seen=kept.seen)
    return page("cohorts/attendance_imports/show.html", status, cohort=thing, form=form, plan=plan, file=file, file_name=kept.name)


def _carried_out(thing: CohortRow, kept: Kept, plans: list[Plan]) -> ResponseReturnValue:
    """Back to the overview when all went well; else a page with what did not."""
    overview = url_for("cohorts.grids.show", cohort=thing.slug)
    if not plans:
        return go(overview, _("This file was carried out before. Nothing was done twice."))
    if plans[0].of("clash") or plans[0].of("wrong"):
        return page("cohorts/attendance_imports/done.html", cohort=thing, plan=plans[0], file_name=kept.name)
    return go(overview, ngettext("{n} mark is saved.", "{n} marks are saved.", len(plans[0].of("change"))))
