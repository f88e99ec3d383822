from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated


@pytest.mark.parametrize(
    ("price", "published", "found"),
    [
        (5_500, 6_675, [1_375, 6_875, -200, "differs"]),
        (35_000, 43_750, [8_750, 43_750, 0, "agrees"]),
        ("0.02", "0.03", [Fraction("0.01"), Fraction("0.03"), 0, "agrees"]),
        (0, 0, [0, 0, 0, "agrees"]),
        (5_500, None, [1_375, 6_875, "<missing>", "<missing>"]),
        (None, 6_875, ["<missing>"] * 4),
        (-5, 6_875, ["<invalid>"] * 4),
    ],
)
def test_danish_rate(price: object, published: object, found: list[object]) -> None:
    assert list(calculated("value-added-tax", price=price, published_price=published).values()) == found


@pytest.mark.parametrize(("rate", "found"), [("0.21", 121), (0, 100), (1, 200), ("1.5", "<invalid>"), (None, "<missing>")])
def test_other_rates(rate: object, found: object) -> None:
    assert calculated("value-added-tax", price=100, rate=rate)["price-with-tax"] == found
