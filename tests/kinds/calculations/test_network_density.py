from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import outcomes, said, some


@pytest.mark.parametrize(
    ("organisations", "ties", "possible", "density"),
    [
        (12, 18, 66, Fraction(18, 66)),
        (7, 8, 21, Fraction(8, 21)),
        (5, 10, 10, 1),
        (5, 0, 10, 0),
        (2, 1, 1, 1),
        (1, 0, 0, "<undefined>"),
        (0, 0, 0, "<undefined>"),
        (5, 11, 10, "<invalid>"),
        (1, 1, 0, "<invalid>"),
        (None, 3, "<missing>", "<missing>"),
        (5, None, 10, "<missing>"),
        (-5, 1, "<invalid>", "<invalid>"),
        ("2.5", 1, "<invalid>", "<invalid>"),
    ],
)
def test_density(organisations: object, ties: object, possible: object, density: object) -> None:
    assert some("network-density", "possible-ties", "density", organisations=organisations, ties=ties) == [possible, density]


def test_too_many_ties_are_explained() -> None:
    reason = said(outcomes("network-density", organisations=5, ties=11)["density"])
    assert reason == "There are more ties than pairs of organisations. Count each pair once, in one direction."
