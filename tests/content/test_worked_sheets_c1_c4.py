"""The worked examples of the field, typed into the worksheets of the first four courses: the exact numbers come out."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from clustercourse.kinds.worksheets.computing import drawings
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of, place
from tests.content.entering import about, entered, found, results, rows, specification_of

BEGUN_WITH = {
    "bridge-plan": {"radar.rated": 0, "radar.not-rated": 0},
    "location-quotients": {},
    "star-profile": {"profile.regions-compared": 0},
    "shift-share": {},
    "value-chain": {},
    "network-map": {},
    "swot": {},
    "option-matrix": {},
    "implementation-plan": {},
    "excellence-check": {
        **{f"self-check.{part}-worst": 0 for part in (*(f"dimension-{n}" for n in range(1, 6)), "total")},
        **{f"self-check.{part}-best": 1 for part in (*(f"dimension-{n}" for n in range(1, 6)), "total")},
        "self-check.answered": 0,
        "platform.verdict": "cannot-tell",
    },
    "business-model": {"coverage.links": 0, "coverage.linked": 0},
    "service-portfolio": {},
    "income-mix": {},
    "membership-break-even": {},
    "cost-to-serve": {},
    "stress-test": {},
}


@pytest.mark.parametrize("sheet", BEGUN_WITH)
def test_a_sheet_with_nothing_in_it_knows_no_more_than_that(sheet: str) -> None:
    specification, entries, computed = entered(sheet)
    known = {f"{key}.{name}": found(outcome) for key, entry in computed.items() for name, outcome in entry.outcomes.items() if outcome}
    assert {name: held for name, held in known.items() if held not in ("missing", "undefined")} == BEGUN_WITH[sheet]
    assert len(drawings(specification, entries, computed)) == len(specification["pictures"])


@pytest.mark.parametrize("sheet", BEGUN_WITH)
def test_what_a_sheet_begins_with_and_agrees_with_stands_in_an_earlier_one(sheet: str) -> None:
    specification = specification_of(sheet)
    for field in specification["fields"]:
        for column in (field, *field.get("columns", ())):
            if column["prefill"]:
                assert _kind_of(_field_at(column["prefill"])) == _kind_of(column), column["prefill"]
    for agreement in specification["agreements"]:
        other, _dot, reference = agreement["other"].partition(".")
        assert place(specification_of(other), reference) is not None, agreement["other"]
        assert all(place(specification, name) is not None for name in agreement.get("where", ()))


def _field_at(reference: str) -> Specification:
    sheet, name, *column = reference.split(".")
    field = fields_of(specification_of(sheet))[name]
    return columns_of(field)[column[0]] if column else field


def _kind_of(field: Specification) -> tuple[str, list[str]]:
    return field["type"], [option["id"] for option in field.get("options", ())]


def test_gap_radar_shows_a_tie_and_leaves_out_what_is_not_rated() -> None:
    ratings = {
        "research": (4, 5),
        "education": (2, 4),
        "capital": (5, 4),
        "policy": (3, 3),
        "firm-to-firm": (4, 5),
        "cluster-to-cluster": (3, 2),
    }
    gaps = {gap: {"severity": str(severity), "importance": str(importance)} for gap, (severity, importance) in ratings.items()}
    _sheet, _entries, computed = entered("bridge-plan", tables={"gaps": {**gaps, "global": {"severity": "5"}}})
    priority, place, mean, index = results(computed["radar"], "priority", "place", "mean-severity", "bridge-index")
    assert priority == (20, 8, 20, 9, 20, 6, "missing")
    assert place == (1, 5, 1, 4, 1, 6, "missing")
    assert (mean, about(index, 6)) == (F(26, 7), "0.321429")


def test_gap_radar_without_any_rating_has_no_index() -> None:
    _sheet, _entries, computed = entered("bridge-plan", tables={"gaps": {}})
    assert results(computed["radar"], "mean-severity", "bridge-index") == ("undefined", "undefined")


FJORDBY = {"regional-total": "210,000", "reference-total": "2,800,000", "includes-region": "yes"}
INDUSTRIES = (
    ("Maritime equipment", "4,200", "16,000", F("3.5"), "strongly-specialised"),
    ("Food", "6,300", "84,000", F(1), "similar"),
    ("ICT services", "5,250", "112,000", F("0.625"), "under-represented"),
    ("Wind supply", "2,100", "14,000", F(2), "strongly-specialised"),
    ("Wind supply, 4 jobs fewer", "2,096", "14,000", F(2096, 1050), "over-represented"),
    ("Textiles", "0", "5,600", F(0), "under-represented"),
    ("Space technology", "?", "1,400", "missing", "missing"),
    ("Reef minerals", "0", "0", "undefined", "undefined"),
    ("Typing error", "300,000", "400,000", "invalid", "invalid"),
    ("Small base", "12", "160", F(1), "similar"),
    ("Small base, 3 jobs more", "15", "160", F("1.25"), "over-represented"),
)


def test_location_quotients_keep_zero_missing_undefined_and_invalid_apart() -> None:
    table = rows("name regional-jobs reference-jobs", *(line[:3] for line in INDUSTRIES))
    _sheet, _entries, computed = entered("location-quotients", FJORDBY, {"industries": table})
    quotient, band = results(computed["quotients"], "quotient", "band")
    assert quotient == tuple(line[3] for line in INDUSTRIES)
    assert band == tuple(line[4] for line in INDUSTRIES)
    noted = [bool(outcome.notes) for outcome in computed["quotients"].outcomes["quotient"]]  # type: ignore[union-attr]
    assert noted == [False] * 4 + [True, True] + [False] * 3 + [True, True]


def test_location_quotients_of_a_region_without_jobs_have_no_value() -> None:
    table = rows("name regional-jobs reference-jobs", ("Space technology", "0", "1,400"))
    _sheet, _entries, computed = entered("location-quotients", {**FJORDBY, "regional-total": "0"}, {"industries": table})
    assert results(computed["quotients"], "quotient") == (("undefined",),)


OWN = (4200, 210000)
OTHERS = (
    *((9800, 1450000), (7400, 620000), (6900, 900000), (6100, 310000), (5600, 700000), (5200, 410000), (4900, 820000), (4600, 255000)),
    *((4100, 505000), (3900, 330000), (3500, 290000), (3300, 610000), (2900, 150000), (2500, 480000), (2100, 95000), (1800, 260000)),
    *((1500, 370000), (900, 120000), (300, 88000)),
)


def test_star_profile_of_twenty_regions_with_the_own_one_first() -> None:
    table = rows("name regional-jobs regional-total", *((f"Region {n}", *line) for n, line in enumerate((OWN, *OTHERS))))
    _sheet, _entries, computed = entered("star-profile", tables={"regions": table})
    names = ("size-place", "focus-place", "quotient", "stars", "size-star", "focus-star", "specialisation-star")
    lines = list(zip(*results(computed["profile"], *names), strict=True))
    star, none = "star", "no-star"
    assert [(size, focus, about(quotient, 3), *stars) for size, focus, quotient, *stars in (lines[n] for n in (0, 1, 2, 15, 4, 8))] == [
        (9, 2, "2.202", 2, none, star, star),
        (1, 15, "0.744", 1, star, none, none),
        (2, 8, "1.314", 1, star, none, none),
        (16, 1, "2.434", 2, none, star, star),
        (4, 3, "2.166", 1, none, none, star),
        (8, 5, "1.986", 0, none, none, none),
    ]
    assert results(computed["profile"], "regions-compared") == (20,)


def test_star_profile_of_nine_regions_gives_no_stars_for_size_and_focus() -> None:
    table = rows("name regional-jobs regional-total", *((f"Region {n}", *line) for n, line in enumerate((OWN, *OTHERS[:8]))))
    _sheet, _entries, computed = entered("star-profile", tables={"regions": table})
    few = ("too-few-regions",) * 9
    assert results(computed["profile"], "size-star", "focus-star") == (few, few)


def test_shift_share_takes_the_change_apart() -> None:
    lines = (
        ("Growing but lagging", "4,000", "4,200", "15,000", "16,000"),
        ("New in region", 0, 60, "15,000", "16,000"),
        ("Vanished", 400, 0, "15,000", "16,000"),
        ("New industry everywhere", 40, 60, 0, 160),
    )
    table = rows("name regional-before regional-after reference-before reference-after", *lines)
    cells = {"all-jobs-before": "2,700,000", "all-jobs-after": "2,800,000", "includes-region": "yes"}
    _sheet, _entries, computed = entered("shift-share", cells, {"industries": table})
    assert results(computed["parts"], "national-growth", "industry-mix", "regional-share", "change") == (
        (F(4000, 27), 0, F(400, 27), "undefined"),
        (F(3200, 27), 0, F(320, 27), "undefined"),
        (F(-200, 3), 60, F(-1280, 3), "undefined"),
        (200, 60, -400, 20),
    )


@pytest.mark.parametrize(
    ("organisations", "ties", "density"), [(12, 18, F(3, 11)), (5, 10, F(1)), (5, 0, F(0)), (1, 0, "undefined"), (5, 11, "invalid")]
)
def test_network_density_from_a_rough_count(organisations: int, ties: int, density: object) -> None:
    _sheet, _entries, computed = entered("network-map", {"organisations-count": str(organisations), "ties-count": str(ties)})
    assert results(computed["rough"], "density") == (density,)


@pytest.mark.parametrize(("external", "internal", "index"), [(9, 18, F(-1, 3)), (0, 18, F(-1)), (6, 6, F(0)), (0, 0, "undefined")])
def test_network_openness(external: int, internal: int, index: object) -> None:
    _sheet, _entries, computed = entered("network-map", {"external-ties": str(external), "internal-ties": str(internal)})
    assert results(computed["network"], "external-internal-index") == (index,)


def test_network_of_seven_shows_the_bridge_with_few_ties() -> None:
    tables = {
        "organisations": rows("name", *("ABCDEFG")),
        "ties": rows("one other", *("AB", "AC", "BC", "CD", "DE", "EF", "EG", "FG")),
    }
    _sheet, _entries, computed = entered("network-map", tables=tables)
    half, third = F(1, 2), F(1, 3)
    assert results(computed["network"], "density", "degree", "degree-share", "betweenness", "betweenness-share") == (
        F(8, 21),
        (2, 2, 3, 2, 3, 2, 2),
        (third, third, half, third, half, third, third),
        (0, 0, 8, 9, 8, 0, 0),
        (0, 0, F(8, 15), F(3, 5), F(8, 15), 0, 0),
    )


def test_option_matrix_ties_and_then_changes_its_lead_with_other_weights() -> None:
    weights = {f"weight-{n}": str(weight) for n, weight in enumerate((40, 30, 20, 10), start=1)}
    second = {f"second-weight-{n}": str(weight) for n, weight in enumerate((25, 45, 20, 10), start=1)}
    lines = (("A deepen services", 4, 3, 5, 4), ("B cross-sector platform", 5, 4, 2, 3), ("C international", 3, 5, 3, 2))
    options = rows("option score-1 score-2 score-3 score-4", *lines)
    _sheet, _entries, computed = entered("option-matrix", {**weights, **second}, {"options": options})
    assert results(computed["matrix"], "score", "standing", "lead") == ((F("3.9"), F("3.9"), F("3.5")), ("tied", "tied", "behind"), "tie")
    assert results(computed["matrix"], "second-score", "second-standing", "second-lead", "sensitivity") == (
        (F("3.75"), F("3.75"), F("3.8")),
        ("behind", "behind", "leads"),
        "clear",
        "changes",
    )


def test_option_matrix_with_weights_of_ninety_is_refused() -> None:
    cells = {"weight-1": "60", "weight-2": "30"}
    options = rows("option score-1 score-2", ("A", 4, 3), ("B", 5, 4))
    _sheet, _entries, computed = entered("option-matrix", cells, {"options": options})
    assert results(computed["matrix"], "score", "weight-total") == (("invalid", "invalid"), 90)


COMPLETE = ("4333", "4433333334", "23", "444433333333", "433")
DIMENSIONS = tuple(f"dimension-{n}-of-answered" for n in range(1, 6))


def _indicators(dimensions: tuple[str, ...]) -> dict[str, dict[str, str]]:
    specification, _entries, _computed = entered("excellence-check")
    preset = next(field["preset"] for field in specification["fields"] if field["id"] == "indicators")
    points = "".join(dimensions)
    assert len(preset) == len(points) == 31
    return {row["id"]: {"points": "" if point == "-" else point} for row, point in zip(preset, points, strict=True)}


def test_excellence_self_check_with_every_indicator_answered() -> None:
    _sheet, _entries, computed = entered("excellence-check", tables={"indicators": _indicators(COMPLETE)})
    assert results(computed["self-check"], *DIMENSIONS) == (F(13, 16), F(33, 40), F(5, 8), F(40, 48), F(10, 12))
    assert results(computed["self-check"], "points", "total-of-answered", "verdict") == (101, F(101, 124), "reached")


@pytest.mark.parametrize(
    ("dimensions", "points", "bounds", "verdict"),
    [
        (("4333", "4433333334", "23", "444433333333", "423"), 100, (F(100, 124), F(100, 124)), "reached"),
        (("4333", "4433333334", "23", "444433333333", "323"), 99, (F(99, 124), F(99, 124)), "not-reached"),
        (("4333", "4433333334", "23", "44443333333-", "4--"), 92, (F(92, 124), F(104, 124)), "cannot-tell"),
    ],
)
def test_excellence_self_check_near_the_threshold(dimensions: tuple[str, ...], points: int, bounds: tuple[F, F], verdict: str) -> None:
    _sheet, _entries, computed = entered("excellence-check", tables={"indicators": _indicators(dimensions)})
    assert results(computed["self-check"], "points", "total-worst", "total-best", "verdict") == (points, *bounds, verdict)


def test_excellence_indicators_stand_in_their_dimensions() -> None:
    specification, _entries, _computed = entered("excellence-check")
    groups = [row["group"] for row in next(field["preset"] for field in specification["fields"] if field["id"] == "indicators")]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [4, 10, 2, 12, 3]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [((135, 4, "2.5"), "meets-all"), ((14, 4, "2.5"), "fails"), ((15, 2, "0.5"), "meets-all"), ((15, 2, "?"), "cannot-tell")],
)
def test_platform_profile_beside_the_self_check(facts: tuple[int, int, str], verdict: str) -> None:
    members, kinds, positions = facts
    cells = {"members": str(members), "member-types": str(kinds), "positions": positions, "english-page": "yes"}
    _sheet, _entries, computed = entered("excellence-check", cells)
    assert results(computed["platform"], "verdict") == (verdict,)


def test_business_model_counts_complete_links() -> None:
    links = rows(
        "segment proposition revenue", ("Suppliers", "First talk", "Fee"), ("Region", None, "Grant"), ("Yards", "New suppliers", None)
    )
    _sheet, _entries, computed = entered("business-model", tables={"links": links})
    assert results(computed["coverage"], "links", "linked", "coverage", "link") == (3, 1, F(1, 3), ("linked", "open", "open"))


def test_service_portfolio_with_working_time() -> None:
    lines = (
        ("Master class", 450, 20, "2,000", 60, 60),
        ("Study tour", 900, 12, "1,200", 600, 80),
        ("Free matchmaking", 0, 40, 0, 0, 50),
        ("Nothing", 0, 0, 0, 0, 0),
    )
    services = rows("name price participants fixed-cost variable-cost hours", *lines)
    _sheet, _entries, computed = entered("service-portfolio", {"hourly-rate": "55"}, {"services": services})
    assert results(computed["result"], "revenue", "cost", "net", "recovery", "break-even") == (
        (9000, 10800, 0, 0),
        (6500, 12800, 2750, 0),
        (2500, -2000, -2750, 0),
        (F(18, 13), F("0.84375"), 0, "undefined"),
        (14, 19, "none", "none"),
    )


MIX = ("concentration", "diversity", "normalised-diversity", "effective-streams", "private-share")


@pytest.mark.parametrize(
    ("amounts", "mix"),
    [
        (("360,000", "240,000", "150,000", "50,000"), (F("0.3315625"), F("0.6684375"), F("0.89125"), 1 / F("0.3315625"), F(1, 4))),
        (("500,000", "0", "0", "0"), (1, 0, 0, 1, 0)),
        (("200,000",) * 4, (F(1, 4), F(3, 4), 1, 4, F(1, 2))),
        (("400,000", "0", "400,000", "0"), (F(1, 2), F(1, 2), F(2, 3), 2, F(1, 2))),
        (("0",) * 4, ("undefined",) * 5),
        (("1", "", "0", "0"), ("missing",) * 5),
        (("1", "-1", "0", "0"), ("invalid",) * 5),
    ],
)
def test_income_mix(amounts: tuple[str, ...], mix: tuple[object, ...]) -> None:
    _sheet, _entries, computed = entered("income-mix", dict(zip(("public-base", "projects", "fees", "services"), amounts, strict=True)))
    assert results(computed["mix"], *MIX) == mix


TIERS = rows(
    "tier members fee hours direct-cost",
    ("Micro 1–9", 60, 400, 4, 50),
    ("Small 10–49", 45, "1,000", 8, 80),
    ("Medium 50–249", 20, "2,000", 14, 120),
    ("Large 250+", 6, "5,000", 30, 300),
    ("Knowledge institution", 4, "2,750", 40, 200),
)
STREAMS = {"public-base": "360,000", "projects": "240,000", "services": "50,000"}
HOUSE = {**STREAMS, "fixed-cost": "760,000", "variable-cost": "150", "unpaid": "5"}


def test_membership_break_even_of_one_house() -> None:
    _sheet, _entries, computed = entered("membership-break-even", HOUSE, {"tiers": TIERS})
    assert results(computed["other-income"], "total") == (650_000,)
    assert results(computed["tier-income"], "members-total", "fee-income-total", "average-fee") == (135, 150_000, F(10_000, 9))
    assert results(computed["break-even"], "gap", "break-even", "margin-of-safety", "surplus") == (110_000, 115, F(20, 135), 19_750)
    contribution, needed = results(computed["break-even"], "contribution-with-unpaid", "break-even-with-unpaid")
    assert (about(contribution, 3), needed) == ("905.556", 122)


@pytest.mark.parametrize(
    ("cells", "tiers", "needed"),
    [
        ({"fixed-cost": "750,000", "variable-cost": "100"}, rows("tier members fee", ("All", 135, "1,100")), 100),
        ({}, rows("tier members fee", ("All", 135, 150)), "none"),
        ({"fixed-cost": "645,000"}, rows("tier members fee", ("All", 135, "1,000")), 0),
        ({"public-base": "180,000"}, TIERS, 302),
        ({}, rows("tier members fee", ("All", 0, "1,000")), "undefined"),
        ({"planned-fee": "1,250"}, rows("tier members fee", ("All", 0, "1,000")), 100),
    ],
)
def test_membership_break_even_at_its_edges(cells: dict[str, str], tiers: list[dict[str, str]], needed: object) -> None:
    _sheet, _entries, computed = entered("membership-break-even", {**HOUSE, **cells}, {"tiers": tiers})
    assert results(computed["break-even"], "break-even") == (needed,)


def test_cost_to_serve_of_the_same_house() -> None:
    cells = {"hourly-rate": "60", "hours-of-position": "1,600 hours"}
    _sheet, _entries, computed = entered("cost-to-serve", cells, {"tiers": TIERS})
    served = computed["tiers-served"]
    assert results(served, "fee-income", "cost-to-serve", "margin", "tier-margin", "cost-share") == (
        (24_000, 45_000, 40_000, 30_000, 11_000),
        (290, 560, 960, 2_100, 2_600),
        (110, 440, 1_040, 2_900, 150),
        (6_600, 19_800, 20_800, 17_400, 600),
        (F("0.725"), F("0.56"), F("0.48"), F("0.42"), F(52, 55)),
    )
    names = ("members-total", "fee-income-total", "hours-total", "positions", "cost-total", "margin-total")
    assert results(served, *names) == (135, 150_000, 1_220, F("0.7625"), 84_800, 65_200)


YEAR = {"members-at-start": "135", "members-lost": "16", "members-joined": "20", "members-activated": "14", "yearly-margin": "440"}
STAYING = ("members-at-end", "retention", "churn", "lifetime", "lifetime-margin", "activation")


@pytest.mark.parametrize(
    ("cells", "staying"),
    [
        ({}, (139, F(119, 135), F(16, 135), F("8.4375"), F("3712.5"), F("0.7"))),
        ({"members-lost": "0"}, (155, 1, 0, "not-observed", "not-observed", F("0.7"))),
        ({"members-at-start": "0", "members-lost": "0"}, (20, "undefined", "undefined", "undefined", "undefined", F("0.7"))),
    ],
)
def test_how_long_members_stay(cells: dict[str, str], staying: tuple[object, ...]) -> None:
    _sheet, _entries, computed = entered("cost-to-serve", {**YEAR, **cells})
    assert results(computed["staying"], *STAYING) == staying


def test_stress_test_of_the_same_house() -> None:
    lines = (
        ("Nothing changes", "360,000", 0, "150,000", "780,250"),
        ("Public base halved", "360,000", 50, "150,000", "780,250"),
        ("Public base lost", "360,000", 100, "150,000", "780,250"),
        ("Projects lost", "240,000", 100, "150,000", "780,250"),
    )
    cells = {**STREAMS, "fees": "150,000", "members": "135", "variable-cost": "150", "reserve": "150,000"}
    _sheet, _entries, computed = entered("stress-test", cells, {"cases": rows("case stream lost fees-left cost", *lines)})
    stress = computed["stress"]
    assert results(computed["today"], "total", "private-share") == (800_000, F(1, 4))
    assert results(stress, "income-after-change", "shortfall", "gap", "members-needed") == (
        (800_000, 620_000, 440_000, 560_000),
        (0, 160_250, 340_250, 220_250),
        (110_000, 290_000, 470_000, 350_000),
        (115, 302, 490, 365),
    )
    assert [about(each * 100, 2) for each in found(stress.outcomes["coverage"])] == ["102.53", "79.46", "56.39", "71.77"]
    halved = [found(stress.outcomes[name])[1] for name in ("fee-needed", "fee-rise", "months-of-reserve")]
    assert [about(each, digits) for each, digits in zip(halved, (2, 3, 2), strict=True)] == ["2298.15", "1.068", "11.23"]
    assert found(stress.outcomes["months-of-reserve"])[0] == "not-burning"
