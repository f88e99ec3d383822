"""Sessions of a cohort in the rules of a course: what is asked of whom, and when things open. No rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from clustercourse.content.queries import Opens, Outline, Requirement
from clustercourse.language import speaking
from clustercourse.learning.queries.completion import Marks, asked, standing, state_of
from clustercourse.learning.queries.rules import conditions
from clustercourse.learning.queries.sessions import CohortSession, opening
from tests.learning.test_completion import calmly, course, item

READ = {"what": "read", "item": "a", "threshold": None}
ATTEND = {"what": "attend", "item": "a", "threshold": None, "session": "kick-off"}
KICK_OFF = datetime(2027, 3, 10, 9, tzinfo=UTC)


def session(key: str = "kick-off", *, day: date = date(2027, 3, 10), zone: str = "Europe/Copenhagen", **values: Any) -> CohortSession:
    said: dict[str, Any] = {"id": 7, "cohort": "spring", "time": time(10), "fold": 0, "is_cancelled": False, "title": "Kick-off"} | values
    return CohortSession(key=key, day=day, zone=zone, **said)


def attending(*rule: dict[str, Any], **more: Any) -> Outline:
    return course(item("a", "lesson", 1, rule=list(rule), **more), item("b", "lesson", 2))


def marks(*words: str, at: datetime = KICK_OFF, **values: Any) -> Marks:
    """What somebody did to item `a`, which has the number 2."""
    return Marks(evidence={(2, word): True for word in words}, at=at, **values)


WITH = {"kick-off": session()}
CANCELLED = {"kick-off": session(is_cancelled=True)}
OTHER = {"day-1": session("day-1")}


@pytest.mark.parametrize(
    ("rule", "words", "sessions", "state"),
    [
        ([READ, ATTEND], ("read",), WITH, "incomplete"),
        ([READ, ATTEND], ("attend.kick-off",), WITH, "incomplete"),
        ([READ, ATTEND], ("read", "attend.day-1"), WITH, "incomplete"),
        ([READ, ATTEND], ("read", "attend.kick-off"), WITH, "complete"),
        ([READ, ATTEND], ("read",), {}, "complete"),
        ([READ, ATTEND], ("read",), OTHER, "complete"),
        ([READ, ATTEND], ("read",), CANCELLED, "complete"),
        ([READ, ATTEND], (), {}, "incomplete"),
        ([ATTEND], ("attend.kick-off",), WITH, "complete"),
        ([ATTEND], ("read",), WITH, "incomplete"),
        ([ATTEND], ("read",), {}, "complete"),
        ([ATTEND], (), {}, "incomplete"),
        ([ATTEND], ("attend.kick-off",), {}, "incomplete"),
    ],
)
def test_taking_part_is_asked_where_the_session_is_held(rule: Any, words: Any, sessions: Any, state: str) -> None:
    found = standing(attending(*rule), marks(*words, sessions=sessions))
    assert (found.steps[2].state, found.steps[3].state) == (state, "incomplete")


def test_who_only_took_part_has_not_opened_anything() -> None:
    found = standing(attending(READ, ATTEND), marks("attend.kick-off", sessions=WITH))
    assert (found.steps[2].is_seen, found.steps[2].mark) == (False, "incomplete")
    assert standing(attending(READ, ATTEND), marks("read", sessions=WITH)).steps[2].mark == "seen"


def test_the_conditions_in_words() -> None:
    def said(found: Marks) -> list[tuple[str, bool, bool, str]]:
        listed = conditions(outline, outline.by_key["a"], found, "en")
        return [(str(each.words), each.is_met, each.is_asked, each.address) for each in listed]

    outline = attending(READ, ATTEND)
    button = "You press “Mark as done” at the end."
    here = "You take part in “Kick-off” with your cohort."
    alone = "You take part in the session “kick off” of your cohort. This is asked in cohorts with that session only."
    off = "You take part in “Kick-off” with your cohort. It was cancelled, so this is not asked."
    assert said(marks("read", sessions=WITH)) == [(button, True, True, ""), (here, False, True, "/cohorts/spring/sessions/7/")]
    assert said(marks("attend.kick-off", sessions=WITH))[1] == (here, True, True, "/cohorts/spring/sessions/7/")
    assert said(marks()) == [(button, False, True, ""), (alone, False, False, "")]
    assert said(marks(sessions=CANCELLED)) == [(button, False, True, ""), (off, False, False, "")]


PASS, ATTEND_X = Requirement("pass", "x", 80), Requirement("attend", "a", session="kick-off")


@pytest.mark.parametrize(
    ("rule", "evidence", "excused", "state"),
    [
        ([PASS], {("x", "pass"): True}, {"attend.kick-off@a"}, "passed"),
        ([PASS], {("x", "pass"): False}, {"pass@x"}, "complete"),
        ([PASS], {}, {"pass@x"}, "complete"),
        ([PASS], {}, {"pass@y"}, "incomplete"),
        ([PASS, ATTEND_X], {("x", "pass"): True}, {"attend.kick-off@a"}, "complete"),
        ([PASS, ATTEND_X], {("x", "pass"): False}, {"attend.kick-off@a"}, "failed"),
        ([], {}, {"pass@x"}, "incomplete"),
    ],
)
def test_an_exception_from_a_condition(rule: Any, evidence: Any, excused: set[str], state: str) -> None:
    assert state_of(rule, evidence, excused) == state


def test_an_exception_counts_for_its_own_item_only() -> None:
    outline = course(item("a", "lesson", 1, rule=[PASS.to_json()]), item("x", "exercise", 2, rule=[PASS.to_json()]))
    found = standing(outline, Marks(excused={2: frozenset({"pass@x"})}))
    assert (found.steps[2].state, found.steps[3].state, found.done) == ("complete", "incomplete", 1)


OPENS = {"session": "kick-off", "days": -7, "hours": 0}


def test_what_opens_with_a_session_is_locked_until_then() -> None:
    outline = attending(READ, opens=OPENS)
    before, after = (
        standing(outline, marks(at=KICK_OFF - gap, sessions=WITH)) for gap in (timedelta(days=7, seconds=1), timedelta(days=7))
    )
    assert (before.steps[2].mark, before.steps[2].is_locked, before.steps[3].is_locked) == ("locked", True, False)
    assert (after.steps[2].mark, after.steps[2].is_locked) == ("incomplete", False)
    with speaking("en", "Europe/Copenhagen"):
        assert str(before.steps[2].why_locked("en")) == "Opens on 3 March 2027, 10:00, a week before “Kick-off”"
    assert before.next_step() == before.steps[3]
    assert standing(outline, Marks(evidence={(3, "read"): True}, at=datetime(2027, 1, 1, tzinfo=UTC), sessions=WITH)).next_step() is None


def test_without_the_session_it_is_open_at_once_and_a_cancelled_one_keeps_its_moment() -> None:
    outline, early = attending(READ, opens=OPENS), datetime(2027, 1, 1, tzinfo=UTC)
    found = [standing(outline, marks(at=early, sessions=sessions)).steps[2].is_locked for sessions in ({}, OTHER, WITH, CANCELLED)]
    assert found == [False, False, True, True]


def test_what_is_done_is_not_locked_again_and_an_exception_opens() -> None:
    outline, early = attending(READ, opens=OPENS, requires=["b"]), datetime(2027, 1, 1, tzinfo=UTC)
    closed = marks(at=early, sessions=WITH)
    done = Marks(completions={2: "complete"}, at=early, sessions=WITH)
    excused = Marks(excused={2: frozenset({"lock"})}, at=early, sessions=WITH)
    assert [standing(outline, each).steps[2].is_locked for each in (closed, done, excused)] == [True, False, False]
    step = standing(outline, closed).steps[2]
    assert str(step.why_locked("en")) == "Opens when “B” is done"


@pytest.mark.parametrize(
    ("days", "hours", "words"),
    [
        (0, 0, "Opens on 10 March 2027, 11:00, when “Kick-off” begins"),
        (-1, 0, "Opens on 9 March 2027, 11:00, 1 day before “Kick-off”"),
        (-3, 0, "Opens on 7 March 2027, 11:00, 3 days before “Kick-off”"),
        (7, 0, "Opens on 17 March 2027, 11:00, a week after “Kick-off”"),
        (2, 0, "Opens on 12 March 2027, 11:00, 2 days after “Kick-off”"),
        (0, -1, "Opens on 10 March 2027, 10:00, 1 hour before “Kick-off”"),
        (0, 30, "Opens on 11 March 2027, 17:00, 30 hours after “Kick-off”"),
    ],
)
def test_when_it_opens_in_the_words_and_the_zone_of_the_reader(days: int, hours: int, words: str) -> None:
    found = opening(Opens("kick-off", days, hours), WITH, datetime(2020, 1, 1, tzinfo=UTC))
    assert found is not None
    with speaking("en", "Europe/Kyiv"):
        assert str(found.words) == words


@pytest.mark.parametrize(
    ("zone", "day", "opens"),
    [
        ("Europe/Copenhagen", date(2027, 3, 31), datetime(2027, 3, 24, 9, tzinfo=UTC)),
        ("Europe/Copenhagen", date(2027, 11, 3), datetime(2027, 10, 27, 8, tzinfo=UTC)),
        ("Europe/Kyiv", date(2027, 3, 31), datetime(2027, 3, 24, 8, tzinfo=UTC)),
        ("America/New_York", date(2027, 3, 17), datetime(2027, 3, 10, 15, tzinfo=UTC)),
    ],
)
def test_days_are_days_of_the_calendar_also_where_clocks_change_between(zone: str, day: date, opens: datetime) -> None:
    """Ten o'clock a week before stays ten o'clock on the wall."""
    found = opening(Opens("kick-off", -7), {"kick-off": session(day=day, zone=zone)}, datetime(2020, 1, 1, tzinfo=UTC))
    assert found is not None
    assert found.at == opens


words = some.sets(some.sampled_from(["read", "attend.kick-off", "attend.day-1"]))
rules = some.lists(some.sampled_from([READ, ATTEND, {**ATTEND, "session": "day-1"}]), min_size=1, max_size=3, unique_by=str)
calendars = some.sampled_from([{}, WITH, CANCELLED, OTHER, {**WITH, **OTHER}])


@calmly
@given(rule=rules, done=words, more=words, sessions=calendars, days=some.integers(-30, 30))
def test_nobody_is_stuck_and_nothing_is_taken_away(rule: Any, done: set[str], more: set[str], sessions: Any, days: int) -> None:
    outline = attending(*rule, opens={"session": "kick-off", "days": days, "hours": 0})
    counting = asked(outline.by_key["a"], marks(sessions=sessions))
    assert counting
    assert all(each.session in sessions and not sessions[each.session].is_cancelled for each in counting if each.session)
    everything = marks(*(each.word for each in counting), sessions=sessions, at=KICK_OFF + timedelta(days=60))
    assert (standing(outline, everything).steps[2].is_done, standing(outline, everything).steps[2].is_locked) == (True, False)
    before, after = (standing(outline, marks(*found, sessions=sessions)) for found in (done, done | more))
    assert before.percent <= after.percent
    assert before.steps[2].is_done <= after.steps[2].is_done


def test_a_requirement_is_kept_as_it_was_said() -> None:
    kept = Requirement("attend", "a", session="kick-off")
    assert Requirement.from_json(kept.to_json()) == kept
    assert Requirement("read", "a").to_json() == {"what": "read", "item": "a", "threshold": None}
    assert (kept.word, kept.name, Requirement("pass", "x", 80).name) == ("attend.kick-off", "attend.kick-off@a", "pass@x")
