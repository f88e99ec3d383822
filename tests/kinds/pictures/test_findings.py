"""The sentence above each picture, what it leaves out, and the worked numbers in the picture itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.kinds.pictures.drawn import GONE, NONE, drawing, known, one, words_in


@pytest.mark.parametrize(
    ("name", "finding", "in_picture"),
    [
        ("gap-radar", "Capital, firm-to-firm and research come first, each with 20 of 25", ["5 × 4 = 20", "3 × 2 = 6", "not rated"]),
        (
            "location-quotients",
            "Maritime equipment stands out: 3.50 times its share in the reference",
            ["similar 1.00", "under-represented 0.63"],
        ),
        ("star-profile", "2 stars of three", ["rank 9 of 20", "rank 2 of 20", "2.20", "Size: no star", "Focus: star"]),
        ("shift-share", "Vanished loses most in the region itself: −427", ["+148", "+119", "−67", "+200", "−400", "no value"]),
        ("network", "C and E have the most ties of 7 organisations: 3 ties each", ["C · 3", "D · 2"]),
        ("value-chain", "1 of the stages has nobody in the cluster: Installation", ["nobody named", "Missing: No test site"]),
        ("excellence-radar", "2 of 5 dimensions reach 80.0% for certain; lowest is Financing with 62.5%", ["72.5%–82.5% · cannot tell"]),
        (
            "option-matrix",
            "The weights decide: the first put A and B in front (3.90), the second C (3.80)",
            ["3.90 · tie", "3.75 · tie", "3.50"],
        ),
        ("swot", "4 entries, 2 with evidence", ["Strengths · 1", "Threats · 1"]),
        ("plan-timeline", "4 activities until 1 September 2027; first comes “Interviews”, 15 January 2027", ["22 March 2027", "no date"]),
        (
            "service-portfolio",
            "Study tour and Free matchmaking do not pay for themselves; all services together: −2,250",
            ["2,500 · 138.5%", "−2,000 · 84.4%"],
        ),
        ("income-mix", "Public base brings 45.0% of all income; the mix is worth 3.02 equal streams", ["360 · 45.0%", "50 · 6.3%"]),
        ("break-even-curve", "Break-even at 115 members: you have 20 more", ["break-even 115", "135 now"]),
        ("fee-tiers", "Every tier pays for itself; closest to the edge is Knowledge: 94.5% of the fee", ["72.5%", "2,750", "2,600"]),
        ("cash-reserve", "The reserve of 150,000 lasts 11.23 months at 13,354 a month", ["11.23 months", "12"]),
        (
            "stress-test",
            "“All public lost” leaves 340,250 uncovered: income pays 56.4% of the cost",
            ["160,250 missing", "19,750 left over"],
        ),
        (
            "canvas",
            "6 blocks of nine are still empty: “How we reach them”, “How we stay in touch” and 4 more",
            ["nothing yet", "A warm introduction"],
        ),
        ("power-interest", "Region and Anchor firm need your closest attention", ["keep satisfied · borderline", "Unknown one · unplaced"]),
        (
            "salience",
            "Region has power, legitimacy and urgency",
            ["dominant", "dangerous", "Somebody · undecided: definitive or dangerous"],
        ),
        ("engagement-ladder", "Region and Anchor have the longest way up: 2 levels each", ["contributes → leads", "attends → co-creates"]),
        (
            "onboarding-timeline",
            "3 actions in 90 days; the longest silence is 46 days, from day 14",
            ["day 2 · phone · done", "day 14 · not done"],
        ),
        ("onion", "Global is the widest exposure gap: 20 of 25", ["own organisation · gap 0", "international · gap 15", "2.0%"]),
        ("cost-key", "C pays most: 23,500 of 60,000", ["16,500 · 27.5%", "8,500 · 14.2%"]),
        ("policy-ladder", "Skills has come furthest: decision changed", ["decision changed → carried out", "none → dialogue"]),
        ("lab-verdict", "Inconclusive: 55.6% at worst, 66.7% at best, with 60.0% between them", ["threshold 60.0%", "62.5%"]),
        ("criteria-matrix", "B wins with 4.00, whatever is still missing", ["3.95", "3.55–3.95"]),
    ],
)
def test_worked_numbers(name: str, finding: str, in_picture: list[str]) -> None:
    found = drawing(name)
    assert found.finding == finding
    said = words_in(found.svg)
    assert [each for each in in_picture if each not in said] == []


@pytest.mark.parametrize(
    ("name", "changed", "finding"),
    [
        ("gap-radar", {"importance": ()}, "Capital and global are the widest gaps, each with 5 of 5"),
        (
            "location-quotients",
            {"name": ["A", "B"], "quotient": known("0.9", GONE)},
            "No industry is over-represented: the highest is A with 0.90",
        ),
        ("location-quotients", {"name": ["A", "B"], "quotient": known(3, 3)}, "A and B stand out: 3.00 times their share in the reference"),
        ("star-profile", {"regions": one(9)}, "1 star so far; 2 cannot be told"),
        ("option-matrix", {"second": known(4, 3, 2)}, "The weights decide: the first put A and B in front (3.90), the second A (4.00)"),
        ("option-matrix", {"second": known(4, 4, 2)}, "A tie: A and B have 3.90 each"),
        ("option-matrix", {"second": ()}, "A tie: A and B have 3.90 each"),
        ("income-mix", {"fees": GONE}, "The mix cannot be told: every stream must be known and not negative"),
        ("income-mix", dict.fromkeys(("public_base", "projects", "fees", "services"), one(0)), "No income: there is nothing to divide"),
        (
            "income-mix",
            {"name": ["A", "B"], "amount": known(400, 400)},
            "A and B bring 50.0% of all income each; the mix is worth 2.00 equal streams",
        ),
        (
            "break-even-curve",
            {"average_fee": one(1100), "variable_cost": one(100), "fixed_cost": one(750000)},
            "Break-even at 100 members: you have 35 more",
        ),
        ("break-even-curve", {"other_income": one(470000)}, "Break-even at 302 members: 167 are missing"),
        ("break-even-curve", {"average_fee": one(150)}, "No break-even: a member costs as much as it pays, or more"),
        ("break-even-curve", {"other_income": one(800000)}, "Already covered: other income pays the fixed cost without any member"),
        ("break-even-curve", {"fixed_cost": GONE}, "The break-even cannot be told: all figures of fee and cost are needed"),
        ("cash-reserve", {"monthly_shortfall": one(0)}, "Not burning: there is no shortfall, so the reserve is not used up"),
        ("cash-reserve", {"reserve": GONE}, "How long the reserve lasts is not known: both figures are needed"),
        (
            "stress-test",
            {"name": (), "income": (), "cost": (), "base_income": one(9), "stressed_income": one(8), "total_cost": one(8)},
            "The cost is covered in every case; tightest is “In this case”",
        ),
        ("fee-tiers", {"cost": known(500, 560, 960, 2100, 2600)}, "Micro costs more to serve than it pays"),
        (
            "lab-verdict",
            {"worst": one(Fraction(12, 18)), "best": one(Fraction(14, 18))},
            "Supported: even at worst 66.7% reach the threshold of 60.0%",
        ),
        (
            "lab-verdict",
            {"worst": one(Fraction(8, 18)), "best": one(Fraction(10, 18))},
            "Not supported: even at best 55.6% stay below the threshold of 60.0%",
        ),
        ("lab-verdict", {"worst": one("0.6"), "best": one("0.6")}, "Supported: even at worst 60.0% reach the threshold of 60.0%"),
        ("lab-verdict", {"worst": one(0), "reported": NONE, "best": one(1)}, "No data: nobody has reported yet"),
        ("criteria-matrix", {"highest": known(GONE, GONE, "4.01")}, "Still open: B leads with 4.00, and C could pass"),
        ("criteria-matrix", {"score": known(4, 4, GONE)}, "A tie: A and B have 4.00 each"),
        ("engagement-ladder", {"desired": known(3, 1, 3, GONE)}, "Nobody is wanted higher than they stand now"),
        ("onion", {"impact": known(2, 3, 4, 4, 5)}, "Global is the widest exposure gap: 20 of 25"),
        ("network", {"from": ["A", "B"], "to": [None, None]}, "2 organisations, and no tie yet"),
        ("cost-key", {"share": known(5, 5, 5, 5)}, "All pay the same: 5"),
    ],
)
def test_other_findings(name: str, changed: dict[str, Any], finding: str) -> None:
    assert drawing(name, **changed).finding == finding


@pytest.mark.parametrize(
    ("name", "changed", "note"),
    [
        ("gap-radar", {}, "Not fully rated: global."),
        (
            "location-quotients",
            {},
            "Not known: Space. No value: Reef. Cannot be right: Typing error. Bands go by the number before rounding: Four jobs fewer.",
        ),
        ("star-profile", {"regions": one(9)}, "Too few regions for stars by rank: at least 10 are needed."),
        (
            "shift-share",
            {"name": ["A"], "national": known("0.4"), "mix": known("0.4"), "regional": known("0.4")},
            "Parts are rounded one by one, so they may miss the sum by one.",
        ),
        (
            "network",
            {"from": ["A", "b", "C", "C"], "to": ["B", "a", "c", "D"]},
            "The number is how many ties each has. 1 tie is written twice and counts once. 1 tie of an organisation to itself is left out.",
        ),
        ("swot", {"field": ["strength", "?", None, "threat"], "evidence": ()}, "In none of the four fields: Engineers leave and Port."),
        ("plan-timeline", {}, "Without a date: Report. Without an owner: Fee tiers."),
        ("onboarding-timeline", {"day": known(2, 14, 91)}, "1 action comes after day 90."),
        (
            "onion",
            {"influence": known(5, GONE, 2, 1, 0), "impact": known(2, 3, 4, GONE, 5)},
            "Partly rated, by one of understanding and influence: market. Not rated: international.",
        ),
        ("engagement-ladder", {"desired": known(1, 4, 3, 2)}, "Wanted lower than now – consider less effort: Region."),
        ("policy-ladder", {}, "Without evidence: Permits."),
        ("excellence-radar", {}, "A self-check, not a result of ESCA or EUCLES."),
        ("break-even-curve", {}, "The amounts do not begin at 0."),
    ],
)
def test_notes_say_what_is_left_out(name: str, changed: dict[str, Any], note: str) -> None:
    assert drawing(name, **changed).note == note


def test_more_rows_than_are_drawn_stand_in_the_table() -> None:
    found = drawing("cost-key", name=[f"Cluster {n}" for n in range(45)], share=known(*range(45)), size=())
    assert len(found.table.rows) == 45
    assert found.note == "5 more rows stand in the table alone."


def test_a_column_that_is_too_short_is_not_known_at_its_end() -> None:
    found = drawing("cost-key", share=known(1, 2))
    assert [row[1] for row in found.table.rows] == ["1", "2", "not known", "not known"]


def test_dimensions_come_from_the_points_of_the_31_indicators() -> None:
    """28 answered with 92 points, three of the second dimension open: the incomplete example."""
    points = known(4, 3, 3, 3, *[4] * 4, 3, 2, 1, *[GONE] * 3, 3, 2, *[4] * 4, *[3] * 8, 3, 4, 3)
    found = drawing("excellence-radar", name=(), answered=(), worst=(), best=(), points=points)
    assert found.table.rows[:3] == (
        ("Structure", "81.3%", "81.3%", "81.3%"),
        ("Typology, governance and cooperation", "78.6%", "55.0%", "85.0%"),
        ("Financing", "62.5%", "62.5%", "62.5%"),
    )
    assert [row[0] for row in found.table.rows[3:]] == ["Strategy, objectives and services", "Achievements and recognition"]
    assert found.finding == "3 of 5 dimensions reach 80.0% for certain; lowest is Financing with 62.5%"
    silent = drawing("excellence-radar", name=(), answered=(), worst=(), best=(), points=[GONE] * 31)
    assert silent.finding == "Excellence radar: nothing to draw yet"


def test_time_may_come_as_percent() -> None:
    found = drawing("onion", time=known(45, 30, 15, 8, 2))
    assert [row[-1] for row in found.table.rows] == ["45.0%", "30.0%", "15.0%", "8.0%", "2.0%"]
    assert found.svg == drawing("onion").svg
