"""Attendance over all sessions: the overview with its bulk action, and a participant's own page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import attendance_words
from clustercourse.cohorts.actions.attendance import Outcome
from clustercourse.cohorts.actions.grid_marks import mark_many
from clustercourse.cohorts.queries.attendance import grid_of
from clustercourse.cohorts.views._cells import Cells
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.db import writing
from clustercourse.language import Message, _, ngettext
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("grids", __name__)


@views.get("/cohorts/<cohort>/attendance/")
@staff
def show(cohort: str) -> ResponseReturnValue:
    here = run_by_me(cohort)
    grid = grid_of(here.id, percent_wanted=here.attendance_percent)
    drawing: dict[str, Any] = {"cells": Cells(grid.sessions), "words": attendance_words}
    return page("cohorts/grids/show.html", here=here, grid=grid, **drawing)


@views.post("/cohorts/<cohort>/attendance/")
@staff
def update(cohort: str) -> ResponseReturnValue:
    here, sent = run_by_me(cohort), request.form
    chosen: dict[str, Any] = {"status": sent.get("status", ""), "reason": sent.get("reason", "")[:500], "by": viewer().person_id or 0}
    with writing():
        done = mark_many(here.id, _ids("session"), _ids("seat"), seen=(_ids("seen") or [0])[0], **chosen)
    outcomes = [outcome for several in done.values() for outcome in several]
    left_alone = sum(outcome.kind in ("clash", "refused") for outcome in outcomes)
    return go(url_for("cohorts.grids.show", cohort=cohort), _said(outcomes, left_alone), "note" if left_alone else "good")


def _ids(name: str) -> list[int]:
    """Row ids only; anything else was not on our page."""
    return [int(text) for text in request.form.getlist(name) if text.isascii() and text.isdigit() and len(text) < 10]


def _said(outcomes: list[Outcome], left_alone: int) -> Message:
    changed = sum(outcome.kind == "changed" for outcome in outcomes)
    saved = ngettext("{n} mark is saved.", "{n} marks are saved.", changed)
    if not left_alone:
        return saved
    words = ngettext(
        "{n} was left alone, because somebody else changed it after you opened this page.",
        "{n} were left alone, because somebody else changed them after you opened this page.",
        left_alone,
    )
    return _("{saved} {left}", saved=saved, left=words)
