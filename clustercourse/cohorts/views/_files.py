"""Files between a dry run and its carrying out, and tables on their way to people's disks."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from clustercourse.cohorts.actions.exports import note_export
from clustercourse.cohorts.actions.seat_imports import KEPT_FOR
from clustercourse.cohorts.exporting import Exported
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.spreadsheets import MEDIA_TYPES, as_file
from clustercourse.db import writing
from clustercourse.files import FileLost, store
from clustercourse.house import house
from clustercourse.web.access import me


@dataclass(frozen=True)
class Kept:
    """A file that was looked at before. `seen` is what the page with the dry run knew."""

    content: bytes
    name: str
    seen: int


def signed_file(purpose: str, cohort: CohortRow, digest: str, name: str, *, seen: int) -> str:
    """Which file it was, for whom and which cohort: so that no other is carried out than the one that was looked at."""
    return _serializer(purpose).dumps([cohort.id, me(), digest, name, seen])


def kept_file(purpose: str, cohort: CohortRow) -> Kept | None:
    """The file that the form names; None when it was not signed for this person and cohort, or waited too long."""
    try:
        said = _serializer(purpose).loads(request.form.get("file", ""), max_age=int(KEPT_FOR.total_seconds()))
    except (BadSignature, ValueError):
        return None
    cohort_id, person_id, digest, name, seen = said
    if (cohort_id, person_id) != (cohort.id, me()):
        return None
    try:
        return Kept(store().get(digest), name, seen)
    except FileLost:
        return None


def sent_file(field: FileField) -> tuple[bytes, str]:
    """(content, name) of a file field; empty when none was chosen."""
    sent = field.data
    return (sent.read(), (sent.filename or "")[:200]) if isinstance(sent, FileStorage) else (b"", "")


def taken(cohort: CohortRow, exported: Exported, form: str, *, what: str) -> Response:
    """The file as an answer, noted first."""
    content = as_file(exported.table, form, exported.title, numbers=exported.numbers)
    with writing():
        note_export(cohort.id, what=what, form=form, count=exported.count, by=me())
    response = Response(content, content_type=MEDIA_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=f"{cohort.slug}-{what}.{form}")
    return response


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().secret_key, salt=purpose)
