"""What a reference means in a worksheet, and what it leads to."""

from __future__ import annotations

import pytest

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.worksheets.places import Place, is_by_row, names_of, place, table_of
from clustercourse.kinds.worksheets.problems import sound_parts
from tests.kinds.worksheets.sheets import sheet, source, specification, with_computed

VAT = {"id": "tax", "calculation": "value-added-tax", "inputs": {"price": "tiers.fee", "published-price": "other"}}
MADE = specification(with_computed(VAT))


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("name", Place("field", "name")),
        ("fixed", Place("field", "fixed", holds="number")),
        ("unpaid", Place("field", "unpaid", holds="number")),
        ("stage", Place("field", "stage")),
        ("tiers.members", Place("column", "tiers", "members", "tiers", "number")),
        ("tiers.tier", Place("column", "tiers", "tier", "tiers")),
        ("gaps.severity", Place("column", "gaps", "severity", "gaps", "number")),
        ("gaps.label", Place("column", "gaps", "label", "gaps")),
        ("radar.priority", Place("computed", "radar", "priority", "gaps", "number")),
        ("radar.bridge-index", Place("computed", "radar", "bridge-index", None, "number")),
        ("tax.tax", Place("computed", "tax", "tax", "tiers", "number")),
        ("tax.verdict", Place("computed", "tax", "verdict", "tiers", "text")),
        ("= 5", Place("literal", "5")),
        ("=early", Place("literal", "early")),
        ("=", Place("literal", "")),
        ("nothing", None),
        ("tiers", None),
        ("tiers.nothing", None),
        ("tiers.label", None),
        ("name.part", None),
        ("radar", None),
        ("radar.nothing", None),
        ("radar.priority.more", None),
        ("", None),
        (".", None),
    ],
)
def test_where_a_reference_leads(reference: str, found: Place | None) -> None:
    assert place(MADE, reference) == found


def test_a_calculation_of_single_values_over_a_column_is_carried_out_for_each_row() -> None:
    radar, tax = MADE["computed"]
    found = [(table_of(MADE, entry), is_by_row(MADE, entry, CALCULATIONS[entry["calculation"]])) for entry in (radar, tax)]
    assert found == [("gaps", False), ("tiers", True)]


def test_an_entry_with_two_tables_has_the_one_that_is_named() -> None:
    entry = {"inputs": {"first": "gaps.severity", "second": "tiers.members", "third": "name"}}
    assert [table_of(MADE, entry, rows_of) for rows_of in ("", "first", "second", "third", "other")] == [
        "gaps",
        "gaps",
        "tiers",
        None,
        "gaps",
    ]


def test_everything_that_others_may_refer_to() -> None:
    radar = [f"radar.{name}" for name in ("priority", "place", "mean-severity", "bridge-index", "rated", "not-rated")]
    tiers, gaps = [f"tiers.{name}" for name in ("tier", "members", "fee")], ["severity", "importance", "decision", "label"]
    plain = ["name", "fixed", "other", "unpaid", "members", "stage"]
    assert list(names_of(specification(sheet()))) == [*plain, "tiers", *tiers, "gaps", *(f"gaps.{name}" for name in gaps), *radar]


def test_an_entry_that_refers_to_itself_or_to_a_later_one_leads_nowhere() -> None:
    circle = [
        {"id": "a", "calculation": "value-added-tax", "inputs": {"price": "b.tax"}},
        {"id": "b", "calculation": "value-added-tax", "inputs": {"price": "a.tax"}},
        {"id": "c", "calculation": "value-added-tax", "inputs": {"price": "fixed"}},
    ]
    sound = sound_parts(source(with_computed(*circle)))
    assert [entry["id"] for entry in sound["computed"]] == ["radar", "c"]
    assert [place(sound, reference) for reference in ("a.tax", "b.tax", "c.tax")] == [
        None,
        None,
        Place("computed", "c", "tax", None, "number"),
    ]
