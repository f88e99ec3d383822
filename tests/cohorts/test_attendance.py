"""Marking: minutes, versions, clashes, revisions, locked and cancelled registers, checking in."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance, mark_checked_in
from clustercourse.db import db, end_reading, now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.events import Event
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.register_room import marks, revisions, room
from tests.conftest import LONG

ROUNDS = 50 if LONG else 8


def set_session(session_id: int, **values: object) -> None:
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == session_id).values(**values))


@pytest.mark.both_databases_when_long
def test_a_mark_its_revision_and_what_is_recorded(app: Flask) -> None:
    here = room()
    outcome = here.mark(here.ada, "present", 0, arrived=10, left=60)
    assert (outcome.kind, outcome.standing.minutes, outcome.standing.number, outcome.standing.by_name) == ("changed", 50, 1, "Dan Krogh")
    assert marks() == [(here.ada, "present", "room", 10, 60, 50, 1, "register", here.cast.dan)]
    found = rows(select(AttendanceRevision))[0]
    assert found.was == {"status": "expected", "place": "room", "arrived": None, "left": None, "minutes": 0}
    assert found.became == {"status": "present", "place": "room", "arrived": 10, "left": 60, "minutes": 50}
    event = rows(select(Event).where(Event.verb == "cohorts.attendance_marked"))[0]
    assert (event.thing, event.thing_id, event.person_id, event.by_id) == ("training_session", here.session, here.cast.ada, here.cast.dan)
    assert event.detail == {"seat": here.ada, "status": "present", "minutes": 50}


@pytest.mark.both_databases_when_long
def test_setting_the_same_again_is_no_change(app: Flask) -> None:
    here = room()
    assert [here.mark(here.ada, "absent", 0).kind for _time in range(2)] == ["changed", "same"]
    assert here.mark(here.ada, "present", 1, arrived=0, left=90).kind == "changed"
    assert here.mark(here.ada, "present", 1).kind == "same", "the whole way has one way to be written"
    assert here.mark(here.ben, "expected", 0).kind == "same"
    assert [each[1:3] for each in revisions()] == [("expected", "absent"), ("absent", "present")]
    assert value(select(func.count()).select_from(Event).where(Event.verb == "cohorts.attendance_marked")) == 2


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        (Mark("present"), 90),
        (Mark("present", "online"), 90),
        (Mark("present", arrived=89), 1),
        (Mark("present", left=1), 1),
        (Mark("absent", arrived=10), 0),
        (Mark("excused"), 0),
        (Mark("not_expected"), 0),
    ],
)
def test_minutes_of_each_mark(app: Flask, said: Mark, minutes: int) -> None:
    here = room()
    with writing():
        outcome = mark_attendance(here.session, [Change(here.ada, said, None)], by=here.cast.dan, source="grid")[0]
    assert (outcome.kind, outcome.standing.minutes) == ("changed", minutes)
    assert (outcome.standing.mark.arrived is None) == (said.status != "present" or said.arrived is None)


def test_what_is_refused_one_by_one_leaves_the_others(app: Flask) -> None:
    here = room()
    stranger = make.seat(make.cohort("Another cohort"), here.cast.ada)
    wrong = [
        Change(stranger, Mark("present"), None),
        Change(2**31 - 1, Mark("present"), None),
        Change(here.ada, Mark("present", arrived=90), None),
        Change(here.ada, Mark("present", arrived=-1), None),
        Change(here.ada, Mark("present", left=91), None),
        Change(here.ada, Mark("present", arrived=30, left=30), None),
        Change(here.ada, Mark("late"), None),
        Change(here.ada, Mark("present", "moon"), None),
        Change(here.ben, Mark("present"), None),
    ]
    with writing():
        outcomes = mark_attendance(here.session, wrong, by=here.cast.dan, source="register")
    assert [each.kind for each in outcomes] == ["refused"] * 8 + ["changed"]
    assert all(each.why for each in outcomes[:8])
    assert [each[:2] for each in marks()] == [(here.ben, "present")]


def test_a_cancelled_and_a_locked_session(app: Flask) -> None:
    here = room()
    here.mark(here.ada, "absent")
    set_session(here.session, locked_at=now())
    with pytest.raises(Refused, match="locked") as refusal:
        here.mark(here.ada, "present", reason="  ")
    assert refusal.value.field == "reason"
    assert here.mark(here.ada, "present", reason="She was on the paper list.").kind == "changed"
    assert revisions()[-1] == (2, "absent", "present", "register", "She was on the paper list.", here.cast.dan)
    set_session(here.session, cancelled_at=now())
    with pytest.raises(Refused, match="cancelled"):
        here.mark(here.ada, "absent", reason="why not")
    assert [each[1] for each in marks()] == ["present"]


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(("before", "early"), [(31, True), (30, False), (1, False), (-1, False), (60 * 24 * 30, True)])
def test_who_was_there_is_marked_when_it_begins(app: Flask, before: int, early: bool) -> None:
    here = room()
    begin = value(select(TrainingSession.starts_at).where(TrainingSession.id == here.session))
    with time_machine.travel(begin - timedelta(minutes=before), tick=False):
        kinds = [here.mark(here.ada, status).kind for status in ("present", "absent", "excused", "not_expected", "expected")]
        late = here.mark(here.ben, "present", arrived=10)
    expected = ["refused", "refused", "changed", "changed", "changed"] if early else ["changed"] * 5
    assert (kinds, late.kind) == (expected, "refused" if early else "changed")
    assert (late.why is not None and str(late.why).startswith("This session has not begun.")) == early


@pytest.mark.both_databases
def test_two_coordinators_at_the_same_cell(app: Flask) -> None:
    here = room()
    assert here.mark(here.ada, "absent", 0, by=here.cast.cleo).kind == "changed"
    clash = here.mark(here.ada, "present", 0)
    assert (clash.kind, clash.standing.mark.status, clash.standing.by_name, clash.standing.number) == ("clash", "absent", "Cleo Lund", 1)
    assert clash.standing.at is not None
    assert here.mark(here.ada, "absent", 0).kind == "same", "both wanted the same"
    assert here.mark(here.ben, "present", 0).kind == "changed", "another cell merges"
    assert here.mark(here.ada, "present", clash.standing.number).kind == "changed", "now it was seen"
    assert [(each[0], each[1], each[6]) for each in marks()] == [(here.ada, "present", 2), (here.ben, "present", 1)]
    assert [(each[1], each[2], each[5]) for each in revisions()] == [
        ("expected", "absent", here.cast.cleo),
        ("expected", "present", here.cast.dan),
        ("absent", "present", here.cast.dan),
    ]


@pytest.mark.both_databases
def test_random_schedules_of_two_coordinators_lose_nothing(app: Flask, figure: Callable[[str, object], None]) -> None:
    """SECURITY R09: two sheets, overlapping rows, saved in any order and at once: every change is made or named as a clash."""
    here = room()
    people = [make.person(f"Person {number:02}") for number in range(6)]
    seats = [make.seat(here.cohort, person) for person in people]
    dice = random.Random(9)
    clashes = 0
    for _round in range(ROUNDS):
        seen = {found.seat_id: found.number for found in rows(select(AttendanceMark.seat_id, AttendanceMark.number))}
        before = int(value(select(func.count()).select_from(AttendanceRevision)))
        plans = [{seat: dice.choice(("present", "absent", "excused")) for seat in dice.sample(seats, 4)} for _who in range(2)]
        outcomes = _both(app, here.session, (here.cast.dan, here.cast.cleo), plans, seen)
        kinds = [each.kind for several in outcomes for each in several]
        assert len(kinds) == 8
        assert set(kinds) <= {"changed", "same", "clash"}
        assert int(value(select(func.count()).select_from(AttendanceRevision))) - before == kinds.count("changed")
        for several in outcomes:
            for each in several:
                assert each.kind != "clash" or each.standing.by_name in ("Dan Krogh", "Cleo Lund")
        clashes += kinds.count("clash")
    numbers = {found.seat_id: found.number for found in rows(select(AttendanceMark.seat_id, AttendanceMark.number))}
    written = dict(tuple(found) for found in rows(_revisions_by_seat))
    assert numbers == written
    assert clashes > 0
    figure("schedules", ROUNDS)
    figure("clashes named", clashes)


_revisions_by_seat = (
    select(AttendanceMark.seat_id, func.count(AttendanceRevision.id))
    .join(AttendanceRevision, AttendanceRevision.mark_id == AttendanceMark.id)
    .group_by(AttendanceMark.seat_id)
)


def _both(app: Flask, session: int, people: tuple[int, int], plans: list[dict[int, str]], seen: dict[int, int]) -> list[list[object]]:
    barrier, outcomes = Barrier(2), []

    def save(by: int, plan: dict[int, str]) -> None:
        changes = [Change(seat, Mark(status), seen.get(seat, 0)) for seat, status in plan.items()]
        with app.app_context():
            barrier.wait()
            with writing():
                outcomes.append(mark_attendance(session, changes, by=by, source="register"))

    threads = [Thread(target=save, args=each) for each in zip(people, plans, strict=True)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes  # type: ignore[return-value]


@pytest.mark.both_databases_when_long
def test_checking_in_counts_from_now_and_never_overwrites_a_coordinator(app: Flask) -> None:
    here = room()

    def check_in(seat: int) -> str:
        with writing():
            return mark_checked_in(here.session, seat, by=here.cast.ada).kind

    assert [check_in(here.ada), check_in(here.ada)] == ["changed", "same"]
    stands = marks()[0]
    assert (stands[1], stands[7], stands[5]) == ("present", "check-in", 90 - stands[3])
    assert 60 <= stands[3] <= 62
    here.mark(here.ben, "absent")
    assert check_in(here.ben) == "kept"
    here.mark(here.ben, "expected")
    assert check_in(here.ben) == "changed"
    assert [each[1] for each in marks()] == ["present", "present"]


@pytest.mark.parametrize(("after", "arrived", "minutes"), [(-10, None, 90), (0, None, 90), (7, 7, 83), (95, 89, 1)])
def test_when_a_check_in_counts_from(app: Flask, after: int, arrived: int | None, minutes: int) -> None:
    here = room()
    begin = value(select(TrainingSession.starts_at).where(TrainingSession.id == here.session))
    with time_machine.travel(begin + timedelta(minutes=after, seconds=20), tick=False), writing():
        mark_checked_in(here.session, here.ada, by=here.cast.ada)
    assert [(each[3], each[5]) for each in marks()] == [(arrived, minutes)]


def test_checking_in_is_refused_when_the_register_is_closed(app: Flask) -> None:
    here = room()
    for values in ({"locked_at": now()}, {"locked_at": None, "cancelled_at": now()}):
        set_session(here.session, **values)
        with pytest.raises(Refused, match="closed"), writing():
            mark_checked_in(here.session, here.ada, by=here.cast.ada)
    assert marks() == []
    db.session.remove()
