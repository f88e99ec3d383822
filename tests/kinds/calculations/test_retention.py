from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated, outcomes, said

YEAR = {"members_at_start": 135, "members_lost": 16, "members_joined": 20, "members_activated": 14, "yearly_margin": 440}


def test_example_year() -> None:
    assert calculated("retention", **YEAR) == {
        "members-at-end": 139,
        "retention": Fraction(119, 135),
        "churn": Fraction(16, 135),
        "lifetime": Fraction("8.4375"),
        "lifetime-margin": Fraction("3712.5"),
        "activation": Fraction(7, 10),
    }


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"members_lost": 0}, [155, 1, 0, "not-observed", "not-observed", Fraction(7, 10)]),
        ({"members_lost": 135}, [20, 0, 1, 1, 440, Fraction(7, 10)]),
        ({"members_at_start": 0, "members_lost": 0}, [20, "<undefined>", "<undefined>", "<undefined>", "<undefined>", Fraction(7, 10)]),
        ({"members_lost": 136}, ["<invalid>"] * 5 + [Fraction(7, 10)]),
        (
            {"members_joined": 0, "members_activated": 0},
            [119, Fraction(119, 135), Fraction(16, 135), Fraction(135, 16), Fraction("3712.5"), "<undefined>"],
        ),
        ({"members_activated": 21}, [139, Fraction(119, 135), Fraction(16, 135), Fraction(135, 16), Fraction("3712.5"), "<invalid>"]),
        ({"members_lost": None}, ["<missing>"] * 5 + [Fraction(7, 10)]),
        ({"yearly_margin": None}, [139, Fraction(119, 135), Fraction(16, 135), Fraction(135, 16), "<missing>", Fraction(7, 10)]),
        ({"yearly_margin": -100}, [139, Fraction(119, 135), Fraction(16, 135), Fraction(135, 16), Fraction("-843.75"), Fraction(7, 10)]),
        ({"members_at_start": -1}, ["<invalid>"] * 5 + [Fraction(7, 10)]),
        ({"members_at_start": "135.5"}, ["<invalid>"] * 5 + [Fraction(7, 10)]),
    ],
)
def test_edges(change: dict[str, object], found: list[object]) -> None:
    assert list(calculated("retention", **{**YEAR, **change}).values()) == found


def test_too_many_lost_are_explained() -> None:
    outcome = outcomes("retention", members_at_start=10, members_lost=11)["churn"]
    assert said(outcome) == (
        "Check these two, for the first cannot be more than the second: members of the start who left in the year; members at the start of the year."
    )
