"""How the audit log says what stands in its rows: areas, things and details. Holds ids and words of fixed lists, as the rows do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from clustercourse.accounts.queries.verb_words import VERB_WORDS
from clustercourse.language import Message, _, day

AREA_WORDS: dict[str, Message] = {
    "accounts": _("Accounts"),
    "catalogue": _("Organisations"),
    "content": _("Courses"),
    "learning": _("Learning"),
    "exercises": _("Exercises"),
    "calendars": _("Calendars"),
    "workbook": _("Workbooks"),
    "cohorts": _("Cohorts"),
    "discussions": _("Discussions"),
    "labs": _("Cluster Labs"),
    "notifications": _("Letters"),
    "admin": _("The site"),
}
VERBS_BY_AREA: dict[str, dict[str, Message]] = {
    area: {verb: words for verb, words in VERB_WORDS.items() if verb.startswith(f"{area}.")} for area in AREA_WORDS
}
THING_WORDS: dict[str, Message] = {
    "address": _("Address"),
    "adoption": _("Report on a method"),
    "apology": _("Apology"),
    "attempt": _("Attempt"),
    "calendar_feed": _("Address for calendars"),
    "cohort": _("Cohort"),
    "cohort_deadline": _("Deadline"),
    "cohort_material": _("Material"),
    "cohort_news": _("News"),
    "cohort_report": _("Report of a cohort"),
    "commitment": _("Commitment"),
    "contact": _("Contact person"),
    "course": _("Course"),
    "data_export": _("Copy of the data"),
    "enrolment": _("Enrolment"),
    "finding": _("Finding"),
    "flag": _("Call for a moderator"),
    "homework": _("Homework"),
    "invitation": _("Invitation"),
    "item": _("Part of a course"),
    "job": _("Job"),
    "lab": _("Lab"),
    "lab_invitation": _("Invitation"),
    "letter": _("Letter"),
    "method": _("Method"),
    "mirror_consent": _("Figure in a mirror"),
    "mirror_figure": _("Figure in a mirror"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "post": _("Post"),
    "seat": _("Place in a cohort"),
    "sheet": _("Sheet"),
    "sheet_comment": _("Remark"),
    "sheet_link": _("Address to read a sheet"),
    "sheet_submission": _("Submitted sheet"),
    "sheet_version": _("Version of a sheet"),
    "sign_in": _("Sign-in"),
    "space": _("Discussion"),
    "strategy_section": _("Section of the strategy"),
    "topic": _("Topic"),
    "training_session": _("Session"),
    "version": _("Version"),
    "workbook": _("Workbook"),
}
_DETAIL_WORDS: dict[str, Message] = THING_WORDS | {
    "asker": _("Asked as"),
    "before": _("Before"),
    "body": _("Voice of"),
    "by": _("By"),
    "channel": _("Channel"),
    "count": _("Count"),
    "criteria": _("Criteria"),
    "decision": _("Decision"),
    "due_on": _("Due on"),
    "exception": _("Exception"),
    "fields": _("Changed"),
    "figure": _("Figure"),
    "file": _("File"),
    "files": _("Files"),
    "for_day": _("Day"),
    "from": _("From"),
    "kind": _("Kind"),
    "kinds": _("Kind"),
    "language": _("Language"),
    "licence": _("Licence"),
    "locked": _("Locked"),
    "minutes": _("Minutes"),
    "number": _("Number"),
    "organisations": _("Organisations"),
    "part": _("Part"),
    "participant": _("Organisation that takes part"),
    "parts": _("Changed"),
    "people": _("People"),
    "percent": _("Percent"),
    "place": _("Place"),
    "ready": _("Ready"),
    "reason": _("Reason"),
    "reported": _("Reported"),
    "request": _("Request"),
    "result": _("Result"),
    "role": _("Role"),
    "shared_with": _("Shared with"),
    "status": _("State"),
    "submission": _("Submitted sheet"),
    "to": _("To"),
    "tools": _("Tools"),
    "verdict": _("Verdict"),
    "voice": _("Voice"),
    "vote": _("Vote"),
    "what": _("What"),
    "why": _("Why"),
}


def thing_words(thing: str) -> Message | str:
    return THING_WORDS.get(thing) or _spaced(thing)


def detail_words(detail: Mapping[str, Any]) -> str:
    """“Cohort: 3 · Changed: about, place”; what is empty is left out, for it says nothing."""
    said = ((name, value_words(held)) for name, held in detail.items())
    return " · ".join(f"{_DETAIL_WORDS.get(name) or _spaced(name)}: {words}" for name, words in said if words)


def value_words(held: object) -> str:
    """A number, a fixed word, a day or several of them, for reading; empty where nothing is held."""
    if isinstance(held, bool):
        return str(_("yes") if held else _("no"))
    if isinstance(held, list):
        return ", ".join(filter(None, map(value_words, held)))
    if isinstance(held, str):
        return _day_words(held) or _spaced(held)
    return "" if held is None else str(held)


def _day_words(text: str) -> str:
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else ""
    except ValueError:
        return ""


def _spaced(name: str) -> str:
    return name.replace("_", " ")
