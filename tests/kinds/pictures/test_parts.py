"""The parts pictures share: words and their room, scales, dates, points that move apart, and graphs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import hypot

import pytest

from clustercourse.kinds.pictures.dates import day_of
from clustercourse.kinds.pictures.given import agreed, chosen, entries, lines
from clustercourse.kinds.pictures.graph import holders, neighbours, places, walk
from clustercourse.kinds.pictures.labels import fitted, spread, unbroken, width, wrapped
from clustercourse.kinds.pictures.numbered import Plane, apart
from clustercourse.kinds.pictures.scales import Scale, from_zero, step, ticks
from clustercourse.kinds.pictures.swot import FIELDS
from clustercourse.kinds.pictures.wording import amount, brief, listed, plain, share, signed
from clustercourse.language import speaking
from tests.kinds.pictures.drawn import GONE, LONG, known

TEST_GRAPH = ((0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (4, 6), (5, 6))


def test_text_is_cut_to_its_room() -> None:
    assert fitted("Food", 200) == "Food"
    assert fitted(LONG, 80).endswith("…")
    assert width(fitted(LONG, 80)) <= 80
    assert fitted("Food", 2) == "…"
    assert [fitted("a shared desk for owners", room) for room in (130, 145)] == ["a shared desk…", "a shared desk for…"]


def test_text_is_wrapped_at_words_then_at_hyphens_then_anywhere() -> None:
    assert wrapped("cluster-to-cluster", 90, 3) == ["cluster-to-", "cluster"]
    assert wrapped("a warm introduction", 90, 3) == ["a warm", "introduction"]
    assert wrapped("", 90, 3) == []
    lines = wrapped(LONG, 90, 3)
    assert len(lines) == 3 and lines[0].endswith("-") and lines[-1].endswith("…")
    assert all(width(line) <= 90 for line in lines)


def test_text_that_may_not_be_broken_fits_whole_or_not_at_all() -> None:
    assert unbroken("Cluster-to-cluster", 90, 2) == ["Cluster-to-", "cluster"]
    assert unbroken("Achievements and recognition", 90, 3) is None
    assert unbroken("Achievements and recognition", 100, 3) == ["Achievements", "and", "recognition"]
    assert unbroken("Achievements and recognition", 100, 2) is None
    assert unbroken("", 100, 2) == []


def test_lines_stay_as_they_were_typed() -> None:
    assert lines("- One\r\n  * two\n\n• three – four\n-five") == ["One", "two", "three – four", "-five"]
    assert lines(None) == lines(" \n ") == []


def test_labels_move_apart_in_their_order() -> None:
    assert spread([10, 50], [20, 20], 0, 100) == [10, 50]
    assert spread([50, 50, 50], [20, 20, 20], 0, 100) == [40, 60, 80]
    assert spread([95, 95], [20, 20], 0, 100) == [60, 80]
    assert spread([0, 0, 0], [50, 50, 50], 0, 75) == [0, 25, 50]
    assert spread([], [], 0, 10) == []


def test_scales() -> None:
    scale = Scale(0, 5, 100, 200)
    assert [scale(value) for value in (0, Fraction(5, 2), 5, 9, -1)] == [100, 150, 200, 200, 100]
    assert from_zero([], 0, 10)(0) == 0
    assert from_zero([-5, 5], 0, 10)(0) == 5
    assert [step(reach) for reach in (0, 1, 10, 130, 860000)] == [1.0, 0.5, 5.0, 50.0, 500000.0]
    assert ticks(0, 10) == [0, 5, 10]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2027-01-15", date(2027, 1, 15)),
        ("2027-01", date(2027, 1, 1)),
        ("22 March 2027", date(2027, 3, 22)),
        ("1. september 2027", date(2027, 9, 1)),
        ("3. maj 2027", date(2027, 5, 3)),
        ("Nov 2026", date(2026, 11, 1)),
        ("2027-02-30", None),
        ("31 June 2027", None),
        ("soon", None),
        ("", None),
        ("15 Smarch 2027", None),
    ],
)
def test_days_as_they_are_read(said: str, day: date | None) -> None:
    assert day_of(said) == day


def test_choices_are_known_by_key_word_or_beginning() -> None:
    found = [chosen(said, FIELDS) for said in ("strength", "Strengths", "THREAT", "weak", "", "other")]
    assert found == ["strength", "strength", "threat", None, None, None]
    assert [agreed(said) for said in ("yes", "Yes", "no", "", "perhaps", "nobody")] == [True, True, False, None, None, None]


def test_rows_in_which_nothing_stands_are_no_entries() -> None:
    found = entries(["A", None, " ", None], numbers=[[*known(1), GONE, GONE, *known(0)]])
    assert [(each.place, each.name, each.number(0)) for each in found] == [(0, "A", 1), (3, "(no name)", 0)]


def test_numbers_are_said_in_the_language() -> None:
    assert [amount(Fraction(-1234567, 100)), amount(Fraction(-1, 100)), signed(Fraction(2)), signed(Fraction(0))] == [
        "−12,346",
        "0",
        "+2",
        "0",
    ]
    assert [plain(Fraction(3)), plain(Fraction(7, 2)), plain(Fraction(1, 3)), share(Fraction(1, 3))] == ["3", "3.5", "0.33", "33.3%"]
    with speaking("da"):
        assert [amount(Fraction(12345)), share(Fraction(1, 3))] == ["12.345", "33,3\u00a0%"]


def test_names_in_sentences() -> None:
    assert [listed([]), listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"]), listed(list("ABCD"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
        "A, B and 2 more",
    ]
    assert len(brief(LONG)) == 40
    assert brief("Power from land at the service quay before next winter") == "Power from land at the service quay…"


def test_points_that_would_cover_each_other_move_apart() -> None:
    plane = Plane(0, 0, 300, 300)
    wanted = [(150.0, 150.0)] * 20 + [(300.0, 0.0)] * 5 + [(40.0, 260.0)]
    found = apart(wanted, plane)
    assert found[0] == (150, 150) and found[-1] == (40, 260)
    assert all(plane.holds(*place) for place in found)
    assert min(hypot(x - u, y - v) for n, (x, y) in enumerate(found) for u, v in found[:n]) >= 22


def test_who_holds_the_parts_together() -> None:
    assert holders(7, TEST_GRAPH) == {2, 3, 4}
    assert holders(3, ((0, 1), (1, 2), (0, 2))) == frozenset()
    assert holders(4, ((0, 1), (1, 2))) == {1}
    assert holders(2, ()) == frozenset()


def test_places_are_the_same_every_time_and_near_means_few_steps() -> None:
    found = places(7, TEST_GRAPH)
    places.cache_clear()
    assert places(7, TEST_GRAPH) == found
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found)
    xs = [x for x, _y in found]
    assert max(xs[:3]) < xs[3] < min(xs[4:]) or min(xs[:3]) > xs[3] > max(xs[4:])
    assert len(places(40, ())) == 40 and places(1, ()) == ((0.5, 0.5),) and places(0, ()) == ()


def test_a_walk_keeps_neighbours_together() -> None:
    assert walk(neighbours(5, ((0, 1), (3, 4)))) == [0, 1, 3, 4, 2]
