"""Everything that can be wrong with a worksheet's file: said once, in words, at its line."""

from __future__ import annotations

import pytest

from clustercourse.kinds.worksheets.source import SECTIONS
from tests.content.sheets import PATH, changed_plan, faults_of, with_plan

RADAR = "inputs: {severity: gaps.severity, importance: gaps.importance}"
CHART = "inputs: {name: gaps.label, severity: gaps.severity, importance: gaps.importance}"
TAX = 'inputs: {price: tiers.fee, rate: "= 0.25"}'
SHARE = "prompt: Share, least: 0, most: 100}"
TRUST = "prompt: Trust, labels: [little, much]}"
STAGE = "options: [{id: early, text: Early}, {id: late, text: Late}]"
COST = "{id: cost, type: money, prompt: Cost}"
NO_POINT = "Name the other worksheet and what stands in it: income-mix.fees."
TIERS = "inputs: {members: tiers.members, fee: tiers.fee, hours: tiers.members, direct-cost: tiers.fee, hourly-rate: tiers.fee}"
TOGETHER = "Show a good and a weak example together: one explains the other."
STEPS = "A rating has 2 to 11 steps."
LABELS = "Give two labels, for the two ends, or one for each of the 5 steps."


def said(*pairs: tuple[str, str]) -> list[str]:
    return [line.removeprefix(f"{PATH}:") for line in faults_of(with_plan(changed_plan(*pairs)))]


def test_the_plan_has_no_fault() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[finances]", "[finanses]", "4: The strategy document has no section “finanses”. Did you mean “finances”?"),
        (
            "[finances]",
            "[analysis, zzz]",
            f"4: The strategy document has no section “zzz”. Known: {', '.join(sorted(SECTIONS))}.",
        ),
        ("title: Fee plan", "title: Fee plan\ndone: pass", "4: A worksheet is submitted; there is nothing to pass. Write “done: submit”."),
        (COST, "{id: cost, prompt: Cost}", "6: “type” is missing. Add a line “type: …”."),
        (COST, "{id: cost, type: money}", "6: “prompt” is missing. Add a line “prompt: …”."),
        (COST, "{id: cost, type: money, prompt: Cost, promt: x}", "6: “promt” is not a known key here. Did you mean “prompt”?"),
        (
            COST,
            "{id: cost, type: money, prompt: Cost, zzz: x}",
            "6: “zzz” is not a known key here. Known: checks, good, hint, id, prefill, prompt, required, sourced, type, weak.",
        ),
        (
            "kind: same-number",
            "kind: same",
            "47: “same” is not a known kind here. Possible: same-number, each-named.",
        ),
        ("{id: share,", "{id: cost,", "11: The id “cost” is used twice."),
        (STAGE, "options: [{id: early, text: Early}]", "10: Give at least two options to choose from."),
        (STAGE, "options: [{id: early, text: E}, {id: early, text: F}]", "10: The id “early” is used twice."),
        (SHARE, "prompt: Share, least: 5, most: 4}", "11: “least” is larger than “most”."),
        (TRUST, "prompt: Trust, least: 3, most: 3}", f"12: {STEPS}"),
        (TRUST, "prompt: Trust, least: 0, most: 11}", f"12: {STEPS}"),
        (TRUST, "prompt: Trust, labels: [a, b, c]}", f"12: {LABELS}"),
        (COST, "{id: cost, type: money, prompt: Cost, good: 'Yes'}", f"6: {TOGETHER}"),
        (COST, "{id: cost, type: money, prompt: Cost, weak: 'No'}", f"6: {TOGETHER}"),
        (COST, "{id: cost, type: money, prompt: Cost, prefill: income}", f"6: {NO_POINT}"),
        (SHARE, SHARE.replace("}", ", prefill: shares}"), f"11: {NO_POINT}"),
        (
            "{id: tier, type: text, prompt: Tier}",
            "{id: tier, type: stakeholder, prompt: Tier, rows_of: actors}",
            f"20: {NO_POINT}",
        ),
        ("row_name: tier", "row_name: teir", "16: This table has no column “teir”. Did you mean “tier”?"),
        ("    least: 1", "    least: 10", "17: “least” is larger than “most”."),
        ("    most: 9", "    most: 201", "18: “most” must be at most 200."),
        ("{id: members,", "{id: tier,", "21: The id “tier” is used twice."),
        ("{id: two, label: Two}", "{id: one, label: Two}", "30: The id “one” is used twice."),
        (
            "      - {id: importance, type: rating, prompt: Importance}",
            "      - {id: importance, type: rating, prompt: Importance}\n      - {id: label, type: text, prompt: Label}",
            "34: “label” is the name of the given rows. Choose another id.",
        ),
        (
            "      - {id: importance, type: rating, prompt: Importance}",
            "      - {id: importance, type: rating, prompt: Importance, labels: [x]}",
            f"33: {LABELS}",
        ),
        ("  - id: tax", "  - id: radar", "38: The id “radar” is used twice."),
        ("  - id: radar", "  - id: cost", "35: The id “cost” is used twice."),
        ("calculation: gap-radar", "calculation: gap-rader", "36: There is no calculation “gap-rader”. Did you mean “gap-radar”?"),
        ("[price-with-tax]", "[price-with-taxes]", "41: “value-added-tax” gives no “price-with-taxes”. Did you mean “price-with-tax”?"),
        ("picture: gap-radar", "picture: gap-rader", "44: There is no picture “gap-rader”. Did you mean “gap-radar”?"),
        (RADAR, f"{RADAR[:-1]}, weight: cost}}", "37: There is no input “weight” here. Known: importance, severity."),
        (RADAR, "inputs: {severity: gaps.severity}", "37: The input “importance” is missing. Say where it comes from."),
        (TAX, 'inputs: {rate: "= 0.25"}', "40: The input “price” is missing. Say where it comes from."),
        (CHART, "inputs: {name: gaps.label}", "45: The input “severity” is missing. Say where it comes from."),
        (TAX, "inputs: {price: tiers.fees}", "40: “tiers.fees” is no field, column or result above this line. Did you mean “tiers.fee”?"),
        (TAX, "inputs: {price: tax.tax}", "40: “tax.tax” is no field, column or result above this line. "),
        (TAX, "inputs: {price: tiers}", "40: “tiers” is no field, column or result above this line. "),
        (TAX, 'inputs: {price: "= free"}', "40: Write a number behind the =."),
        (TAX, "inputs: {price: tiers.tier}", "40: This input takes a number; “tier” is text."),
        (TAX, "inputs: {price: stage}", "40: This input takes a number; “stage” is text."),
        (TAX, "inputs: {price: tiers.fee, rate: gaps.severity}", "40: All columns of a calculation come from one table."),
        (RADAR, "inputs: {severity: gaps.severity, importance: tiers.members}", "37: All columns of a calculation come from one table."),
        (RADAR, "inputs: {severity: gaps.severity, importance: trust}", "37: This input takes a column of a table, such as table.column."),
        (RADAR, 'inputs: {severity: gaps.severity, importance: "= 3"}', "37: This input takes a column of a table, such as table.column."),
        (CHART, "inputs: {name: tiers.tier, severity: gaps.severity}", "45: All columns of a picture come from one table."),
        (
            f"picture: gap-radar\n    {CHART}",
            "picture: network\n    inputs: {from: tiers.tier, to: gaps.label, name: gaps.label}",
            "45: All columns of a picture come from one table.",
        ),
        (f"picture: gap-radar\n    {CHART}", "picture: network\n    inputs: {from: tiers.tier, to: tiers.tier, name: gaps.label}", None),
        (CHART, "inputs: {name: gaps.label, severity: gaps.label}", "45: This input takes a number; “label” is text."),
        (
            "calculation: gap-radar\n    inputs: {severity: gaps.severity, importance: gaps.importance}",
            f"calculation: membership-tiers\n    {TIERS}",
            "37: This input takes one value, not a column of a table.",
        ),
        ("  - id: tiers-named", "  - id: same-cost", "52: The id “same-cost” is used twice."),
        ("    this: cost", "    this: costs", "49: “costs” is no field, column or result of this worksheet. Did you mean “cost”?"),
        ("    this: cost", "    this: stage", "49: This should be a number; “stage” is text."),
        ("other: fee-plan.tiers.fee", "other: fees", f"50: {NO_POINT}"),
        ("this: tiers.tier", "this: stage", "54: “stage” is no column of a table."),
        ("where: {decision:", "where: {tiers.decision:", None),
        ("where: {decision:", "where: {decison:", "55: The table “tiers” has no column “decison”. Did you mean “decision”?"),
        (
            "where: {decision:",
            "where: {gaps.severity:",
            "55: The table “tiers” has no column “gaps.severity”. Known: decision, fee, members, tier.",
        ),
        ('"= keep"', '"= kept"', "55: “kept” cannot be chosen there. Did you mean “keep”?"),
        ('"= keep"', "keep", None),
    ],
)
def test_each_fault(old: str, new: str, found: str | None) -> None:
    lines = said((old, new))
    if found is not None and found.endswith(" "):
        assert [line.startswith(found) for line in lines] == [True]
    else:
        assert lines == ([found] if found else [])


def test_an_unknown_type_of_field_names_the_types() -> None:
    (line,) = said(("type: money, prompt: Cost", "type: monney, prompt: Cost"))
    types = "text, long-text, number, money, percentage, date, year, choice, several, rating, yes-no, organisation, stakeholder, table"
    assert line == f"6: “monney” is not possible for “type”. Possible: {types}. Did you mean “money”?"


def test_a_table_without_columns_and_a_worksheet_without_fields() -> None:
    empty = "id: fee-plan\nkind: worksheet\ntitle: Fee plan\nfields: []\n"
    assert faults_of(with_plan(empty)) == [f"{PATH}:4: A worksheet needs at least one field."]
    bare = "id: fee-plan\nkind: worksheet\ntitle: Fee plan\nfields:\n  - {id: t, type: table, prompt: T, columns: []}\n"
    assert faults_of(with_plan(bare)) == [f"{PATH}:5: A table needs at least one column."]


def test_a_table_cannot_stand_in_a_table() -> None:
    (line,) = said(("{id: members, type: number,", "{id: members, type: table,"))
    assert line.startswith("21: “table” is not possible for “type”. Possible: text, long-text, ")


def test_a_fault_in_one_entry_is_not_said_again_where_the_entry_is_used() -> None:
    """What uses an entry that is wrong cannot be bound: both are said, each at its line."""
    again = "  - id: tax\n    calculation: value-added-tax\n"
    lines = said((again, "  - id: tax\n    calculation: value-added-taxes\n"), ("    this: cost", "    this: tax.tax"))
    assert [line.partition(":")[0] for line in lines] == ["39", "49"]


def test_everything_is_found_at_once() -> None:
    lines = said(
        ("[finances]", "[finanses]"),
        (SHARE, "prompt: Share, least: 5, most: 4}"),
        ("calculation: gap-radar", "calculation: gap-rader"),
        ("picture: gap-radar", "picture: gap-rader"),
        ("this: tiers.tier", "this: stage"),
    )
    assert [line.partition(":")[0] for line in lines] == ["4", "11", "36", "44", "54"]
