"""Making a person's copy of their data: a zip with JSON a table, one page to read, and the photo."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import bindparam, select, update

from clustercourse import language
from clustercourse.accounts.privacy import Holding, exported_holdings
from clustercourse.accounts.queries import find_profile
from clustercourse.db import end_reading, now, row, rows, writing
from clustercourse.files import FileLost, keep, store
from clustercourse.house import house
from clustercourse.language import Message, _
from clustercourse.models.accounts import DataExport
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course, Item
from clustercourse.models.labs import Lab
from clustercourse.models.methods import Method
from clustercourse.models.training_sessions import TrainingSession

TITLES: dict[str, Message] = {
    "person": _("Who you are"),
    "address": _("Your e-mail addresses"),
    "course_team": _("Courses you work on"),
    "event": _("What was recorded"),
    "invitation": _("Invitations to you"),
    "letter": _("Letters to you"),
    "membership": _("Organisations you belong to"),
    "membership_request": _("Organisations you asked to join"),
    "sign_in": _("Where you signed in"),
    "site_role": _("Your roles on this site"),
    "enrolment": _("Courses you take"),
    "attempt": _("Exercises you answered"),
    "bookmark": _("Your bookmarks"),
    "completion": _("What you completed"),
    "draft": _("Answers you began"),
    "evidence": _("What counted towards completing"),
    "note": _("Your notes"),
    "practice_question": _("Questions you practise"),
    "practice_answer": _("Your answers in practice"),
    "visit": _("Lessons you opened"),
    "letter_choice": _("Which letters you get"),
    "notification": _("What you were told"),
    "calendar_feed": _("Your addresses for calendars"),
    "cohort_team": _("Cohorts you run"),
    "interest": _("What you want to hear of"),
    "seat": _("Your places in cohorts"),
    "item_exception": _("Exceptions for you"),
    "seat_step": _("How your places came about"),
    "apology": _("Your apologies"),
    "attendance_mark": _("Where you were present"),
    "check_in": _("Your check-ins"),
    "check_in_request": _("Where you asked to be let in"),
    "session_trainer": _("Sessions you teach"),
    "attendance_revision": _("Changes of your attendance"),
    "topic": _("Topics you opened"),
    "post": _("What you wrote in discussions"),
    "post_revision": _("Earlier wordings of what you wrote"),
    "post_file": _("Files you added to posts"),
    "post_draft": _("Posts you began"),
    "helpful": _("Posts you found helpful"),
    "mention": _("Where somebody named you"),
    "topic_reader": _("Topics you read and follow"),
    "flag": _("Posts you flagged"),
    "workbook": _("Your private workbook"),
    "sheet": _("Sheets of your private workbook"),
    "sheet_value": _("What you wrote into them"),
    "sheet_version": _("Their named versions"),
    "sheet_comment": _("Remarks on them"),
    "sheet_submission": _("What you submitted of them"),
    "sheet_submission_step": _("How those were decided"),
    "sheet_link": _("Addresses for reading them"),
    "handover": _("Hand-overs of your private workbook"),
    "strategy_section": _("Your strategy document"),
    "contact": _("Contact persons in your private workbook"),
    "commitment": _("What you committed to"),
    "lab_team": _("Labs you facilitate"),
    "lab_invitation": _("Labs for which you were asked what you think"),
    "lab_voice": _("What you said of them"),
    "lab_signature": _("Hypotheses you signed"),
    "product_author": _("Products that name you as an author"),
    "dissent": _("Verdicts you see otherwise"),
    "adoption": _("Methods you used"),
}
_NAMES = {
    "course": select(Course.id, Course.slug),
    "item": select(Item.id, Item.key),
    "organisation": select(Organisation.id, Organisation.name),
    "cohort": select(Cohort.id, Cohort.title),
    "lab": select(Lab.id, Lab.title),
    "method": select(Method.id, Method.name),
    "training_session": select(TrainingSession.id, TrainingSession.title),
}
_asked = select(DataExport.person_id, DataExport.digest, DataExport.expires_at).where(DataExport.id == bindparam("export"))
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(_=language.translate, house=house, language=language.language)
_environment.filters.update(moment=language.moment)
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def make_export(values: Mapping[str, Any]) -> None:
    """The job: build the zip and note that it is ready. Twice is once; an export that is gone or over is left."""
    export_id = int(values["export"])
    try:
        asked = row(_asked, export=export_id)
        profile = find_profile(asked.person_id) if asked is not None and asked.digest is None and asked.expires_at > now() else None
        if profile is None:
            return
        with language.speaking(profile.language, profile.time_zone):
            content = zip_of(profile.person_id, profile.photo_digest)
    finally:
        end_reading()
    digest = store().put(content)
    with writing() as session:
        keep(digest, purpose="export", media_type="application/zip", size=len(content))
        session.execute(update(DataExport).where(DataExport.id == export_id).values(digest=digest, ready_at=now()))


def zip_of(person_id: int, photo_digest: str | None) -> bytes:
    """Everything about a person as a zip, in the language being spoken."""
    tables = {
        holding.name: [dict(found._mapping) for found in rows(holding.exported(), person=person_id)] for holding in exported_holdings()
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        put = partial(_put, archive)
        for name, found in tables.items():
            put(f"tables/{name}.json", json.dumps(found, ensure_ascii=False, indent=2, default=_plain).encode())
        put("read-me.html", _page(tables).encode())
        if photo_digest is not None:
            with suppress(FileLost):
                put("photo.webp", store().get(photo_digest))
    return made.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)


def _page(tables: dict[str, list[dict[str, Any]]]) -> str:
    names = {name: {found[0]: found[1] for found in rows(statement)} for name, statement in _NAMES.items()}
    sections = [(str(TITLES[holding.name]), _cells(holding, tables[holding.name], names)) for holding in exported_holdings()]
    return _environment.get_template("accounts/exports/copy.html").render(sections=sections, made_at=now())


def _cells(holding: Holding, found: list[dict[str, Any]], names: dict[str, dict[int, str]]) -> list[list[tuple[str, str]]]:
    """Each row as (column, what to read), with the names of courses, items and organisations in place of their numbers."""
    targets = {key.parent.name: key.column.table.name for key in holding.table.foreign_keys}
    return [
        [
            (column.replace("_", " "), _readable(value, names.get(targets.get(column, ""), {})))
            for column, value in each.items()
            if value not in (None, "")
        ]
        for each in found
    ]


def _readable(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value in names:
        return names[value]
    if isinstance(value, datetime):
        return language.moment(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
    return str(value)


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no JSON form")
