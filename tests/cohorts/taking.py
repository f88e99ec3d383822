"""A course that speaks of sessions, and cohorts that take it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from clustercourse import jobs
from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance
from clustercourse.cohorts.actions.courses import add_course
from clustercourse.cohorts.actions.seats import seat_somebody
from clustercourse.db import end_reading, row, rows, value, writing
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course, Item, Version
from clustercourse.models.learning import Completion, Enrolment, Evidence
from tests import make

KEY = "small-course"
WORDS, BRIDGES, CHECK = "10-first/10-words.md", "10-first/20-bridges.md", "exercises/check-first.yaml"
ASKING = {WORDS: ("minutes: 15", "minutes: 15\ndone: [read, {attend: kick-off}]")}
OPENING = {BRIDGES: ("requires: [words]", "opens: session:kick-off - 7d")}


def published(*, access: str = "open", note: str = "", key: str = KEY, **changes: tuple[str, str]) -> int:
    """The small course, with changes by path; its id."""
    make.published_course(key=key, files=make.course_files(key=key, access=access, changes=changes), note=note)
    return course_id(key)


def course_id(key: str = KEY) -> int:
    found: int = value(select(Course.id).where(Course.key == key))
    return found


def address(cohort: int) -> str:
    """Of the cohort's home."""
    return f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/"


def version(number: int) -> int:
    found: int = value(select(Version.id).where(Version.course_id == course_id(), Version.number == number))
    return found


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key, Item.course_id == course_id()))
    return found


def taken(cohort: int, by: int, *, stays: bool = False, key: str = KEY) -> None:
    """The cohort takes the course, and the job is done."""
    with writing():
        add_course(cohort, course_id(key), stays=stays, by=by)
    work()


def work() -> None:
    jobs.work_waiting()
    end_reading()


def seated(cohort: int, person: int, by: int) -> int:
    """A confirmed seat, given as a coordinator gives one."""
    with writing():
        return seat_somebody(cohort, person_id=person, by=by).id


def marked(session: int, seat: int, status: str, by: int) -> None:
    with writing():
        (outcome,) = mark_attendance(session, [Change(seat, Mark(status), None)], by=by, source="register")
    assert outcome.kind == "changed"


def enrolment(person: int) -> Any:
    """The person's only one: its id, cohort, pinned version's id, and whether it is withdrawn or finished."""
    found = rows(select(Enrolment).where(Enrolment.person_id == person))
    assert len(found) == 1
    return found[0]


def places(person: int) -> list[tuple[int | None, int | None]]:
    """(cohort, pinned version) of everything a person is in, in order."""
    found = rows(select(Enrolment.cohort_id, Enrolment.pinned_version_id).where(Enrolment.person_id == person).order_by(Enrolment.id))
    return [tuple(each) for each in found]


def noted(person: int) -> list[tuple[str, str]]:
    """(item, word) of a person's evidence, in order."""
    found = select(Item.key, Evidence.what).join(Item, Item.id == Evidence.item_id).join(Enrolment, Enrolment.id == Evidence.enrolment_id)
    return [tuple(each) for each in rows(found.where(Enrolment.person_id == person).order_by(Evidence.id))]


def done(person: int) -> list[str]:
    """The items a person has done, in order."""
    found = select(Item.key).join(Completion, Completion.item_id == Item.id).join(Enrolment, Enrolment.id == Completion.enrolment_id)
    ended = found.where(Enrolment.person_id == person, Completion.state.in_(("complete", "passed"))).order_by(Completion.id)
    return [key for (key,) in rows(ended)]


def finished(person: int) -> bool:
    return row(select(Enrolment.finished_at).where(Enrolment.person_id == person)).finished_at is not None
