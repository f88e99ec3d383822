"""What is computed of a worksheet's values: row by row, over columns, over two tables, in one currency; missing is never zero."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.worksheets.cells import Cell
from clustercourse.kinds.worksheets.computing import Computed, compute, drawings
from clustercourse.kinds.worksheets.computing import given as given_by
from tests.kinds.worksheets.sheets import entries, specification, with_computed, with_fields

VAT = {"id": "tax", "calculation": "value-added-tax", "inputs": {"price": "tiers.fee", "rate": "= 0.25"}}
MIX = {
    "id": "mix",
    "calculation": "income-mix",
    "inputs": {"public-base": "fixed", "project-income": "other", "fees": "= 0", "service-income": "= 0"},
}
TIER_SUMS = {
    "id": "sums",
    "calculation": "membership-tiers",
    "inputs": {"members": "tiers.members", "fee": "tiers.fee", "hours": "tiers.members", "direct-cost": "tiers.fee", "hourly-rate": "= 60"},
    "show": ["fee-income", "fee-income-total"],
}
BREAK_EVEN = {
    "id": "break-even",
    "calculation": "membership-break-even",
    "inputs": {
        "fixed-cost": "fixed",
        "other-income": "mix.total",
        "members": "sums.members-total",
        "fee-income": "sums.fee-income-total",
        "variable-cost": "= 150",
        "unpaid-share": "unpaid",
    },
}
NETWORK = {
    "id": "network",
    "calculation": "network",
    "inputs": {"organisation": "actors.who", "from-organisation": "ties.one", "to-organisation": "ties.other"},
}


def found(held: Outcome | tuple[Outcome, ...]) -> Any:
    if isinstance(held, tuple):
        return tuple(found(each) for each in held)
    return held.value if held.state == "value" else held.state


def computed(*calculations: dict[str, Any], currency: str = "EUR", **typed: Any) -> dict[str, Computed]:
    made = specification(with_computed(*calculations))
    tables = {name: lines for name, lines in typed.items() if isinstance(lines, list)}
    return compute(made, entries(made, {name: text for name, text in typed.items() if isinstance(text, str)}, tables, currency))


def tiers(*lines: tuple[str, str]) -> list[dict[str, str]]:
    return [{"members": members, "fee": fee} for members, fee in lines]


def test_a_calculation_of_single_values_goes_row_by_row() -> None:
    tax = computed(VAT, tiers=tiers(("1", "5500"), ("1", "?"), ("1", "0"), ("1", "-1")))["tax"]
    assert found(tax.outcomes["price-with-tax"]) == (6875, "missing", 0, "invalid")
    assert (tax.tables, tax.currency) == (dict.fromkeys(["tax", "price-with-tax", "difference", "verdict"], "tiers"), "EUR")


def test_row_by_row_without_a_row_is_nothing() -> None:
    tax = computed(VAT, tiers=[])["tax"]
    assert {name: found(each) for name, each in tax.outcomes.items()} == dict.fromkeys(
        ["tax", "price-with-tax", "difference", "verdict"], ()
    )


def test_a_result_of_a_row_feeds_the_same_row() -> None:
    again = {"id": "again", "calculation": "value-added-tax", "inputs": {"price": "tax.price-with-tax", "rate": "= 1"}}
    made = computed(VAT, again, tiers=tiers(("1", "100"), ("1", "?"), ("1", "8")))
    assert found(made["again"].outcomes["price-with-tax"]) == (250, "missing", 20)
    assert made["again"].tables["tax"] == "tiers"


def test_columns_are_taken_whole() -> None:
    radar = computed(gaps=[{"severity": "4", "importance": "5"}, {"severity": "2"}])["radar"]
    assert {name: found(each) for name, each in radar.outcomes.items()} == {
        "priority": (20, "missing"),
        "place": (1, "missing"),
        "mean-severity": F(3),
        "bridge-index": F(1, 2),
        "rated": 2,
        "not-rated": 0,
    }
    assert (radar.tables, radar.title) == ({"priority": "gaps", "place": "gaps"}, "Gap radar")


def test_a_missing_cell_is_not_a_zero() -> None:
    lines = [tiers(("10", "100"), ("5", fee)) for fee in ("", "?", "many", "0")]
    totals = [found(computed(TIER_SUMS, tiers=each)["sums"].outcomes["fee-income-total"]) for each in lines]
    assert totals == ["missing", "missing", "missing", 1000]


def test_two_tables_at_once() -> None:
    tables = [
        {"id": "actors", "type": "table", "prompt": "Actors", "columns": [{"id": "who", "type": "text", "prompt": "Who"}]},
        {
            "id": "ties",
            "type": "table",
            "prompt": "Ties",
            "columns": [{"id": end, "type": "text", "prompt": end} for end in ("one", "other")],
        },
    ]
    made = specification(with_fields(*tables, computed=[NETWORK]))
    actors = [{"who": name} for name in ("A", "B", "C", "D")]
    typed = entries(made, tables={"actors": actors, "ties": [{"one": "A", "other": "B"}, {"one": "B", "other": "C"}]})
    network = compute(made, typed)["network"]
    assert found(network.outcomes["degree"]) == (1, 2, 1, 0)
    assert found(network.outcomes["density"]) == F(1, 3)
    assert set(network.tables.values()) == {"actors"}


def test_what_was_computed_before_is_an_input() -> None:
    made = computed(MIX, TIER_SUMS, BREAK_EVEN, fixed="103800", other="0", unpaid="5 %", tiers=tiers(("135", "1000")))
    assert found(made["mix"].outcomes["total"]) == 103800
    assert (found(made["sums"].outcomes["fee-income-total"]), found(made["sums"].outcomes["fee-income"])) == (135000, (135000,))
    assert found(made["break-even"].outcomes["gap"]) == 0
    poor = computed(MIX, TIER_SUMS, BREAK_EVEN, fixed="1000", other="?", tiers=tiers(("10", "100")))
    assert [found(poor["mix"].outcomes["total"]), found(poor["break-even"].outcomes["gap"])] == ["missing", "missing"]


def test_a_percentage_is_taken_as_a_share() -> None:
    field = {"type": "percentage"}
    assert [given_by(field, Cell("", value)) for value in ("25/2", "0", "100", None)] == [F(1, 8), 0, 1, None]
    made = computed(
        {**VAT, "inputs": {"price": "fixed", "rate": "unpaid"}},
        fixed="200",
        unpaid="12.5",
    )
    assert found(made["tax"].outcomes["tax"]) == 25


@pytest.mark.parametrize(
    ("field", "cell", "held"),
    [
        ({"type": "money"}, Cell("", 12050, "EUR"), F("120.5")),
        ({"type": "money"}, Cell("", 200, "ISK"), F(200)),
        ({"type": "number"}, Cell("", "25/2"), F("12.5")),
        ({"type": "rating"}, Cell("", "4"), F(4)),
        ({"type": "year"}, Cell("", "2027"), F(2027)),
        ({"type": "choice"}, Cell("", "early"), "early"),
        ({"type": "several"}, Cell("", ["a", "b"]), "a, b"),
        ({"type": "text"}, Cell("", "7"), "7"),
        ({"type": "yes-no"}, Cell("", "no"), "no"),
        ({"type": "date"}, Cell("", "2027-09-30"), "2027-09-30"),
        ({"type": "number"}, Cell("?", is_unknown=True), None),
        ({"type": "money"}, Cell("lots", trouble="…"), None),
        ({"type": "text"}, Cell(), None),
    ],
)
def test_a_cell_as_calculations_take_it(field: dict[str, Any], cell: Cell, held: Any) -> None:
    assert given_by(field, cell) == held


CONVERT = "These amounts are in DKK and EUR. Convert them to one currency, and note the rate and its day as the source."


def test_two_currencies_in_one_calculation_are_refused_in_words() -> None:
    mix = computed(MIX, fixed="100 DKK", other="5")["mix"]
    assert {(held.state, str(held.reason)) for held in mix.outcomes.values()} == {("invalid", CONVERT)}  # type: ignore[union-attr]


def test_two_currencies_in_a_column_are_refused_in_every_row() -> None:
    tax = computed(VAT, tiers=tiers(("1", "5500"), ("1", "10 DKK"), ("1", "")))["tax"]
    assert {name: found(held) for name, held in tax.outcomes.items()} == dict.fromkeys(tax.outcomes, ("invalid",) * 3)
    sums = computed(TIER_SUMS, tiers=tiers(("1", "5500"), ("1", "10 DKK")))["sums"]
    assert (found(sums.outcomes["fee-income"]), found(sums.outcomes["fee-income-total"])) == (("invalid",) * 2, "invalid")


def test_two_currencies_meet_in_a_later_calculation_too() -> None:
    made = computed(MIX, TIER_SUMS, BREAK_EVEN, fixed="1000", other="10", tiers=tiers(("10", "100 DKK")))
    assert [found(made[name].outcomes["gap" if name == "break-even" else "total"]) for name in ("mix", "break-even")] == [1010, "invalid"]
    assert str(made["break-even"].outcomes["gap"].reason) == CONVERT  # type: ignore[union-attr]


def test_another_currency_that_is_not_the_workbook_s_is_one_currency_all_the_same() -> None:
    mix = computed(MIX, fixed="100 DKK", other="5 DKK", currency="EUR")["mix"]
    assert (found(mix.outcomes["total"]), mix.currency) == (105, "DKK")


def test_nothing_typed_gives_outcomes_and_pictures_all_the_same() -> None:
    picture = {"id": "chart", "picture": "gap-radar", "inputs": {"name": "gaps.label", "severity": "gaps.severity"}}
    made = specification(with_computed(MIX, TIER_SUMS, BREAK_EVEN, pictures=[picture]))
    nothing = entries(made)
    all_computed = compute(made, nothing)
    assert {found(held) for held in all_computed["mix"].outcomes.values()} == {"missing"}
    assert [bool(drawing.svg and drawing.finding) for drawing in drawings(made, nothing, all_computed)] == [True]


def test_a_picture_says_words_not_keys_and_what_is_not_known() -> None:
    inputs = {"name": "gaps.decision", "severity": "gaps.severity", "importance": "gaps.importance"}
    made = specification(with_computed(pictures=[{"id": "chart", "picture": "gap-radar", "inputs": inputs}]))
    typed = entries(made, tables={"gaps": [{"severity": "4", "importance": "5", "decision": "now"}, {"decision": "later"}]})
    (drawing,) = drawings(made, typed, compute(made, typed))
    assert drawing.table.rows == (("This year", "4", "5", "20"), ("Later", "not rated", "not rated", "not rated"))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10**7)), min_size=1, max_size=6))
def test_the_sum_over_rows_is_exact(lines: list[tuple[int, int]]) -> None:
    typed = tiers(*((str(members), f"{minor // 100}.{minor % 100:02}") for members, minor in lines))
    sums = computed(TIER_SUMS, tiers=typed)["sums"].outcomes
    assert found(sums["fee-income"]) == tuple(F(members * minor, 100) for members, minor in lines)
    assert found(sums["fee-income-total"]) == F(sum(members * minor for members, minor in lines), 100)
