"""A list of people from a file: choosing it, seeing what would happen line by line, carrying it out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.seat_imports import import_seats, keep_import, plan_of, read_people
from clustercourse.cohorts.forms.seats import ImportForm
from clustercourse.cohorts.importing import Planned
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.seat_words import CAME_WORDS, OUTCOME_WORDS
from clustercourse.cohorts.views._files import kept_file, sent_file, signed_file
from clustercourse.cohorts.views._people import coordinated
from clustercourse.cohorts.words import PLACE_WORDS
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("seat_imports", __name__)

PURPOSE = "seat-import"


@views.get("/cohorts/<cohort>/seats/import")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return page("cohorts/seat_imports/new.html", cohort=coordinated(cohort), form=ImportForm())


@views.post("/cohorts/<cohort>/seats/import")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, planned = coordinated(cohort), ImportForm.sent(), list[Planned]()
    content, name = sent_file(form.file)

    def look() -> None:
        planned.extend(plan_of(thing.id, read_people(content, name)))
        digest = store().put(content)
        with writing():
            keep_import(digest, len(content))

    if not form.carry_out(look):
        return page("cohorts/seat_imports/new.html", 422, cohort=thing, form=form)
    return _lines("new", thing, planned, file=signed_file(PURPOSE, thing, store().put(content), name, seen=0), file_name=name)


@views.post("/cohorts/<cohort>/seats/import/lines")
@staff
def update(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    kept = kept_file(PURPOSE, thing)
    if kept is None:
        return go(url_for("cohorts.seat_imports.new", cohort=cohort), _("This list waited too long. Choose the file again."), "bad")
    people, came = read_people(kept.content, kept.name), list[Planned]()
    with creating(viewer()) as answer:
        if not answer.was_given:
            came = import_seats(thing.id, people, by=me())
            answer.address = url_for("cohorts.seats.index", cohort=cohort)
    if answer.was_given:
        return go(url_for("cohorts.seats.index", cohort=cohort), _("This list was carried out before. Nothing was done twice."))
    return _lines("done", thing, came, file="", file_name=kept.name)


def _lines(step: str, cohort: CohortRow, lines: list[Planned], *, file: str, file_name: str) -> ResponseReturnValue:
    words = OUTCOME_WORDS if step == "new" else CAME_WORDS
    counts = {word: sum(1 for line in lines if line.outcome == word) for word in words}
    values: dict[str, Any] = {"file": file, "file_name": file_name, "is_done": step == "done"}
    return page("cohorts/seat_imports/show.html", cohort=cohort, lines=lines, words=words, counts=counts, place_words=PLACE_WORDS, **values)
