"""The benchmark's site is what it says it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.cohorts import A_STATE, GONE, OVER, TO_COME, WAITING
from bench.courses import change_a_lesson, make_course, read_original
from bench.inprocess import Driver, environ_of
from bench.pages import PAGES, Call, filled_form
from bench.seed import PROGRESS, READERS, Size, seed
from clustercourse.db import Base, now, row, rows, value
from clustercourse.models.accounts import Address, SignIn
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course, CourseTeam, Item
from clustercourse.models.learning import Completion, Enrolment, Visit
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests.page import Browser

CONTENT = Path(__file__).resolve().parents[2] / "content"
LEARNERS = READERS + 40
BESIDES = {"event", "search_entry"}
"""Publishing makes some of these itself."""
SMALL = Size(courses=2, lessons=9, learners=LEARNERS, enrolments=2, many=12, few=3)


def counted(model: type[Base]) -> int:
    return int(value(select(func.count()).select_from(model)))


def test_seeding_makes_what_it_says(app: Flask, browser: Browser) -> None:
    made = seed(CONTENT, SMALL)

    tables = {table.name: table for table in Base.metadata.sorted_tables}
    written = {name: value(select(func.count()).select_from(tables[name])) for name in made.counts if name not in BESIDES}
    assert written == {name: number for name, number in made.counts.items() if name not in BESIDES}
    assert [made.counts[name] for name in ("person", "enrolment", "sign_in")] == [LEARNERS + 2, 2 * LEARNERS, 2 * READERS + 1]
    assert made.progress == sum(made.counts[name] for name in PROGRESS)
    assert counted(CourseTeam) == 0
    assert [slug for (slug,) in rows(select(Course.slug).order_by(Course.id))] == ["cluster-theory-1", "cluster-theory-2"]
    lessons = select(Item.course_id, func.count()).where(Item.kind == "lesson").group_by(Item.course_id)
    assert [number for _course, number in rows(lessons)] == [9, 9]


def test_who_comes_after_the_readers_is_not_signed_in_but_has_done_lessons(app: Flask) -> None:
    seed(CONTENT, SMALL)
    last = value(select(Address.person_id).where(Address.email == f"learner.{LEARNERS - 1}@example.com"))
    assert row(select(SignIn.id).where(SignIn.person_id == last)) is None
    mine = select(func.count()).select_from(Visit).join(Enrolment).where(Enrolment.person_id == last)
    done = ((LEARNERS - 1) * 7) % 11, ((LEARNERS - 1) * 7 + 3) % 11
    assert value(mine) == sum(min(number, SMALL.lessons - 1) for number in done)
    completed = select(func.count()).select_from(Completion).join(Enrolment).join(Item, Item.id == Completion.item_id)
    assert value(completed.where(Enrolment.person_id == last, Item.kind == "lesson")) == value(mine)


def test_a_course_can_be_repeated_and_changed() -> None:
    original = read_original(CONTENT)
    slug, files = make_course(original, 3, 12)
    assert slug == "cluster-theory-3"
    written = [path for path in files if path.endswith(".md") and not path.endswith(".da.md")]
    assert len(written) == 12
    assert len(set(written)) == 12
    changed = change_a_lesson(files)
    assert [path for path in files if files[path] != changed[path]] == [min(written)]


def test_forms_that_are_sent_again_count_up() -> None:
    call = Call("/there", "cookie=1", {"attempt": ["NUMBER"], "q.a": ["x", "y"]}, number=3)
    assert call.form(2) == "attempt=5&q.a=x&q.a=y"
    environ = environ_of(call, 0)
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("cookie=1", "text/html")
    assert environ["wsgi.input"].read() == b"attempt=3&q.a=x&q.a=y"


def test_a_form_is_filled_with_something_in_every_input() -> None:
    page = """<form action="/other"><input name="no" value="1"></form><form action="/x/attempts/">
    <input type="hidden" name="attempt" value="2"><input type="radio" name="q" value="a"><input type="radio" name="q" value="b">
    <select name="o.1"><option value="">–</option><option value="1">1</option><option value="2">2</option></select>
    <select name="o.2"><option value="">–</option><option value="1">1</option><option value="2">2</option></select>
    <input name="n" inputmode="decimal"></form>"""
    assert filled_form(page, "/attempts/") == {"attempt": ["2"], "q": ["a"], "o.1": ["1"], "o.2": ["2"], "n": ["1"]}


def test_the_driver_sees_the_status_of_each_answer(app: Flask) -> None:
    driver = Driver(app.wsgi_app)
    assert driver.send(environ_of(Call("/healthz"), 0)) == b"alive\n"
    assert driver.status == 200
    driver.send(environ_of(Call("/nothing-here"), 0))
    assert driver.status == 404


def test_cohorts_in_the_middle_of_their_run(app: Flask) -> None:
    made = seed(CONTENT, SMALL)
    number = func.count()
    many = value(select(Cohort.id).where(Cohort.slug == made.desks[0].many))
    few = value(select(Cohort.id).where(Cohort.slug == made.desks[0].few))
    assert counted(Cohort) == 2
    others = dict.fromkeys((*WAITING, *GONE), A_STATE)
    states = rows(select(Seat.state, number).where(Seat.cohort_id == many).group_by(Seat.state))
    assert dict(tuple(found) for found in states) == {"confirmed": SMALL.many, **others}
    assert rows(select(Seat.state, number).where(Seat.cohort_id == few).group_by(Seat.state)) == [("confirmed", SMALL.few)]
    over = select(TrainingSession.cohort_id, number).where(TrainingSession.ends_at < now()).group_by(TrainingSession.cohort_id)
    assert dict(tuple(found) for found in rows(over)) == {many: OVER, few: OVER}
    assert counted(TrainingSession) == 2 * (OVER + TO_COME)
    to_come = select(AttendanceMark.id).join(TrainingSession, TrainingSession.id == AttendanceMark.session_id)
    assert rows(to_come.where(TrainingSession.ends_at >= now())) == []
    assert counted(AttendanceMark) < counted(AttendanceRevision) < 2 * counted(AttendanceMark)
    mine = select(Enrolment.cohort_id, number).where(Enrolment.cohort_id.is_not(None)).group_by(Enrolment.cohort_id)
    assert dict(tuple(found) for found in rows(mine)) == {many: SMALL.many, few: SMALL.few}
    readers = (
        select(Enrolment.id).join(SignIn, SignIn.person_id == Enrolment.person_id).join(Address, Address.person_id == SignIn.person_id)
    )
    assert rows(readers.where(Address.email == "learner.0@example.com", Enrolment.cohort_id.is_not(None))) == []


def test_a_cohort_needs_people(app: Flask) -> None:
    with pytest.raises(SystemExit, match="needs 39 learners besides the readers"):
        seed(CONTENT, replace(SMALL, learners=READERS + 38))


def test_every_page_of_the_table_answers(app: Flask) -> None:
    made = seed(CONTENT, SMALL)
    driver = _Served(app)
    found = {}
    for page in PAGES:
        calls = page.calls(made, driver.fetch)
        assert len(calls) == READERS
        driver.ask(calls[1])
        found[page.name] = driver.status
    assert found == {page.name: page.status for page in PAGES}


def test_a_mark_is_another_one_with_every_call(app: Flask) -> None:
    made = seed(CONTENT, SMALL)
    driver = _Served(app)
    page = next(page for page in PAGES if page.name.startswith("attendance mark"))
    call = page.calls(made, driver.fetch)[0]
    answers = [json.loads(driver.ask(call, turn))["marks"][0] for turn in range(3)]
    assert [each["kind"] for each in answers] == ["changed"] * 3
    assert [each["number"] - call.number for each in answers] == [1, 2, 3]
    assert json.loads(driver.ask(call))["marks"][0]["kind"] == "clash"


class _Served(Driver):
    """As for the benchmark, where each call has a context of its own and cookies have the names of a production site."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.wsgi_app)
        self.app = app

    def ask(self, call: Call, turn: int = 0) -> bytes:
        with self.app.app_context():
            return self.send(environ_of(replace(call, cookie=call.cookie.replace("__Host-", "")), turn))

    def fetch(self, call: Call) -> tuple[str, str]:
        page = self.ask(call).decode()
        return page, "; ".join(text.partition(";")[0] for name, text in self.headers if name == "Set-Cookie")
