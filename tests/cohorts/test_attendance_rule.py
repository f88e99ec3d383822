"""The attendance rule: the worked numbers of formulas 3.17, the edges of the percentage, and what is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercourse.cohorts.queries.attendance_rule import Belonging, Outcome, minutes_present, stands

FIRST = date(2026, 8, 27)
DAY_AND_A_HALF = (90, 90, 75, 90, 75)


@dataclass(frozen=True)
class Meeting:
    minutes: int
    counts: bool = True
    is_cancelled: bool = False
    is_past: bool = True
    on_day: date = FIRST


@dataclass(frozen=True)
class Said:
    status: str
    minutes: int = 0


def judged(meetings: Sequence[Meeting], said: str, *, percent: int = 80, belonging: Belonging | None = None) -> Outcome:
    """One letter a session: p present, a absent, e excused, n not expected, x expected, · no mark."""
    words = {"p": "present", "a": "absent", "e": "excused", "n": "not_expected", "x": "expected"}
    marks = [
        None if letter == "·" else Said(words[letter], meeting.minutes if letter == "p" else 0)
        for meeting, letter in zip(meetings, said, strict=True)
    ]
    return stands(meetings, marks, belonging or Belonging(), percent_wanted=percent)


def held(*minutes: int) -> list[Meeting]:
    return [Meeting(each) for each in minutes]


def test_the_worked_numbers() -> None:
    """420 minutes; missing the third session passes, missing the first fails although four of five sessions are 80 percent."""
    third, first = judged(held(*DAY_AND_A_HALF), "ppapp"), judged(held(*DAY_AND_A_HALF), "apppp")
    assert (third.attended, third.held, third.share, third.state) == (345, 420, Fraction(345, 420), "reached")
    assert (first.attended, first.held, first.share, first.state) == (330, 420, Fraction(330, 420), "not_reached")
    assert [round(float(each.percent or 0), 2) for each in (third, first)] == [82.14, 78.57]
    assert judged(held(*DAY_AND_A_HALF), "ppppp").state == "reached"


@pytest.mark.parametrize(("attended", "state"), [(335, "not_reached"), (336, "reached"), (337, "reached")])
def test_eighty_percent_is_inclusive(attended: int, state: str) -> None:
    marks = [Said("present", attended)]
    assert stands([Meeting(420)], marks, Belonging(), percent_wanted=80).state == state


def test_what_is_left_out_of_the_fraction() -> None:
    meetings = [Meeting(90), Meeting(90), Meeting(60, is_cancelled=True), Meeting(45, counts=False), Meeting(90), Meeting(75), Meeting(30)]
    outcome = judged(meetings, "papaen·")
    assert (outcome.attended, outcome.held, outcome.unmarked) == (90, 180, 1)
    assert outcome.all_held == 90 + 90 + 90 + 75 + 30
    assert judged([*meetings, Meeting(500, is_cancelled=True)], "papaen·a") == outcome


def test_nothing_held_is_undefined() -> None:
    for meetings, said in (
        ([], ""),
        (held(90), "e"),
        (held(90), "·"),
        ([Meeting(90, is_cancelled=True)], "a"),
        ([Meeting(90, counts=False)], "p"),
    ):
        outcome = judged(meetings, said)
        assert (outcome.state, outcome.share, outcome.held) == ("undefined", None, 0)
    assert str(judged([], "").why) == "Nothing that counts was held yet, so there is no percentage."


def test_less_than_half_of_all_minutes_is_for_the_coordinator() -> None:
    excused = judged(held(100, 100, 100), "pee")
    assert (excused.attended, excused.held, excused.all_held, excused.state) == (100, 100, 300, "coordinator_decides")
    assert judged(held(100, 100), "pe").state == "reached", "exactly half is enough"
    assert judged(held(100, 101), "pe").state == "coordinator_decides"


def test_nobody_is_expected_before_they_joined_or_after_they_left() -> None:
    meetings = [Meeting(90, on_day=FIRST + timedelta(days=number)) for number in range(4)]
    late = judged(meetings, "aapp", belonging=Belonging(joined_on=FIRST + timedelta(days=2)))
    assert (late.attended, late.held, late.all_held, late.state) == (180, 180, 360, "reached")
    early = judged(meetings, "ppaa", belonging=Belonging(left_on=FIRST + timedelta(days=1)))
    assert (early.attended, early.held, early.state) == (180, 180, "reached")
    unmarked = judged(meetings, "··pp", belonging=Belonging(joined_on=FIRST + timedelta(days=2)))
    assert (unmarked.unmarked, unmarked.held) == (0, 180)
    there = judged(meetings, "ppaa", belonging=Belonging(joined_on=FIRST + timedelta(days=3)))
    assert (there.attended, there.held) == (180, 270), "who was there before they joined keeps those minutes"


@pytest.mark.parametrize(
    ("said", "reach", "needed"),
    [
        ("·····", "open", 336),
        ("pp···", "open", 156),
        ("pa···", "out_of_reach", 246),
        ("ppa··", "last_chance", 156),
        ("ppapp", "nothing_to_come", 0),
        ("pe···", "open", 174),
    ],
)
def test_what_is_still_possible(said: str, reach: str, needed: int) -> None:
    meetings = [Meeting(minutes, is_past=letter != "·") for minutes, letter in zip(DAY_AND_A_HALF, said, strict=True)]
    outcome = judged(meetings, said)
    assert (outcome.reach, outcome.needed) == (reach, needed)


def test_what_nobody_marked_does_not_make_it_too_late() -> None:
    meetings = [Meeting(90), Meeting(90), Meeting(90, is_past=False)]
    assert judged(meetings, "a··").reach == "out_of_reach"
    assert judged([Meeting(200), Meeting(90), Meeting(60, is_past=False)], "·a·", percent=70).reach == "last_chance"


@pytest.mark.parametrize(("arrived", "left", "minutes"), [(None, None, 90), (10, None, 80), (None, 60, 60), (10, 60, 50), (0, 90, 90)])
def test_minutes_of_who_came_late_or_left_early(arrived: int | None, left: int | None, minutes: int) -> None:
    assert minutes_present(arrived, left, minutes=90) == minutes


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from("paenx·"), st.booleans(), st.booleans()), max_size=12), st.integers(1, 100))
def test_the_rule_holds_for_any_cohort(sessions: list[tuple[int, str, bool, bool]], percent: int) -> None:
    meetings = [Meeting(minutes, counts, is_past=past) for minutes, _letter, counts, past in sessions]
    outcome = judged(meetings, "".join(letter for _minutes, letter, _counts, _past in sessions), percent=percent)
    assert 0 <= outcome.attended <= outcome.held <= outcome.all_held
    assert (outcome.share is None) == (outcome.state == "undefined") == (outcome.held == 0)
    if outcome.share is not None:
        assert (outcome.share >= Fraction(percent, 100)) == (outcome.state in ("reached", "coordinator_decides"))
    if outcome.reach == "out_of_reach":
        assert outcome.state in ("not_reached", "undefined")
        assert outcome.needed > outcome.to_come
