"""The register of a session: the page, what it is asked now and then, and saving marks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import attendance_words, policy
from clustercourse.cohorts.actions.attendance import Mark, Outcome, mark_attendance, too_early
from clustercourse.cohorts.forms.attendance import ReasonForm, wanted_changes
from clustercourse.cohorts.queries.check_ins import number_asking
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.register import register_of
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.cohorts.views._lines import Lines
from clustercourse.db import writing
from clustercourse.language import clock, clock_words, ngettext, short_day
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("registers", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/attendance")
@staff
def show(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = _kept(cohort, session)
    if not _wants_json():
        return _shown(here, meeting)
    found = [
        _answer(line.seat_id, Mark(line.status, line.place, line.arrived, line.left), line, kind="stands") for line in register_of(meeting)
    ]
    return jsonify(marks=found, locked=meeting.is_locked)


@views.post("/cohorts/<cohort>/sessions/<int:session>/attendance")
@staff
def update(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = _kept(cohort, session)
    changes = wanted_changes(request.form, register_of(meeting))
    reason = request.form.get("reason", "")[:500]
    with writing():
        outcomes = mark_attendance(meeting.id, changes, by=viewer().person_id or 0, source="register", reason=reason)
    if _wants_json():
        return jsonify(marks=[_answer(each.seat_id, each.standing.mark, each.standing, each.kind, each) for each in outcomes])
    unsaved = [(each, change.mark) for each, change in zip(outcomes, changes, strict=True) if each.kind in ("clash", "refused")]
    if unsaved:
        return _shown(here, meeting, 409, unsaved=unsaved, reason=reason)
    saved = sum(each.kind == "changed" for each in outcomes)
    said = ngettext("{n} mark is saved.", "{n} marks are saved.", saved)
    return go(url_for("cohorts.registers.show", cohort=cohort, session=session), said)


def _kept(cohort: str, session: int) -> tuple[CohortRow, SessionRow]:
    here = cohort_at(viewer(), cohort)
    require(policy.can_run_cohort(viewer(), here))
    return here, session_at(here.id, session)


def _shown(here: CohortRow, meeting: SessionRow, status: int = 200, **values: Any) -> Response:
    lines = register_of(meeting)
    when = f"{short_day(meeting.on_day)}, {clock_words(meeting.at_time)}–{clock_words(meeting.end_time)}"
    counts = {name: sum(line.status == name for line in lines) for name in attendance_words.CHOICES}
    asking = [line for line in lines if line.apology_id is not None and line.decision is None]
    drawn = Lines(lines, minutes=meeting.minutes, me=viewer().person_id)
    told = {
        "lines": lines,
        "names": {line.seat_id: line.name for line in lines},
        "drawn": drawn,
        "when": when,
        "counts": counts,
        "asking": asking,
        "words": attendance_words,
        "form": ReasonForm(),
        "at_the_door": number_asking(meeting.id),
        "too_early": too_early(meeting.starts_at, "present"),
    }
    return page("cohorts/registers/show.html", status, here=here, meeting=meeting, **told, **values)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _answer(seat: int, mark: Mark, stands: Any, kind: str, outcome: Outcome | None = None) -> dict[str, Any]:
    """One mark for the script; `stands` knows its number, moment and author."""
    said = {"seat": seat, "kind": kind, "status": mark.status, "place": mark.place, "arrived": mark.arrived, "left": mark.left}
    who = {"number": stands.number, "by": stands.by_name, "mine": stands.by_id == viewer().person_id, "source": stands.source}
    why = str(outcome.why) if outcome is not None and outcome.why is not None else ""
    return said | who | {"at": clock(stands.at) if stands.at else "", "why": why}
