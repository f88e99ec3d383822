"""What enrolments left behind: completions, evidence, places, notes and bookmarks, each set in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Row, Text, bindparam, case, cast, literal_column, null, select, union_all

from clustercourse.content.queries.glossary import Term, term_in
from clustercourse.db import Json, UTCDateTime, rows
from clustercourse.learning.queries.completion import Marks
from clustercourse.models.content import GlossaryTerm
from clustercourse.models.learning import Bookmark, Completion, Evidence, Note, Visit


@dataclass(frozen=True)
class OwnNote:
    text: str
    number: int
    saved_at: datetime


@dataclass(frozen=True)
class LessonMarks:
    """Everything about one lesson that does not come from its version."""

    marks: Marks
    note: OwnNote | None
    is_bookmarked: bool
    terms: tuple[Term, ...]


def _part(name: str) -> Any:
    """A word of ours that stands in the statement itself, so that it is not sent with every call."""
    return literal_column(f"'{name}'", Text).label("part")


_no_detail = cast(null(), Json)
_no_moment = cast(null(), UTCDateTime)
_no_number = cast(null(), Integer)
_no_word = cast(null(), Text)
_ids: BindParameter[Any] = bindparam("enrolments", expanding=True)
_item = bindparam("item", type_=Integer)

_evidence = select(
    _part("evidence"),
    Evidence.enrolment_id.label("enrolment_id"),
    Evidence.item_id.label("item_id"),
    Evidence.what.label("word"),
    _no_number.label("number"),
    case((Evidence.what == literal_column("'pass'"), Evidence.value)).label("detail"),
    _no_moment.label("at"),
).where(Evidence.enrolment_id.in_(_ids))
_completions = select(
    _part("completion"), Completion.enrolment_id, Completion.item_id, Completion.state, _no_number, _no_detail, _no_moment
).where(Completion.enrolment_id.in_(_ids))
_visits = select(_part("visit"), Visit.enrolment_id, Visit.item_id, _no_word, Visit.place, _no_detail, _no_moment).where(
    Visit.enrolment_id.in_(_ids)
)
_note = select(_part("note"), Note.enrolment_id, Note.item_id, Note.text, Note.number, _no_detail, Note.saved_at).where(
    Note.enrolment_id.in_(_ids), Note.item_id == _item
)
_bookmark = select(_part("bookmark"), Bookmark.enrolment_id, Bookmark.item_id, _no_word, _no_number, _no_detail, _no_moment).where(
    Bookmark.enrolment_id.in_(_ids), Bookmark.item_id == _item
)
_terms = select(_part("term"), _no_number, GlossaryTerm.position, GlossaryTerm.key, _no_number, GlossaryTerm.texts, _no_moment).where(
    GlossaryTerm.key.in_(bindparam("terms", expanding=True))
)

_progress = union_all(_evidence, _completions, _visits)
_lesson = union_all(_evidence, _completions, _visits, _note, _bookmark, _terms)


def progress_by_enrolment(enrolment_ids: Sequence[int]) -> dict[int, Marks]:
    """The marks of several enrolments; those without any are there too."""
    found: dict[int, list[Row[Any]]] = {enrolment_id: [] for enrolment_id in enrolment_ids}
    for line in rows(_progress, enrolments=list(enrolment_ids)) if enrolment_ids else ():
        found[line.enrolment_id].append(line)
    return {enrolment_id: _marks(lines) for enrolment_id, lines in found.items()}


def progress_of(enrolment_id: int | None) -> Marks:
    return progress_by_enrolment([enrolment_id])[enrolment_id] if enrolment_id is not None else Marks()


def lesson_marks(enrolment_id: int | None, item_id: int, terms: Sequence[str], language: str) -> LessonMarks:
    """Marks, note, bookmark and the words explained on a lesson, in one statement."""
    lines = rows(_lesson, enrolments=[enrolment_id or 0], item=item_id, terms=list(terms))
    parts: dict[str, list[Row[Any]]] = defaultdict(list)
    for line in lines:
        parts[line.part].append(line)
    note = next((OwnNote(line.word, line.number, line.at) for line in parts["note"]), None)
    explained = {line.word: term_in(language, line.word, line.detail, []) for line in parts["term"]}
    in_order = tuple(explained[key] for key in terms if key in explained)
    return LessonMarks(_marks(lines), note, bool(parts["bookmark"]), in_order)


def _marks(lines: Iterable[Any]) -> Marks:
    completions, evidence, places = {}, {}, {}
    for part, _enrolment, item_id, word, number, detail, _at in lines:
        if part == "evidence":
            evidence[item_id, word] = detail or {}
        elif part == "completion":
            completions[item_id] = word
        elif part == "visit":
            places[item_id] = number
    return Marks(completions, evidence, places)
