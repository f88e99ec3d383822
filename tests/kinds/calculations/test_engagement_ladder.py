from __future__ import annotations

import pytest

from tests.kinds.calculations.calculating import calculated, noted, outcomes


@pytest.mark.parametrize(
    ("power", "interest", "current", "desired", "gap", "priority"),
    [
        (5, 4, 3, 5, 2, 18),
        (4, 5, 2, 4, 2, 18),
        (4, 3, 3, 3, 0, 0),
        (2, 5, 1, 3, 2, 14),
        (3, 4, 0, 2, 2, 14),
        (5, 5, 5, 0, 0, 0),
        (1, 1, 0, 5, 5, 10),
        (None, 4, 0, 2, 2, "<missing>"),
        (3, 4, None, 2, "<missing>", "<missing>"),
        (3, 4, 0, 6, "<invalid>", "<invalid>"),
        (0, 4, 0, 2, 2, "<invalid>"),
    ],
)
def test_ladder(power: object, interest: object, current: object, desired: object, gap: object, priority: object) -> None:
    given = {"power": power, "interest": interest, "current_level": current, "desired_level": desired}
    assert calculated("engagement-ladder", **given) == {"gap": gap, "priority": priority}


def test_wanting_less_is_a_note() -> None:
    def notes(current: int, desired: int) -> list[str]:
        return noted(outcomes("engagement-ladder", current_level=current, desired_level=desired)["gap"])

    assert notes(3, 2) == ["You want less than there is: consider reducing effort."]
    assert notes(3, 3) == notes(2, 3) == []
