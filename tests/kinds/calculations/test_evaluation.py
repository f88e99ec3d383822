"""Reaction, learning, behaviour and attendance (formulas, 3.17)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said, some

RATINGS = [5, 4, 4, 5, 3, 4, 5, 4, 4]


def test_reaction_example() -> None:
    found = calculated("reaction", rating=[*RATINGS, None, None, None], invited=12)
    assert found == {"answered": 9, "response-rate": Fraction(3, 4), "mean": Fraction(38, 9), "favourable": Fraction(8, 9)}


@pytest.mark.parametrize(("ratings", "shown"), [([5, 5, 5, 5], False), ([5, 5, 5, 5, 5], True), ([], False), ([None] * 9, False)])
def test_fewer_than_five_answers_show_their_count_alone(ratings: list[int | None], shown: bool) -> None:
    found = some("reaction", "answered", "response-rate", "mean", "favourable", rating=ratings, invited=10)
    assert found == ([5, Fraction(1, 2), 5, 1] if shown else [sum(map(bool, ratings)), *["too-few-answers"] * 3])


def test_everybody_answered() -> None:
    assert some("reaction", "response-rate", "mean", rating=[1, 2, 3, 4, 5], invited=5) == [1, 3]


def test_reaction_that_cannot_be_right() -> None:
    assert some("reaction", "answered", "mean", rating=[*RATINGS, 6], invited=12) == ["<invalid>", "<invalid>"]
    outcome = outcomes("reaction", rating=RATINGS, invited=8)["response-rate"]
    assert (outcome.state, said(outcome)) == ("invalid", "There are more answers than people invited. Correct one of the two.")
    assert some("reaction", "response-rate", "mean", rating=RATINGS) == ["<missing>", Fraction(38, 9)]


BEFORE, AFTER = [40, 55, 70, 90, 100, 60], [80, 85, 70, 100, 100, 50]


def test_learning_gain_example() -> None:
    found = calculated("learning-gain", before=BEFORE, after=AFTER)
    assert found == {
        "gain": [Fraction(2, 3), Fraction(2, 3), 0, 1, "<undefined>", Fraction(-1, 4)],
        "mean-gain": Fraction(5, 12),
        "class-gain": Fraction(70, 185),
        "counted": 5,
        "full-before": 1,
        "without-result": 0,
    }
    assert [round(found[name], 4) for name in ("mean-gain", "class-gain")] == [Fraction("0.4167"), Fraction("0.3784")]


def test_a_missing_result_is_left_out_and_counted() -> None:
    found = calculated("learning-gain", before=[*BEFORE, 30, None], after=[*AFTER, None, 90])
    assert found["gain"][6:] == ["<missing>", "<missing>"]
    assert [found[name] for name in ("mean-gain", "class-gain", "counted", "without-result")] == [Fraction(5, 12), Fraction(70, 185), 5, 2]


def test_nobody_left() -> None:
    assert some("learning-gain", "mean-gain", "class-gain", before=[100, 100], after=[100, 90]) == ["<undefined>", "<undefined>"]
    assert some("learning-gain", "mean-gain", "class-gain", "counted", before=[40], after=[None]) == ["<undefined>", "<undefined>", 0]


@pytest.mark.parametrize("wrong", [-1, 101])
def test_a_result_off_the_scale_stops_the_means(wrong: int) -> None:
    found = outcomes("learning-gain", before=[None, 40], after=[50, wrong])
    assert [each.state for each in found["gain"]] == ["missing", "invalid"]
    assert [found[name].state for name in ("mean-gain", "class-gain")] == ["invalid", "invalid"]
    assert said(found["mean-gain"]).startswith("Row 2. Check result after, of 100: ")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((9, 6, 5, 4), [24, Fraction(9, 20), Fraction(9, 24), Fraction(13, 24)]),
        ((9, 6, 5, 0), [20, Fraction(9, 20), Fraction(9, 20), Fraction(9, 20)]),
        ((0, 0, 0, 4), [4, "<undefined>", 0, 1]),
        ((0, 0, 0, 0), [0, "<undefined>", "<undefined>", "<undefined>"]),
        ((9, 6, 5, None), ["<missing>", Fraction(9, 20), "<missing>", "<missing>"]),
        ((9, -6, 5, 4), ["<invalid>"] * 4),
    ],
)
def test_behaviour(counts: tuple[object, ...], found: list[object]) -> None:
    done, partly, not_done, silent = counts
    assert list(calculated("behaviour-share", done=done, partly=partly, not_done=not_done, no_answer=silent).values()) == found


SESSIONS = [90, 90, 75, 90, 75]


def attendance(attended: list[object], **more: object) -> list[object]:
    given = {"scheduled_minutes": SESSIONS, "attended_minutes": attended, **more}
    return list(calculated("attendance-share", **given).values())


@pytest.mark.parametrize(
    ("attended", "found"),
    [
        ([90, 90, 0, 90, 75], [420, 345, Fraction(345, 420), "reached", Fraction("5.75")]),
        ([0, 90, 75, 90, 75], [420, 330, Fraction(330, 420), "not-reached", Fraction("5.5")]),
        ([6, 90, 75, 90, 75], [420, 336, Fraction(4, 5), "reached", Fraction("5.6")]),
        ([5, 90, 75, 90, 75], [420, 335, Fraction(335, 420), "not-reached", Fraction(335, 60)]),
        ([0, 0, 0, 0, 0], [420, 0, 0, "not-reached", 0]),
        ([90, None, 75, 90, 75], [420, "<missing>", "<missing>", "<missing>", "<missing>"]),
        ([91, 90, 75, 90, 75], [420, "<invalid>", "<invalid>", "<invalid>", "<invalid>"]),
        ([-1, 90, 75, 90, 75], [420, "<invalid>", "<invalid>", "<invalid>", "<invalid>"]),
    ],
)
def test_attendance_goes_by_minutes(attended: list[object], found: list[object]) -> None:
    assert attendance(attended) == found


def test_a_cancelled_session_leaves_the_denominator() -> None:
    cancelled = ["yes", None, "no", None, None]
    assert attendance([None, 90, 75, 90, 0], cancelled=cancelled) == [330, 255, Fraction(255, 330), "not-reached", Fraction("4.25")]
    assert attendance([10, 90, 75, 90, 0], cancelled=cancelled)[1] == "<invalid>"
    assert attendance([0, 90, 75, 90, 0], cancelled=["perhaps"])[1] == "<invalid>"


def test_no_session_held() -> None:
    assert attendance([None] * 5, cancelled=["yes"] * 5) == [0, 0, "<undefined>", "<undefined>", 0]
    assert list(calculated("attendance-share").values()) == ["<missing>"] * 5


def test_self_study_counts_for_hours_and_the_threshold_can_be_another() -> None:
    assert attendance([90, 90, 0, 90, 75], self_study_minutes=30, threshold="0.9")[2:] == [
        Fraction(345, 420),
        "not-reached",
        Fraction("6.25"),
    ]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 200), st.integers(0, 200)), min_size=1, max_size=8))
def test_attendance_is_a_share(sessions: list[tuple[int, int]]) -> None:
    minutes, there = [minutes for minutes, _there in sessions], [min(pair) for pair in sessions]
    share, hours = some("attendance-share", "share", "cpd-hours", scheduled_minutes=minutes, attended_minutes=there)
    assert 0 <= share <= 1
    assert hours * 60 == share * sum(minutes) == sum(there)
