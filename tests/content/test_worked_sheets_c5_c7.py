"""The worked examples of the field, typed into the worksheets of courses five to seven: the exact numbers come out."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from clustercourse.kinds.worksheets.computing import drawings
from tests.content.entering import CONTENT, entered, found, results, rows, specification_of

SHEETS = (
    *("stakeholder-map", "membership-promise", "onboarding-plan", "engagement-ladder", "member-retention", "interview-log"),
    *("onion", "change-scan", "partner-choice", "meta-cluster", "policy-ladder", "local-relevance"),
    *("lab-proposal", "test-card", "session-plan", "evidence-log", "lab-verdict", "product-plan"),
)
ALL_SHEETS = {path.stem for path in CONTENT.glob("*/exercises/*.yaml") if "kind: worksheet" in path.read_text("utf-8")}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_with_nothing_in_it_has_no_number_and_a_drawing_for_each_picture(sheet: str) -> None:
    specification, entries, computed = entered(sheet)
    single = [outcome for entry in computed.values() for outcome in entry.outcomes.values() if not isinstance(outcome, tuple)]
    assert [outcome for outcome in single if outcome.number] == []
    assert len(drawings(specification, entries, computed)) == len(specification["pictures"])


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_a_sheet_begins_with_is_of_the_same_type_in_another_sheet(sheet: str) -> None:
    named = {path for field in _every_field(sheet) for path in (field["prefill"], field.get("rows_of", "")) if path}
    pairs = [(field["type"], _type_at(field["prefill"])) for field in _every_field(sheet) if field["prefill"]]
    assert [path for path in named if path.partition(".")[0] in {sheet} or _type_at(path) is None] == []
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_should_agree_stands_in_another_sheet(sheet: str) -> None:
    others = [entry["other"] for entry in specification_of(sheet)["agreements"]]
    assert [other for other in others if other.partition(".")[0] == sheet or _type_at(other) is None] == []


def _every_field(sheet: str) -> list[dict[str, Any]]:
    fields = specification_of(sheet)["fields"]
    return [*fields, *(column for field in fields for column in field.get("columns", ()))]


def _type_at(path: str) -> str | None:
    sheet, _dot, inside = path.partition(".")
    if sheet not in ALL_SHEETS:
        return None
    types = {field["id"]: field["type"] for field in specification_of(sheet)["fields"]}
    for field in specification_of(sheet)["fields"]:
        types |= {f"{field['id']}.{column['id']}": column["type"] for column in field.get("columns", ())}
    return types.get(inside)


def test_power_and_interest() -> None:
    stakeholders = rows(
        "name power interest",
        *(("Region", 5, 4), ("Anchor firm A", 4, 5), ("University", 4, 3), ("SME members", 2, 5), ("Trade union", 3, 2)),
        *(("National ministry", 5, 2), ("Local media", 2, 2), ("Neighbour cluster", 3, 4), ("Start-up hub", 1, 4), ("Not judged", 4, None)),
    )
    _sheet, _entries, computed = entered("stakeholder-map", tables={"stakeholders": stakeholders})
    strategy, borderline = results(computed["strategy"], "strategy", "borderline")
    assert strategy == (
        *("manage-closely", "manage-closely", "keep-satisfied", "keep-informed", "monitor"),
        *("keep-satisfied", "monitor", "keep-informed", "keep-informed", "unplaced"),
    )
    assert borderline == ("clear", "clear", "borderline", "clear", "borderline", "clear", "clear", "borderline", "clear", "missing")


def test_power_legitimacy_and_urgency() -> None:
    said = {"1": "yes", "0": "no", "?": "?"}
    signs = ("000", "100", "010", "001", "110", "101", "011", "111", "1?1")
    stakeholders = rows("has-power legitimacy urgency", *([said[sign] for sign in each] for each in signs))
    _sheet, _entries, computed = entered("stakeholder-map", tables={"stakeholders": stakeholders})
    types, possible = results(computed["claims"], "type", "possible-types")
    known = ("not-a-stakeholder", "dormant", "discretionary", "demanding", "dominant", "dangerous", "dependent", "definitive")
    assert types == (*known, "undecided")
    assert possible == (*((each,) for each in known), ("definitive", "dangerous"))


def test_engagement_ladder() -> None:
    steps = rows(
        "name power interest current desired",
        *(("Region", 5, 4, 3, 5), ("Anchor firm A", 4, 5, 2, 4), ("University", 4, 3, 3, 3), ("SME members", 2, 5, 1, 3)),
        *(("Neighbour cluster", 3, 4, 0, 2), ("Less than now", 3, 4, 3, 2), ("Not rated", 3, 4, None, 2)),
    )
    _sheet, _entries, computed = entered("engagement-ladder", tables={"steps": steps})
    assert results(computed["order"], "gap", "priority") == ((2, 2, 0, 2, 2, 0, "missing"), (18, 18, 0, 14, 14, 0, "missing"))
    gaps = computed["order"].outcomes["gap"]
    assert isinstance(gaps, tuple)
    assert [bool(gap.notes) for gap in gaps] == [False, False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("start", "lost", "new", "active", "margin", "expected"),
    [
        ("135", "16", "20", "14", "440", (139, F(119, 135), F(16, 135), F("8.4375"), F("3712.5"), F("0.7"))),
        ("135", "0", "0", "0", "440", (135, 1, 0, "not-observed", "not-observed", "undefined")),
        ("0", "0", "4", "", "", (4, "undefined", "undefined", "undefined", "missing", "missing")),
        ("135", "136", "0", "", "440", ("invalid", "invalid", "invalid", "invalid", "invalid", "missing")),
    ],
)
def test_members_who_stay(start: str, lost: str, new: str, active: str, margin: str, expected: tuple[object, ...]) -> None:
    cells = {"start": start, "lost": lost, "new": new, "new-active": active, "margin": margin}
    _sheet, _entries, computed = entered("member-retention", cells)
    outputs = ("members-at-end", "retention", "churn", "lifetime", "lifetime-margin", "activation")
    assert results(computed["year"], *outputs) == expected


LAYERS = {"own": (2, 5, 5, 45), "market": (3, 4, 3, 30), "national": (4, 3, 2, 15), "international": (5, 2, 1, 8), "global": (5, 1, 0, 2)}


def covered(**changed: tuple[int | None, ...]) -> dict[str, Any]:
    lines = {**LAYERS, **changed}
    layers = dict(zip(lines, rows("impact understanding influence time", *lines.values()), strict=True))
    _sheet, _entries, computed = entered("onion", tables={"layers": layers})
    return {name: found(outcome) for name, outcome in computed["cover"].outcomes.items()}


def test_onion() -> None:
    made = covered()
    assert (made["coverage"], made["exposure-gap"]) == ((5, 4, 3, 2, 1), (0, 3, 8, 15, 20))
    assert made["impact-share"] == (F(2, 19), F(3, 19), F(4, 19), F(5, 19), F(5, 19))
    assert [f"{float(100 * gap):+.2f}" for gap in made["attention-gap"]] == ["+34.47", "+14.21", "-6.05", "-18.32", "-24.32"]
    assert (made["weighted-coverage"], made["weighted-coverage-external"]) == (F("9.8") / 19, F("7.8") / 17)
    assert (made["external-covered"], made["sub-optimisation"]) == (2, "no-flag")


def test_onion_with_one_outer_layer_covered() -> None:
    made = covered(national=(4, 2, 2, 15))
    assert (made["external-covered"], made["sub-optimisation"]) == (1, "risk")


def test_onion_with_layers_not_rated_and_time_that_does_not_add_up() -> None:
    made = covered(national=(4, None, 2, 15), international=(5, None, None, 9))
    assert (made["coverage"], made["attention-gap"]) == ((5, 4, 2, "missing", 1), ("invalid",) * 5)
    assert (made["weighted-coverage"], made["sub-optimisation"]) == (F(1, 2), "cannot-tell")


@pytest.mark.parametrize(
    ("cost", "equal", "sizes", "shares"),
    [
        ("60,000", "50", (135, 60, 240, 15), ("16500", "11500", "23500", "8500")),
        ("10,000.00", "50 %", (100, 100, 100), ("3333.34", "3333.33", "3333.33")),
        ("10,000.00", "0", (135, 60, 240, 16), ("2993.35", "1330.37", "5321.51", "354.77")),
        ("60,000", "100", (0, 0), ("30000", "30000")),
    ],
)
def test_cost_key(cost: str, equal: str, sizes: tuple[int, ...], shares: tuple[str, ...]) -> None:
    clusters = rows("size", *((size,) for size in sizes))
    _sheet, _entries, computed = entered("meta-cluster", {"cost": cost, "equal-part": equal}, {"clusters": clusters})
    amounts = tuple(F(share) for share in shares)
    assert results(computed["key"], "share", "total") == (amounts, sum(amounts))


def test_cost_key_by_sizes_that_are_all_0() -> None:
    _sheet, _entries, computed = entered("meta-cluster", {"cost": "60,000", "equal-part": "50"}, {"clusters": rows("size", (0,), (0,))})
    assert results(computed["key"], "share", "total") == (("undefined", "undefined"), "undefined")


def test_a_partner_with_a_missing_rating_that_cannot_catch_up() -> None:
    weights = {"weight-need": "50", "weight-complement": "30", "weight-reach": "20"}
    candidates = rows("cluster fits-need complements can-reach", ("X", 5, 4, 2), ("Y", 3, 5, None))
    _sheet, _entries, computed = entered("partner-choice", weights, {"candidates": candidates})
    assert results(computed["comparison"], "score", "lowest", "highest", "standing") == (
        *((F("4.1"), "missing"), (F("4.1"), F("3.2")), (F("4.1"), F(4))),
        ("leads", "behind"),
    )


@pytest.mark.parametrize(
    ("started", "reported", "succeeded", "expected"),
    [
        ("18", "16", "12", (F(12, 18), F(12, 16), F(14, 18), "supported")),
        ("18", "16", "10", (F(10, 18), F(10, 16), F(12, 18), "inconclusive")),
        ("18", "16", "8", (F(8, 18), F(8, 16), F(10, 18), "not-supported")),
        ("18", "0", "0", (0, "undefined", 1, "no-data")),
        ("18", "18", "18", (1, 1, 1, "supported")),
        ("18", "19", "8", ("invalid",) * 4),
        ("0", "0", "0", ("undefined",) * 4),
    ],
)
def test_verdict_of_a_lab(started: str, reported: str, succeeded: str, expected: tuple[object, ...]) -> None:
    cells = {"started": started, "reported": reported, "succeeded": succeeded, "threshold": "60 %"}
    _sheet, _entries, computed = entered("lab-verdict", cells)
    assert results(computed["verdict"], "worst", "of-reported", "best", "verdict") == expected


@pytest.mark.parametrize(
    ("scores_of_b", "standings", "lead"),
    [
        ((5, 3, 4, 3, 5), ("behind", "leads", "behind"), "clear"),
        ((4, 4, 3, 3, 3), ("open", "behind", "open"), "open"),
    ],
)
def test_tools_compared(scores_of_b: tuple[int, ...], standings: tuple[str, ...], lead: str) -> None:
    weights = {f"weight-{n}": weight for n, weight in enumerate(("30", "25", "20", "15", "10"), start=1)}
    tools = rows("tool score-1 score-2 score-3 score-4 score-5", ("A", 4, 5, 3, 4, 3), ("B", *scores_of_b), ("C", 3, 4, 4, 5, None))
    _sheet, _entries, computed = entered("lab-verdict", weights, {"tools": tools})
    score, lowest, highest = results(computed["comparison"], "score", "lowest", "highest")
    assert (score[0], score[2], lowest[2], highest[2]) == (F("3.95"), "missing", F("3.55"), F("3.95"))
    assert results(computed["comparison"], "standing", "lead") == (standings, lead)
