"""When a question comes again. Days only; no rows."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from clustercourse.learning.practice import Plan, answered, begin, next_due

calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY0 = date(2026, 3, 1)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def due(plan: Plan) -> int | None:
    return None if plan.due_on is None else (plan.due_on - DAY0).days


def told(*answers: tuple[int, bool]) -> Plan:
    (first, right), *rest = answers
    plan = begin(on(first), right=right)
    for day, was_right in rest:
        plan = answered(plan, on(day), right=was_right)
    return plan


def test_right_the_first_time_comes_back_in_two_days() -> None:
    assert told((0, True)) == Plan(on(0), on(0), 1, on(2))


def test_wrong_the_first_time_comes_back_tomorrow() -> None:
    assert told((0, False)) == Plan(on(0), on(0), 0, on(1))


def test_three_right_in_a_row_and_the_first_counts() -> None:
    assert [due(told(*[(day, True) for day in days])) for days in ((0,), (0, 2), (0, 2, 9))] == [2, 9, None]
    assert told((0, True), (2, True), (9, True)).is_done


def test_late_answers_keep_to_the_days_2_9_16_23() -> None:
    assert [due(told((0, True), (day, True))) for day in (2, 5, 9, 12, 16, 20, 23)] == [9, 9, 16, 16, 23, 23, 30]


def test_wrong_makes_it_due_tomorrow_and_then_every_seventh_day() -> None:
    plans = [told((0, True), (2, False)), told((0, True), (2, False), (3, True)), told((0, True), (2, False), (3, True), (10, True))]
    assert [due(plan) for plan in plans] == [3, 10, 17]
    assert told((0, True), (2, False), (3, True), (10, True), (17, True)).is_done


def test_wrong_starts_the_row_again() -> None:
    assert told((0, True), (2, True), (9, False)).right_days == 0
    assert not told((0, True), (2, True), (9, False), (10, True), (17, True)).is_done


def test_the_same_day_counts_once() -> None:
    assert told((0, True), (0, True), (0, True)) == told((0, True))


def test_a_wrong_answer_takes_the_day() -> None:
    assert told((0, False), (0, True)) == told((0, False))
    assert told((0, True), (0, False)) == Plan(on(0), on(0), 0, on(1))


def test_a_day_before_the_last_one_changes_nothing() -> None:
    """Somebody flew west: their day is behind the one of the last answer."""
    assert told((1, True), (0, True)) == told((1, True))
    assert told((1, True), (0, False)).last_answered_on == on(1)


def test_answering_early_keeps_the_day_it_is_due() -> None:
    assert due(told((0, True), (1, True))) == 2


def test_a_question_that_rests_wakes_up_when_it_goes_wrong() -> None:
    resting = [(0, True), (2, True), (9, True)]
    assert told(*resting, (20, True)) == told(*resting)
    assert due(told(*resting, (20, False))) == 21


answers = some.lists(some.tuples(some.integers(0, 400), some.booleans()), min_size=1, max_size=30).map(
    lambda found: sorted(found, key=lambda each: each[0])
)


@calmly
@given(answers)
def test_what_is_due_is_due_later_than_the_last_answer(found: list[tuple[int, bool]]) -> None:
    plan = told(*found)
    assert plan.is_done == (plan.right_days >= 3)
    assert plan.due_on is None or plan.due_on > plan.last_answered_on or found[-1][1]
    assert 0 <= plan.right_days <= 3


@calmly
@given(some.integers(0, 400), some.integers(0, 400))
def test_the_next_day_is_whole_weeks_on_and_later(due_day: int, today: int) -> None:
    later = next_due(on(due_day), on(today))
    assert later > on(today)
    assert (later - on(due_day)).days % 7 == 0
    assert later == on(due_day) or later - timedelta(days=7) <= on(today)


@calmly
@given(answers)
def test_wrong_is_always_due_the_next_day(found: list[tuple[int, bool]]) -> None:
    last = found[-1][0] + 1
    assert told(*found, (last, False)).due_on == on(last + 1)
