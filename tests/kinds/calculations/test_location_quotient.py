from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.language import number
from tests.kinds.calculations.calculating import calculated, noted, outcomes, said, some

REGION, REFERENCE = 210_000, 2_800_000
SMALL = "Small base: with so few jobs, a handful more or less changes the quotient visibly."
ROUNDED = "Shown rounded. The band goes by the exact quotient, which lies on the other side of the line."


def quotient(jobs: object, reference: object, region: object = REGION, whole: object = REFERENCE, **more: object) -> list[object]:
    given = {"regional_jobs": jobs, "regional_total": region, "reference_jobs": reference, "reference_total": whole}
    return some("location-quotient", "quotient", "band", **given, **more)


@pytest.mark.parametrize(
    ("jobs", "reference", "value", "band"),
    [
        (4_200, 16_000, "3.5", "strongly-specialised"),
        (6_300, 84_000, "1", "similar"),
        (5_250, 112_000, "0.625", "under-represented"),
        (2_100, 14_000, "2", "strongly-specialised"),
        (2_096, 14_000, Fraction(2096, 1050), "over-represented"),
        (0, 5_600, "0", "under-represented"),
        (12, 160, "1", "similar"),
        (15, 160, "1.25", "over-represented"),
    ],
)
def test_examples_with_a_value(jobs: int, reference: int, value: str, band: str) -> None:
    assert quotient(jobs, reference) == [Fraction(value), band]


@pytest.mark.parametrize(
    ("jobs", "reference", "region", "whole", "state"),
    [
        (None, 1_400, REGION, REFERENCE, "<missing>"),
        (4_200, 16_000, None, REFERENCE, "<missing>"),
        (0, None, 0, REFERENCE, "<missing>"),
        (0, 0, REGION, REFERENCE, "<undefined>"),
        (0, 1_400, 0, REFERENCE, "<undefined>"),
        (0, 0, 0, 0, "<undefined>"),
        (300_000, 400_000, REGION, REFERENCE, "<invalid>"),
        (-1, 400, REGION, REFERENCE, "<invalid>"),
        (-1, None, REGION, REFERENCE, "<invalid>"),
        (10, 9, REGION, REFERENCE, "<invalid>"),
        (10, 20, REGION, REGION - 1, "<invalid>"),
        (1, REFERENCE + 1, REGION, REFERENCE, "<invalid>"),
    ],
)
def test_examples_without_a_value(jobs: object, reference: object, region: object, whole: object, state: str) -> None:
    assert quotient(jobs, reference, region, whole) == [state, state]


def test_a_reference_without_the_region_may_be_smaller() -> None:
    assert quotient(10, 5, 100, 50, reference_includes_region="no") == [1, "similar"]
    assert quotient(10, 5, 100, 50) == ["<invalid>", "<invalid>"]
    assert quotient(10, 5, 100, 50, reference_includes_region=None) == ["<missing>", "<missing>"]
    assert quotient(10, 5, 100, 50, reference_includes_region="perhaps") == ["<invalid>", "<invalid>"]


@pytest.mark.parametrize(
    ("jobs", "band"),
    [
        ("0.7999", "under-represented"),
        ("0.8", "similar"),
        ("1.2", "similar"),
        ("1.2001", "over-represented"),
        ("1.9999", "over-represented"),
        ("2", "strongly-specialised"),
    ],
)
def test_bands_compare_unrounded(jobs: str, band: str) -> None:
    assert quotient(Fraction(jobs) * 100, 100, 1_000, 1_000, reference_includes_region="no") == [Fraction(jobs), band]


def test_shares_stand_by_themselves() -> None:
    found = calculated("location-quotient", reference_jobs=1_400, reference_total=REFERENCE)
    assert found == {
        "regional-share": "<missing>",
        "reference-share": Fraction(1, 2_000),
        "quotient": "<missing>",
        "band": "<missing>",
    }


def test_notes_and_reasons() -> None:
    def outcome(jobs: object, reference: object) -> object:
        given = {"regional_jobs": jobs, "regional_total": REGION, "reference_jobs": reference, "reference_total": REFERENCE}
        return outcomes("location-quotient", **given)["quotient"]

    assert noted(outcome(12, 160)) == [SMALL]
    assert noted(outcome(49, 2_000)) == [SMALL]
    assert noted(outcome(50, 2_000)) == []
    assert noted(outcome(2_096, 14_000)) == [ROUNDED]
    assert noted(outcome(2_100, 14_000)) == []
    assert said(outcome(None, 1_400)) == "Not known: jobs of the industry in the region."
    assert said(outcome(0, 0)) == "There is no value, for nothing can be divided by 0: jobs of the industry in the reference area."
    assert said(outcome(-3, 160)) == "Check jobs of the industry in the region: this cannot be less than 0."
    assert said(outcome(300_000, 400_000)) == (
        "Check these two, for the first cannot be more than the second: jobs of the industry in the region; all jobs in the region."
    )
    assert outcome(300_000, 400_000).about == ("regional-jobs", "regional-total")


def test_display_rounds_half_up() -> None:
    assert number(quotient(5_250, 112_000)[0], 2) == "0.63"
    assert number(quotient(2_096, 14_000)[0], 2) == "2.00"


JOBS = st.integers(0, 10**6)


@settings(max_examples=40)
@given(st.lists(st.tuples(JOBS, st.integers(1, 10**6)), min_size=1, max_size=8))
def test_over_all_industries_the_weighted_mean_is_one(industries: list[tuple[int, int]]) -> None:
    region, reference = sum(jobs for jobs, _more in industries), sum(jobs + more for jobs, more in industries)
    if region:
        weighted = [Fraction(jobs + more, reference) * quotient(jobs, jobs + more, region, reference)[0] for jobs, more in industries]
        assert sum(weighted) == 1


@settings(max_examples=40)
@given(JOBS, JOBS, JOBS, JOBS, st.integers(1, 1_000))
def test_bounded_and_free_of_scale(jobs: int, others: int, elsewhere: int, rest: int, factor: int) -> None:
    given = (jobs, jobs + elsewhere, jobs + others, jobs + others + elsewhere + rest)
    found = quotient(*given)
    assert quotient(*(each * factor for each in given)) == found
    if isinstance(found[0], Fraction):
        assert found[0] <= Fraction(given[3], given[2])
