"""What the pages of methods share: the lab that says its results, what it may mark, and the page of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from clustercourse.content.queries.courses import catalogue
from clustercourse.labs import policy
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.marks import marks_of_lab
from clustercourse.labs.queries.participants import cohorts_to_link
from clustercourse.labs.views._here import facilitated
from clustercourse.labs.views._method_forms import MarkForm
from clustercourse.language import _, language
from clustercourse.web.access import not_here, viewer


@dataclass(frozen=True)
class ShownMark:
    """A mark with what it stands on."""

    id: int
    title: Any


def says_results(slug: str) -> LabRow:
    """The lab, for its facilitators; the page is not there before the trial is over."""
    here = facilitated(slug)
    return here if policy.can_say_results(viewer(), here) else not_here()


def page_number() -> int:
    """The page of a list that was asked for."""
    number = request.args.get("page", "1")
    return int(number[:6]) if number.isascii() and number.isdigit() else 1


def offered_marks(here: LabRow, form: MarkForm) -> MarkForm:
    """Courses the viewer sees and cohorts that are no lab's own, but for those that are marked."""
    marks = marks_of_lab(here.id)
    taken = {f"course:{each.course_id}" for each in marks} | {f"cohort:{each.cohort_id}" for each in marks}
    courses = [(f"course:{number}", _("Course: {title}", title=title)) for number, title in _course_titles().items()]
    cohorts = [(f"cohort:{number}", _("Cohort: {title}", title=title)) for number, title in cohorts_to_link()]
    return form.offer([each for each in (*courses, *cohorts) if each[0] not in taken])


def marks_shown(here: LabRow) -> tuple[ShownMark, ...]:
    titles = _course_titles()
    return tuple(
        ShownMark(each.id, each.title or titles.get(each.course_id or 0) or _("A course that is not open to you"))
        for each in marks_of_lab(here.id)
    )


def _course_titles() -> dict[int, str]:
    return {card.outline.course_id: card.outline.text(language()).title for card in catalogue(viewer()).cards}
