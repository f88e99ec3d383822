"""The short public report after the end, and who wants to hear of the next one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.cohorts import CohortReport, Interest


@dataclass(frozen=True)
class ReportFacts:
    """What the report says; `html` is made from `text` beforehand."""

    title: str
    text: str
    html: str
    video_address: str = ""


def save_report(cohort_id: int, facts: ReportFacts, *, by: int) -> CohortReport:
    """Write the report or write it anew. One that is public changes at once."""
    locked(cohort_id)
    report = report_of(cohort_id)
    if report is None:
        report = CohortReport(cohort_id=cohort_id)
        db.session.add(report)
    report.title, report.text, report.html, report.video_address = facts.title, facts.text, facts.html, facts.video_address
    report.changed_at, report.by_id = now(), by
    db.session.flush()
    record("cohorts.report_saved", by=by, thing=("cohort_report", report.id), detail={"cohort": cohort_id})
    return report


def publish_report(cohort_id: int, *, by: int) -> None:
    """Show the report to everybody. Twice is once. Refused while nothing is written."""
    report = report_of(cohort_id)
    if report is None or not report.text:
        raise Refused(_("Write the report first."), field="text")
    if report.published_at is None:
        report.published_at = now()
        db.session.flush()
        record("cohorts.report_published", by=by, thing=("cohort_report", report.id), detail={"cohort": cohort_id})


def withdraw_report(cohort_id: int, *, by: int) -> None:
    """Take the report off the public pages. Twice is once."""
    report = report_of(cohort_id)
    if report is not None and report.published_at is not None:
        report.published_at = None
        db.session.flush()
        record("cohorts.report_withdrawn", by=by, thing=("cohort_report", report.id), detail={"cohort": cohort_id})


def note_interest(cohort_id: int, *, by: int) -> None:
    """Remember that somebody wants to hear when applications open or the next one is planned. Twice is once."""
    locked(cohort_id)
    known = db.session.scalar(select(Interest.id).where(Interest.cohort_id == cohort_id, Interest.person_id == by))
    if known is None:
        db.session.add(Interest(cohort_id=cohort_id, person_id=by, created_at=now()))
        db.session.flush()
        record("cohorts.interest_noted", by=by, person=by, thing=("cohort", cohort_id))


def end_interest(cohort_id: int, *, by: int) -> None:
    """Forget it. Twice is once."""
    noted = db.session.scalar(select(Interest).where(Interest.cohort_id == cohort_id, Interest.person_id == by))
    if noted is not None:
        db.session.delete(noted)
        db.session.flush()
        record("cohorts.interest_ended", by=by, person=by, thing=("cohort", cohort_id))


def report_of(cohort_id: int) -> CohortReport | None:
    """The report's row, if one was begun."""
    return db.session.scalar(select(CohortReport).where(CohortReport.cohort_id == cohort_id))
