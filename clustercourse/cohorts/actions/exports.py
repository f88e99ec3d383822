"""Lists that leave the site as files are noted: who took what, when."""

from __future__ import annotations

from clustercourse.events import record


def note_export(cohort_id: int, *, what: str, form: str, count: int, by: int) -> None:
    """Note that somebody takes a list (`attendance` or `people`) as a file (`csv` or `xlsx`) with so many people in it."""
    record("cohorts.exported", by=by, thing=("cohort", cohort_id), detail={"what": what, "form": form, "people": count})
