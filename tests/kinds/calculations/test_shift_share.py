from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.language import number
from tests.kinds.calculations.calculating import calculated, some

PARTS = ("national-growth", "industry-mix", "regional-share")
NAMES = ("regional_jobs_before", "regional_jobs_after", "industry_jobs_before", "industry_jobs_after", "all_jobs_before", "all_jobs_after")
NATION = (15_000, 16_000, 2_700_000, 2_800_000)


def parts(*jobs: object, **more: object) -> list[object]:
    return some("shift-share", *PARTS, "change", "rounding", **dict(zip(NAMES, jobs, strict=True)), **more)


@pytest.mark.parametrize(
    ("before", "after", "printed", "change"),
    [
        (4_000, 4_200, ("148.1481", "118.5185", "-66.6667"), 200),
        (0, 60, ("0", "0", "60"), 60),
        (400, 0, ("14.8148", "11.8519", "-426.6667"), -400),
    ],
)
def test_examples(before: int, after: int, printed: tuple[str, ...], change: int) -> None:
    found = parts(before, after, *NATION)
    assert [round(each, 4) for each in found[:3]] == [Fraction(each) for each in printed]
    assert sum(found[:3]) == found[3] == change


def test_shown_parts_add_up_or_the_rounding_is_named() -> None:
    found = parts(4_000, 4_200, *NATION)
    assert [number(each) for each in found] == ["148", "119", "-67", "200", "0"]
    # 1.5 + 1.5 − 3 = 0 shows as 2 + 2 − 3, which is 1 too many.
    assert parts(3, 3, 10, 20, 100, 150) == [Fraction(3, 2), Fraction(3, 2), -3, 0, -1]


def test_new_everywhere_has_no_value() -> None:
    assert parts(40, 60, 0, 160, 2_700_000, 2_800_000) == ["<undefined>"] * 3 + [20, "<undefined>"]
    assert parts(0, 0, 0, 0, 0, 0) == ["<undefined>"] * 3 + [0, "<undefined>"]


@pytest.mark.parametrize("lacking", range(6))
def test_one_number_not_known(lacking: int) -> None:
    jobs = [4_000, 4_200, *NATION]
    jobs[lacking] = None
    assert parts(*jobs) == ["<missing>"] * 3 + ["<missing>" if lacking < 2 else 200, "<missing>"]


@pytest.mark.parametrize(
    "jobs",
    [(-1, 5, *NATION), (16_000, 5, *NATION), (5, 17_000, *NATION), (5, 5, 20, 20, 10, 30), (5, 5, 20, 20, 30, 10)],
)
def test_impossible_numbers(jobs: tuple[int, ...]) -> None:
    assert parts(*jobs)[:3] == ["<invalid>"] * 3


def test_a_reference_without_the_region() -> None:
    assert parts(50, 60, 20, 30, 100, 110)[0] == "<invalid>"
    assert parts(50, 60, 20, 30, 100, 110, reference_includes_region="no")[:4] == [5, 20, -15, 10]
    assert parts(5, 5, 20, 20, 10, 30, reference_includes_region="no")[0] == "<invalid>"


JOBS = st.integers(0, 10**7)


@settings(max_examples=40)
@given(JOBS, JOBS, st.integers(1, 10**7), JOBS, st.integers(0, 10**7))
def test_parts_always_add_up_to_the_change(before: int, after: int, industry_before: int, industry_after: int, more: int) -> None:
    jobs = (before, after, industry_before, industry_after, industry_before + more, industry_after + more)
    found = parts(*jobs, reference_includes_region="no")
    assert sum(found[:3]) == found[3] == after - before
    assert abs(found[4]) <= 1


def test_every_output_of_nothing() -> None:
    assert set(calculated("shift-share").values()) == {"<missing>"}
