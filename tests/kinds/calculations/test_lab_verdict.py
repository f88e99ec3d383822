from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said

ORDER = ["not-supported", "inconclusive", "supported"]


def verdict(started: object, reported: object, succeeded: object, threshold: object = "0.6") -> list[object]:
    found = calculated("lab-verdict", started=started, reported=reported, succeeded=succeeded, threshold=threshold)
    return [found[name] for name in ("worst", "of-reported", "best", "verdict")]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((18, 16, 12), [Fraction(12, 18), Fraction(3, 4), Fraction(14, 18), "supported"]),
        ((18, 16, 10), [Fraction(10, 18), Fraction(5, 8), Fraction(12, 18), "inconclusive"]),
        ((18, 16, 8), [Fraction(8, 18), Fraction(1, 2), Fraction(10, 18), "not-supported"]),
        ((18, 0, 0), [0, "<undefined>", 1, "no-data"]),
        ((18, 18, 18), [1, 1, 1, "supported"]),
        ((10, 10, 6), [Fraction(3, 5), Fraction(3, 5), Fraction(3, 5), "supported"]),
        ((10, 9, 5), [Fraction(1, 2), Fraction(5, 9), Fraction(3, 5), "inconclusive"]),
        ((0, 0, 0), ["<undefined>"] * 4),
        ((18, 19, 10), ["<invalid>"] * 4),
        ((18, 10, 11), ["<invalid>"] * 4),
        ((18, 16, -1), ["<invalid>"] * 4),
        ((18, 16, "8.5"), ["<invalid>"] * 4),
        ((18, None, 10), ["<missing>"] * 4),
    ],
)
def test_verdicts(counts: tuple[object, ...], found: list[object]) -> None:
    assert verdict(*counts) == found


@pytest.mark.parametrize(
    ("threshold", "word"), [(None, "<missing>"), (0, "supported"), (1, "not-supported"), ("1.1", "<invalid>"), ("-0.1", "<invalid>")]
)
def test_threshold(threshold: object, word: str) -> None:
    assert verdict(18, 16, 12, threshold) == [Fraction(12, 18), Fraction(3, 4), Fraction(14, 18), word]


def test_more_reports_than_starts_are_explained() -> None:
    outcome = outcomes("lab-verdict", started=18, reported=19, succeeded=1)["worst"]
    assert said(outcome) == (
        "Check these two, for the first cannot be more than the second: organisations that reported; organisations that started."
    )


@settings(max_examples=40)
@given(st.integers(1, 60), st.data(), st.fractions(0, 1, max_denominator=20))
def test_more_successes_never_make_it_worse(started: int, data: st.DataObject, threshold: Fraction) -> None:
    reported = data.draw(st.integers(1, started))
    words = [verdict(started, reported, succeeded, threshold)[3] for succeeded in range(reported + 1)]
    assert words == sorted(words, key=ORDER.index)


@settings(max_examples=40)
@given(st.integers(1, 60), st.data(), st.fractions(0, 1, max_denominator=20))
def test_a_late_report_never_overturns_a_verdict(started: int, data: st.DataObject, threshold: Fraction) -> None:
    reported = data.draw(st.integers(1, started))
    succeeded = data.draw(st.integers(0, reported))
    word = verdict(started, reported, succeeded, threshold)[3]
    if word != "inconclusive" and reported < started:
        assert [verdict(started, reported + 1, succeeded + more, threshold)[3] for more in (0, 1)] == [word, word]
