"""Whatever columns hold, a picture is drawn, stays in its bounds and keeps its rows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustercourse.kinds.calculations.outcome import value
from clustercourse.kinds.pictures import PICTURES
from clustercourse.kinds.pictures.drawing import Picture
from tests.conftest import LONG as IS_LONG
from tests.kinds.pictures.drawn import GONE, LONG, NONE, WRONG, parsed
from tests.kinds.pictures.test_every_picture import outside

NUMBERS = st.one_of(
    st.sampled_from([GONE, NONE, WRONG, value("word"), value(("several", "words"))]),
    st.one_of(st.integers(-9, 9), st.integers(-(10**9), 10**9)).map(value),
    st.fractions(min_value=-2, max_value=6, max_denominator=97).map(lambda number: value(Fraction(number))),
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["", "A", "B", "yes", "no", "Strength", "2027-05-01", "<&>\"'", LONG, "漢字", "👩‍🚀", "a\nb", "-", "----"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30),
)


@st.composite
def inputs(draw: st.DrawFn, picture: Picture) -> dict[str, Any]:
    count = draw(st.sampled_from([0, 1, 2, 3, 7, 12, 41]))
    given: dict[str, Any] = {}
    for each in picture.inputs:
        kind = NUMBERS if each.type == "number" else TEXTS
        if each.is_optional and draw(st.booleans()):
            continue
        some = draw(st.lists(kind, min_size=1, max_size=6))
        given[each.name] = [some[row % len(some)] for row in range(count)] if each.is_column else some[0]
    return given


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_everything_is_drawn(name: str) -> None:
    picture = PICTURES[name]

    @settings(max_examples=200 if IS_LONG else 8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(inputs(picture))
    def check(held: dict[str, Any]) -> None:
        drawing = picture.drawing(held)
        assert outside(parsed(drawing.svg)) == []
        assert drawing.finding
        assert all(len(row) == len(drawing.table.heads) for row in drawing.table.rows)

    check()


@pytest.mark.parametrize("cost", [-10_652_174, 98_765_432_100])
def test_the_steps_of_a_portfolio_stay_inside_however_long_their_numbers(cost: int) -> None:
    drawing = PICTURES["service-portfolio"].drawing({"name": [None], "revenue": [value(0)], "cost": [value(cost)]})
    assert outside(parsed(drawing.svg)) == []
