from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated, noted, outcomes, some

REGIONS = [
    (9800, 1450000), (7400, 620000), (6900, 900000), (6100, 310000), (5600, 700000), (5200, 410000), (4900, 820000), (4600, 255000),
    (4200, 210000), (4100, 505000), (3900, 330000), (3500, 290000), (3300, 610000), (2900, 150000), (2500, 480000), (2100, 95000),
    (1800, 260000), (1500, 370000), (900, 120000), (300, 88000),
]  # fmt: skip


def profile(regions: list[tuple[object, object]]) -> dict[str, list[object]]:
    return calculated("star-profile", regional_jobs=[jobs for jobs, _all in regions], regional_total=[total for _jobs, total in regions])


@pytest.mark.parametrize(
    ("region", "size", "share", "focus", "quotient", "stars"),
    [
        (9, 9, "2.000", 2, "2.20196", ["no-star", "star", "star", 2]),
        (1, 1, "0.676", 15, "0.744", ["star", "no-star", "no-star", 1]),
        (2, 2, "1.194", 8, "1.314", ["star", "no-star", "no-star", 1]),
        (16, 16, "2.211", 1, "2.434", ["no-star", "star", "star", 2]),
        (4, 4, "1.968", 3, "2.166", ["no-star", "no-star", "star", 1]),
        (8, 8, "1.804", 5, "1.986", ["no-star", "no-star", "no-star", 0]),
    ],
)
def test_example_of_twenty_regions(region: int, size: int, share: str, focus: int, quotient: str, stars: list[object]) -> None:
    found = {name: column[region - 1] for name, column in profile(REGIONS).items() if isinstance(column, list)}
    assert (found["size-place"], found["focus-place"]) == (size, focus)
    assert round(found["focus"] * 100, 3) == Fraction(share)
    assert round(found["quotient"], len(quotient.partition(".")[2])) == Fraction(quotient)
    assert [found["size-star"], found["focus-star"], found["specialisation-star"], found["stars"]] == stars


def test_two_stars_of_each_kind_in_twenty_regions() -> None:
    found = profile(REGIONS)
    assert found["regions-compared"] == 20
    assert [found[f"{kind}-star"].count("star") for kind in ("size", "focus")] == [2, 2]


def test_the_tenth_is_rounded_up() -> None:
    assert profile(REGIONS[:10])["size-star"].count("star") == 1
    assert profile(REGIONS[:11])["size-star"].count("star") == 2


def test_under_ten_regions_there_is_a_word_instead() -> None:
    found = profile(REGIONS[:9])
    assert [found["size-star"], found["focus-star"], found["stars"]] == [["too-few-regions"] * 9] * 3
    assert found["specialisation-star"].count("star") == 2


def test_equals_share_the_better_place() -> None:
    found = profile([(5, 10), (7, 70), (5, 20), (1, 30)])
    assert found["size-place"] == [2, 1, 2, 4]
    assert profile([(5, 50)] * 10)["size-star"] == ["star"] * 10


def test_a_region_without_numbers_is_left_out_and_that_is_said() -> None:
    regions = [*REGIONS[:10], (None, 400_000), (9_000, None), (5, 4)]
    found, without = profile(regions), profile(REGIONS[:10])
    for name, column in without.items():
        assert (found[name][:10] if isinstance(column, list) else found[name]) == column
    assert [found["stars"][10:], found["size-place"][10:]] == [["<missing>", "<missing>", "<invalid>"]] * 2
    counted = outcomes("star-profile", regional_jobs=[1, None], regional_total=[10, 10])["regions-compared"]
    assert noted(counted) == ["1 region is left out, for its numbers are not complete."]


def test_no_jobs_no_star_and_no_region_no_share() -> None:
    nowhere = profile([(0, 100)] * 10)
    assert nowhere["size-star"] == nowhere["focus-star"] == ["no-star"] * 10
    assert nowhere["quotient"] == ["<undefined>"] * 10
    empty = profile([(0, 0), *REGIONS[:10]])
    assert [empty[name][0] for name in ("size-place", "focus", "focus-place", "quotient", "stars")] == [11, *["<undefined>"] * 4]
    assert some("star-profile", "size-place", "regions-compared") == [[], 0]
