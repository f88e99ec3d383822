from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated, outcomes, said

NAMES = ("price", "participants", "fixed_cost", "variable_cost", "hours", "hourly_rate")


def service(*held: object) -> list[object]:
    return list(calculated("services", **dict(zip(NAMES, held, strict=True))).values())


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ((450, 20, 2_000, 60, 60, 55), [9_000, 6_500, 2_500, Fraction(9_000, 6_500), 14]),
        ((900, 12, 1_200, 600, 80, 55), [10_800, 12_800, -2_000, Fraction("0.84375"), 19]),
        ((0, 40, 0, 0, 50, 55), [0, 2_750, -2_750, 0, "none"]),
        ((0, 0, 0, 0, 0, 0), [0, 0, 0, "<undefined>", "none"]),
        ((100, 10, 1_000, 0, 0, 0), [1_000, 1_000, 0, 1, 10]),
        ((100, 10, 0, 50, 0, 0), [1_000, 500, 500, 2, 0]),
        ((50, 10, 100, 50, 0, 0), [500, 600, -100, Fraction(5, 6), "none"]),
        ((450, None, 2_000, 60, 60, 55), ["<missing>", "<missing>", "<missing>", "<missing>", 14]),
        ((450, 20, None, 60, 60, 55), [9_000, "<missing>", "<missing>", "<missing>", "<missing>"]),
        ((450, 20, 2_000, 60, None, 55), [9_000, "<missing>", "<missing>", "<missing>", "<missing>"]),
        ((-1, 20, 2_000, 60, 60, 55), ["<invalid>", 6_500, "<invalid>", "<invalid>", "<invalid>"]),
        ((450, "1.5", 2_000, 60, 60, 55), ["<invalid>", "<invalid>", "<invalid>", "<invalid>", 14]),
    ],
)
def test_services(held: tuple[object, ...], found: list[object]) -> None:
    assert service(*held) == found


def test_nothing_to_recover_is_said() -> None:
    assert said(outcomes("services", **dict.fromkeys(NAMES, 0))["recovery"]) == "There is no cost, so there is nothing to recover."


def test_quiz_of_the_master_class() -> None:
    assert calculated("services", price=450, fixed_cost=5_300, variable_cost=60, hours=0, hourly_rate=0)["break-even"] == 14
