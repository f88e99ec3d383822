"""What people did to an item, and what is done because of it: evidence, completions, and the end of a course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from clustercourse.content.queries import Outline, outline
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.learning.queries.completion import DONE, Marks, asked, standing, state_of
from clustercourse.learning.queries.marks import progress_of
from clustercourse.models.content import Course
from clustercourse.models.learning import Completion, Enrolment, Evidence

WORDS = frozenset({"read", "submit", "pass", "attend", "post"})


_table = Evidence.metadata.tables[Evidence.__tablename__]
_place: dict[str, Any] = {"enrolment_id": bindparam("enrolment"), "item_id": bindparam("item"), "what": bindparam("word")}
_add = insert(_table).values(_place)
_change = update(_table).where(*(_table.c[name] == place for name, place in _place.items()))
_locked = (
    select(Enrolment, Course.newest_version_id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.id == bindparam("enrolment"))
    .with_for_update(of=Enrolment)
)


@dataclass(frozen=True)
class Settled:
    """What became done just now: ids of items, and whether the course was finished by it."""

    completed: tuple[int, ...] = ()
    finished: bool = False


@dataclass
class _Here:
    """A locked enrolment with everything that decides what is done in it."""

    enrolment: Enrolment
    version_id: int
    outline: Outline
    marks: Marks


def note_evidence(enrolment_id: int, item_id: int, what: str, value: Mapping[str, Any], *, version_id: int, by: int | None) -> Settled:
    """Note that something happened to an item: `read`, `submit`, `attend.kick-off`, `post.2`, or `pass`.

    The value of `pass` is {"passed": bool, "percent": int}. The last value counts, but what was once passed stays passed. Completes
    what the rules say is done by it, and finishes the course when nothing required is left.
    """
    return note_all(enrolment_id, item_id, {what: value}, version_id=version_id, by=by)


def note_all(enrolment_id: int, item_id: int, found: Mapping[str, Mapping[str, Any]], *, version_id: int, by: int | None) -> Settled:
    """The same for several words at once, as when a submitted quiz is also passed."""
    if not {what.partition(".")[0] for what in found} <= WORDS:
        raise ValueError(f"evidence is one of {sorted(WORDS)}")
    here = _lock(enrolment_id)
    evidence = dict(here.marks.evidence)
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for what, given in found.items():
        value = {**given, "passed": True} if what == "pass" and evidence.get((item_id, what)) else dict(given)
        row = {"enrolment": enrolment_id, "item": item_id, "word": what, "value": value, "version_id": version_id, "at": now()}
        (changed if (item_id, what) in evidence else fresh).append(row)
        evidence[item_id, what] = bool(value["passed"]) if what == "pass" else True
    for statement, found_rows in ((_add, fresh), (_change, changed)):
        if found_rows:
            db.session.execute(statement, found_rows)
    here.marks = replace(here.marks, evidence=evidence)
    return _settle(here, by)


def mark_read(enrolment_id: int, item_id: int, *, version_id: int, by: int | None) -> Settled:
    """The learner says a lesson is read. Twice is once. Refused while the lesson is locked, with what opens it."""
    here = _lock(enrolment_id)
    step = standing(here.outline, here.marks).steps.get(item_id)
    if step is None or not step.item.is_lesson:
        raise NotHere
    if step.locked_by is not None:
        title = step.locked_by.title(here.enrolment.language)
        raise Refused(_("This lesson opens when “{title}” is done."), title=title)
    if step.opens is not None:
        raise Refused(_("This lesson is still locked. {why}."), why=step.opens.words)
    if (item_id, "read") in here.marks.evidence:
        return _settle(here, by)
    return note_evidence(enrolment_id, item_id, "read", {}, version_id=version_id, by=by)


def undo_read(enrolment_id: int, item_id: int, *, by: int | None) -> None:
    """Take back “done” of a lesson; what holds without it stays done. Twice is once. Refused once the course is finished."""
    here = _lock(enrolment_id)
    if here.enrolment.finished_at is not None:
        raise Refused(_("You have finished this course. What you did stays done."))
    if (item_id, "read") not in here.marks.evidence:
        return
    db.session.execute(delete(Evidence).where(Evidence.enrolment_id == enrolment_id, Evidence.item_id == item_id, Evidence.what == "read"))
    db.session.execute(delete(Completion).where(Completion.enrolment_id == enrolment_id, Completion.item_id == item_id))
    record(
        "learning.completion_undone",
        by=by,
        person=here.enrolment.person_id,
        thing=("item", item_id),
        detail={"enrolment": enrolment_id},
    )
    recompute(enrolment_id, by=by)


def take_back_evidence(enrolment_id: int, item_id: int, what: str) -> bool:
    """Something turned out not to have happened, as when a mark of attendance was a mistake; says whether it was taken back.

    Twice is once. What the item is done by stays: a completion is never taken away.
    """
    here = _lock(enrolment_id)
    if (item_id, what) not in here.marks.evidence or here.marks.completions.get(item_id) in DONE:
        return False
    mine = Evidence.enrolment_id == enrolment_id, Evidence.item_id == item_id, Evidence.what == what
    db.session.execute(delete(Evidence).where(*mine))
    return True


def recompute(enrolment_id: int, *, by: int | None = None) -> Settled:
    """Complete what the evidence and the version at hand say is done. Never takes a completion away; twice gives the same."""
    return _settle(_lock(enrolment_id), by)


def _lock(enrolment_id: int) -> _Here:
    found = db.session.execute(_locked, {"enrolment": enrolment_id}).first()
    version_id = found and (found[0].pinned_version_id or found[1])
    if found is None or version_id is None:
        raise NotHere
    return _Here(found[0], version_id, outline(version_id), progress_of(enrolment_id))


def _settle(here: _Here, by: int | None) -> Settled:
    """Write what is done now and was not before."""
    evidence = here.marks.by_key(here.outline)
    kept = dict(here.marks.completions)
    completed = []
    for item in here.outline.items:
        rule = asked(item, here.marks)
        before, state = kept.get(item.id), state_of(rule, evidence, here.marks.excused.get(item.id, ()))
        if before in DONE or state == "incomplete" or state == before:
            continue
        _write(here, item.id, state, [condition.to_json() for condition in rule], is_new=before is None)
        kept[item.id] = state
        if state in DONE:
            completed.append(item.id)
    db.session.flush()
    for item_id in completed:
        _record(here, "learning.item_completed", by, item_id)
    here.marks = replace(here.marks, completions=kept)
    return Settled(tuple(completed), _finish(here, by))


def _write(here: _Here, item_id: int, state: str, rule: list[Any], *, is_new: bool) -> None:
    values = {"state": state, "rule": rule, "version_id": here.version_id, "at": now()}
    if is_new:
        db.session.add(Completion(enrolment_id=here.enrolment.id, item_id=item_id, **values))
        return
    mine = Completion.enrolment_id == here.enrolment.id
    db.session.execute(update(Completion).where(mine, Completion.item_id == item_id).values(**values))


def _finish(here: _Here, by: int | None) -> bool:
    now_standing = standing(here.outline, here.marks)
    if here.enrolment.finished_at is not None or now_standing.has_nothing_to_do or now_standing.done < now_standing.total:
        return False
    here.enrolment.finished_at = now()
    db.session.flush()
    record(
        "learning.course_finished",
        by=by,
        person=here.enrolment.person_id,
        thing=("enrolment", here.enrolment.id),
        detail={"course": here.enrolment.course_id, "version": here.version_id},
    )
    return True


def _record(here: _Here, verb: str, by: int | None, item_id: int) -> None:
    record(verb, by=by, person=here.enrolment.person_id, thing=("item", item_id), detail={"enrolment": here.enrolment.id})
