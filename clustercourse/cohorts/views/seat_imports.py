"""A list of people from a file: choosing it, seeing what would happen line by line, carrying it out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from clustercourse.cohorts.actions.seat_imports import KEPT_FOR, import_seats, keep_import, plan_of, read_people
from clustercourse.cohorts.forms.seats import ImportForm
from clustercourse.cohorts.importing import Planned
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.seat_words import CAME_WORDS, OUTCOME_WORDS
from clustercourse.cohorts.views._people import coordinated, me
from clustercourse.cohorts.words import PLACE_WORDS
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.web.access import staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("seat_imports", __name__)


@views.get("/cohorts/<cohort>/seats/import")
@staff
def new(cohort: str) -> ResponseReturnValue:
    return page("cohorts/seat_imports/new.html", cohort=coordinated(cohort), form=ImportForm())


@views.post("/cohorts/<cohort>/seats/import")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form, planned = coordinated(cohort), ImportForm.sent(), list[Planned]()
    content, name = _file(form)

    def look() -> None:
        planned.extend(plan_of(thing.id, read_people(content, name)))
        digest = store().put(content)
        with writing():
            keep_import(digest)

    if not form.carry_out(look):
        return page("cohorts/seat_imports/new.html", 422, cohort=thing, form=form)
    return _lines("new", thing, planned, file=_signed(thing, content, name), file_name=name)


@views.post("/cohorts/<cohort>/seats/import/lines")
@staff
def update(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    content, name = _kept(thing)
    if content is None:
        return go(url_for("cohorts.seat_imports.new", cohort=cohort), _("This list waited too long. Choose the file again."), "bad")
    people, came = read_people(content, name), list[Planned]()
    with creating(viewer()) as answer:
        if not answer.was_given:
            came = import_seats(thing.id, people, by=me())
            answer.address = url_for("cohorts.seats.index", cohort=cohort)
    if answer.was_given:
        return go(url_for("cohorts.seats.index", cohort=cohort), _("This list was carried out before. Nothing was done twice."))
    return _lines("done", thing, came, file="", file_name=name)


def _lines(step: str, cohort: CohortRow, lines: list[Planned], *, file: str, file_name: str) -> ResponseReturnValue:
    words = OUTCOME_WORDS if step == "new" else CAME_WORDS
    counts = {word: sum(1 for line in lines if line.outcome == word) for word in words}
    values: dict[str, Any] = {"file": file, "file_name": file_name, "is_done": step == "done"}
    return page("cohorts/seat_imports/show.html", cohort=cohort, lines=lines, words=words, counts=counts, place_words=PLACE_WORDS, **values)


def _file(form: ImportForm) -> tuple[bytes, str]:
    sent = form.file.data
    return (sent.read(), sent.filename or "") if hasattr(sent, "read") else (b"", "")


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().secret_key, salt="seat-import")


def _signed(cohort: CohortRow, content: bytes, name: str) -> str:
    """Which file it was, for whom and which cohort: so that no other file is carried out than the one that was looked at."""
    return _serializer().dumps([cohort.id, me(), store().put(content), name])


def _kept(cohort: CohortRow) -> tuple[bytes | None, str]:
    try:
        cohort_id, person_id, digest, name = _serializer().loads(request.form.get("file", ""), max_age=int(KEPT_FOR.total_seconds()))
    except (BadSignature, ValueError):
        return None, ""
    known = cohort_id == cohort.id and person_id == me() and store().has(digest)
    return (store().get(digest), name) if known else (None, "")
