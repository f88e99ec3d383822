"""The report of one organisation on one task: reading, writing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.labs import policy, words
from clustercourse.labs.actions.homework_reports import report_homework
from clustercourse.labs.homework_forms import ReportForm
from clustercourse.labs.queries.homework import HOMEWORK_OPEN, Report, Task, report_on, task_at
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import Participant, participants_of
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import found, me, not_here, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("homework_reports", __name__)


@dataclass(frozen=True)
class Place:
    """Which report of which lab; None for one that nobody has written yet."""

    lab: LabRow
    task: Task
    one: Participant
    report: Report | None


@views.get("/labs/<lab>/homework/<int:number>/reports/<int:participant>")
@signed_in
def show(lab: str, number: int, participant: int) -> ResponseReturnValue:
    here = read_at(lab, number, participant)
    report = found(here.report)
    of = here.one.organisation_id
    quotes = policy.reads_quotation(viewer(), here.lab, of, has_consent=report.has_consent)
    shown = {"one": here.one, "report": report, "quotes": quotes, "writes": _writes(here), "words": words}
    return page("labs/homework_reports/show.html", lab=here.lab, task=here.task, **shown)


@views.get("/labs/<lab>/homework/<int:number>/reports/<int:participant>/edit")
@signed_in
def edit(lab: str, number: int, participant: int) -> ResponseReturnValue:
    here = _written(lab, number, participant)
    return _shown(here, ReportForm.showing(here.report))


@views.post("/labs/<lab>/homework/<int:number>/reports/<int:participant>/edit")
@signed_in
def update(lab: str, number: int, participant: int) -> ResponseReturnValue:
    here, form = _written(lab, number, participant), ReportForm.sent()
    try:
        done = form.carry_out(lambda: _report(here, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        return _both(_place(lab, number, participant), form)
    return go(f"{here.lab.address}homework/", _("The report of {name} is saved.", name=here.one.name)) if done else _shown(here, form, 422)


def read_at(lab: str, number: int, participant: int) -> Place:
    """The report, for those who may read it; for others it is not there."""
    here = _place(lab, number, participant)
    shared_with = here.report.shared_with if here.report is not None else ""
    return here if policy.reads_report(viewer(), here.lab, here.one.organisation_id, shared_with) else not_here()


def _place(slug: str, number: int, participant: int) -> Place:
    lab = worked_in(slug)
    task = task_at(lab.id, number)
    one: Participant = found(next((each for each in participants_of(lab.id) if each.id == participant), None))
    return Place(lab, task, one, report_on(lab.id, task, one.id))


def _written(lab: str, number: int, participant: int) -> Place:
    here = _place(lab, number, participant)
    return here if policy.can_report_for(viewer(), here.lab, here.one.organisation_id) else not_here()


def _writes(here: Place) -> bool:
    return here.lab.state in HOMEWORK_OPEN and policy.can_report_for(viewer(), here.lab, here.one.organisation_id)


def _report(here: Place, form: ReportForm) -> None:
    facts = form.facts()
    with writing():
        report_homework(here.task.id, here.one.id, facts, number=form.seen, by=me())


def _both(here: Place, form: ReportForm) -> ResponseReturnValue:
    """The colleague's text beside what was typed; sending again puts the typed one in its place."""
    report = found(here.report)
    form.number.data = str(report.number)
    return _shown(here, form, 409, theirs=report)


def _shown(here: Place, form: ReportForm, status: int = 200, theirs: Report | None = None) -> ResponseReturnValue:
    shown = {"one": here.one, "report": here.report, "theirs": theirs, "is_open": here.lab.state in HOMEWORK_OPEN}
    return page("labs/homework_reports/edit.html", status, lab=here.lab, task=here.task, form=form, **shown)
