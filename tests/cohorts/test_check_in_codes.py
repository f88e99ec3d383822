"""The code on the wall, by itself: which ones hold, how hard they are to guess, when the door is open."""

from __future__ import annotations

import random
import secrets
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from clustercourse.cohorts.claims import claims, new_claim
from clustercourse.cohorts.codes import ALPHABET, STEP, Window, cleaned, code_of, holds, picture_of, seconds_left, shown, step_at

SECRET = "a" * 64
NOW = datetime(2027, 3, 28, 8, 0, 7, tzinfo=UTC)


def test_only_the_code_of_now_and_the_one_before_hold() -> None:
    step = step_at(NOW)
    good = [distance for distance in range(-10, 11) if holds(SECRET, 5, code_of(SECRET, 5, step + distance), NOW)]
    assert good == [-1, 0]


def test_a_code_holds_for_its_20_seconds_and_20_more() -> None:
    code, start = code_of(SECRET, 5, step_at(NOW)), NOW - timedelta(seconds=7)
    held = [seconds for seconds in range(-5, 60) if holds(SECRET, 5, code, start + timedelta(seconds=seconds))]
    assert held == list(range(40))


def test_a_code_belongs_to_one_session_and_one_secret() -> None:
    code = code_of(SECRET, 5, step_at(NOW))
    assert [holds(SECRET, 6, code, NOW), holds("b" * 64, 5, code, NOW), holds(SECRET, 5, code, NOW)] == [False, False, True]


def test_codes_are_eight_signs_that_look_unlike_each_other() -> None:
    codes = [code_of(SECRET, 5, step) for step in range(5000)]
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) == set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert set("0O1I") & set(ALPHABET) == set()
    assert len(set(codes)) == 5000


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1}\n", "{0}  {1}"])
def test_how_a_code_may_be_typed(typed: str) -> None:
    code = code_of(SECRET, 5, step_at(NOW))
    text = typed.format(code[:4], code[4:])
    assert [holds(SECRET, 5, each, NOW) for each in (text, text.lower())] == [True, True]
    assert (cleaned(text), shown(code)) == (code, f"{code[:4]} {code[4:]}")


@pytest.mark.parametrize("given", ["", " ", "A" * 7, "A" * 9, "æøå", "A" * 5000, "\x00" * 8, "０" * 8])
def test_what_is_no_code_never_holds(given: str) -> None:
    assert not holds(SECRET, 5, given, NOW)


def test_ten_thousand_guesses_hit_nothing() -> None:
    secret, guesses = secrets.token_hex(32), random.Random(7)
    made = ("".join(guesses.choices(ALPHABET, k=8)) for _guess in range(10_000))
    assert [code for code in made if holds(secret, 5, code, NOW)] == []


def test_how_long_the_code_still_stands() -> None:
    assert seconds_left(NOW) == 13
    assert seconds_left(NOW - timedelta(seconds=7)) == STEP


def test_the_window_is_fifteen_minutes_wider_than_the_session() -> None:
    start, end = NOW, NOW + timedelta(minutes=90)
    window = Window.around(start, end)
    minutes = [-15.01, -15, 0, 90, 105, 105.01]
    assert [window.is_open(start + timedelta(minutes=each)) for each in minutes] == [False, True, True, True, True, False]


def test_the_picture_holds_nothing_a_policy_forbids() -> None:
    picture = picture_of("https://example.com/cohorts/a/sessions/1/check-in?code=ABCDEFGH")
    assert picture.startswith("data:image/svg+xml;")
    assert [word for word in ("script", "style=", "%20style", "href") if word in picture] == []


def test_a_claim_holds_for_its_session_and_ten_minutes(app: Flask) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        first, second = new_claim(5), new_claim(5)
        assert first != second
        broken = (first[:-2] + ("AA" if first[-2:] != "AA" else "BB"), "", "x", first + first)
        assert [claims(first, 5), claims(first, 6), *(claims(each, 5) for each in broken)] == [True, False, False, False, False, False]
        held = []
        for seconds in (-60, 0, 599, 600, 601, 100_000):
            clock.move_to(NOW + timedelta(seconds=seconds))
            held.append(claims(first, 5))
    assert held == [False, True, True, True, False, False]
