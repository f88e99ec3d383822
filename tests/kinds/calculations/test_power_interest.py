from __future__ import annotations

import pytest

from tests.kinds.calculations.calculating import calculated


@pytest.mark.parametrize(
    ("power", "interest", "strategy", "borderline"),
    [
        (5, 4, "manage-closely", "clear"),
        (4, 5, "manage-closely", "clear"),
        (4, 3, "keep-satisfied", "borderline"),
        (2, 5, "keep-informed", "clear"),
        (3, 2, "monitor", "borderline"),
        (5, 2, "keep-satisfied", "clear"),
        (2, 2, "monitor", "clear"),
        (3, 4, "keep-informed", "borderline"),
        (1, 4, "keep-informed", "clear"),
        (5, 1, "keep-satisfied", "clear"),
        (3, 3, "monitor", "borderline"),
        (None, 4, "unplaced", "<missing>"),
        (3, None, "unplaced", "<missing>"),
        (None, None, "unplaced", "<missing>"),
        (0, 4, "<invalid>", "<invalid>"),
        (4, 6, "<invalid>", "<invalid>"),
        (None, 6, "<invalid>", "<invalid>"),
        ("3.5", 4, "<invalid>", "<invalid>"),
    ],
)
def test_power_and_interest(power: object, interest: object, strategy: str, borderline: str) -> None:
    assert calculated("power-interest", power=power, interest=interest) == {"strategy": strategy, "borderline": borderline}
