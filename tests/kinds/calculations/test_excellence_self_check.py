from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.language import number
from tests.kinds.calculations.calculating import calculated, outcomes, said, some

SIZES = (4, 10, 2, 12, 3)


def scores(points: int, items: int) -> list[int]:
    """`items` scores of 0–4 that make `points` together."""
    return [min(4, max(0, points - 4 * place)) for place in range(items)]


def checked(held: list[object]) -> dict[str, object]:
    return calculated("excellence-self-check", score=held)


def test_complete_example() -> None:
    held = [each for points, size in zip((13, 33, 5, 40, 10), SIZES, strict=True) for each in scores(points, size)]
    found = checked(held)
    shares = [Fraction(13, 16), Fraction(33, 40), Fraction(5, 8), Fraction(40, 48), Fraction(10, 12)]
    for bound in ("of-answered", "worst", "best"):
        assert [found[f"dimension-{number}-{bound}"] for number in range(1, 6)] == shares
        assert found[f"total-{bound}"] == Fraction(101, 124)
    assert (found["answered"], found["points"], found["verdict"]) == (31, 101, "reached")


@pytest.mark.parametrize(
    ("points", "verdict"), [(99, "not-reached"), (100, "reached"), (101, "reached"), (124, "reached"), (0, "not-reached")]
)
def test_threshold_compares_unrounded(points: int, verdict: str) -> None:
    assert checked(scores(points, 31))["verdict"] == verdict


def test_99_points_show_as_80_per_cent_and_do_not_pass() -> None:
    assert number(checked(scores(99, 31))["total-worst"] * 100) == "80"


def test_incomplete_example_cannot_tell() -> None:
    held = [*scores(92, 28), None, None, None]
    assert some("excellence-self-check", "total-of-answered", "total-worst", "total-best", "answered", "verdict", score=held) == [
        Fraction(92, 112),
        Fraction(92, 124),
        Fraction(104, 124),
        28,
        "cannot-tell",
    ]


def test_bounds_decide_where_they_can() -> None:
    assert checked([*scores(100, 28)])["verdict"] == "reached"
    assert checked([*scores(87, 28)])["verdict"] == "not-reached"


def test_nothing_answered() -> None:
    for held in ([], [None] * 31):
        found = checked(held)
        assert [found[f"total-{bound}"] for bound in ("of-answered", "worst", "best")] == ["<missing>", 0, 1]
        assert [found["points"], found["verdict"], found["answered"]] == ["<missing>", "<missing>", 0]
    assert [checked([4, 4, 4, 4])[f"dimension-2-{bound}"] for bound in ("of-answered", "worst", "best")] == ["<missing>", 0, 1]


@pytest.mark.parametrize("wrong", [5, -1, "2.5"])
def test_off_the_scale(wrong: object) -> None:
    found = checked([wrong, *[4] * 30])
    assert [found["dimension-1-worst"], found["total-best"], found["verdict"]] == ["<invalid>"] * 3
    assert found["dimension-2-worst"] == 1


def test_too_many_rows() -> None:
    outcome = outcomes("excellence-self-check", score=[4] * 32)["verdict"]
    assert (outcome.state, said(outcome)) == ("invalid", "There are 31 indicators. Remove the rows that are too many.")


@settings(max_examples=40)
@given(st.lists(st.none() | st.integers(0, 4), min_size=1, max_size=31), st.integers(0, 4))
def test_answers_only_narrow_the_bounds(held: list[int | None], answer: int) -> None:
    before = checked(held)
    after = checked([answer if each is None else each for each in held])
    assert before["total-worst"] <= after["total-worst"] <= after["total-best"] <= before["total-best"]
    if before["verdict"] in ("reached", "not-reached"):
        assert after["verdict"] == before["verdict"]
