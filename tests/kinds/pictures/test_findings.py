"""The sentence above each picture, what it leaves out, and the worked numbers in the picture itself."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from clustercourse.kinds.pictures import PICTURES
from tests.kinds.pictures.drawn import GONE, NONE, SVG, WORKED, drawing, known, one, parsed, words_in


@pytest.mark.parametrize(
    ("name", "finding", "in_picture"),
    [
        ("gap-radar", "Highest priority: capital, firm-to-firm and research (20 of 25 each)", ["5 × 4 = 20", "3 × 2 = 6", "not rated"]),
        (
            "location-quotients",
            "Furthest above the reference: Maritime equipment (3.50 times the share there)",
            ["similar 1.00", "under-represented 0.63"],
        ),
        ("star-profile", "2 stars of three", ["rank 9 of 20", "rank 2 of 20", "2.20", "Size: no star", "Focus: star"]),
        ("shift-share", "Largest loss in the region itself: Vanished (−427)", ["+148", "+119", "−67", "+200", "−400", "no value"]),
        ("network", "Most ties of 7 organisations: C and E (3 ties each)", ["C · 3", "D · 2"]),
        ("value-chain", "Nobody named yet at 1 stage: Installation", ["nobody named", "Missing: No test site"]),
        (
            "excellence-radar",
            "80.0% is certain for 2 of 5 dimensions; lowest of what is answered: Financing (62.5%)",
            ["72.5%–82.5% · cannot tell"],
        ),
        (
            "option-matrix",
            "The weights decide: the first put A and B in front (3.90), the second C (3.80)",
            ["3.90 · tie", "3.75 · tie", "3.50"],
        ),
        ("swot", "4 entries, 2 with evidence", ["Strengths · 1", "Threats · 1"]),
        (
            "plan-timeline",
            "3 of 4 activities have a date, the last one 1 September 2027; first, by 15 January 2027: “Interviews”",
            ["22 March 2027", "no date", "December 2026", "September 2027"],
        ),
        (
            "service-portfolio",
            "More cost than revenue: Study tour and Free matchmaking; all services together: −2,250",
            ["2,500 · 138.5%", "−2,000 · 84.4%"],
        ),
        ("income-mix", "Most income from Public base: 45.0%; the mix is worth 3.02 equal streams", ["360 · 45.0%", "50 · 6.3%"]),
        ("break-even-curve", "Break-even at 115 members: you have 20 more", ["break-even 115", "135 now"]),
        ("fee-tiers", "Every tier pays for itself; closest to the edge: Knowledge (94.5% of the fee)", ["72.5%", "2,750", "2,600"]),
        ("cash-reserve", "The reserve of 150,000 lasts 11.23 months at 13,354 a month", ["11.23 months", "12"]),
        (
            "stress-test",
            "Most uncovered in “All public lost”: 340,250; income pays 56.4% of the cost",
            ["160,250 missing", "19,750 left over"],
        ),
        (
            "canvas",
            "6 blocks of nine are still empty: “How we reach them”, “How we stay in touch” and 4 more",
            ["nothing yet", "A warm introduction"],
        ),
        ("power-interest", "To manage closely: Region and Anchor firm", ["keep satisfied · borderline", "Unknown one · unplaced"]),
        (
            "salience",
            "Power, legitimacy and urgency together: Region",
            ["dominant", "dangerous", "Somebody · undecided: definitive or dangerous"],
        ),
        ("engagement-ladder", "Longest way up: Region and Anchor (2 levels each)", ["contributes → leads", "attends → co-creates"]),
        (
            "onboarding-timeline",
            "3 actions in 90 days; the longest silence is 46 days, from day 14",
            ["day 2 · phone · done", "day 14 · not done"],
        ),
        ("onion", "Widest exposure gap: global (20 of 25)", ["own organisation · gap 0", "international · gap 15", "2.0%"]),
        ("cost-key", "Largest payment: C (23,500 of 60,000)", ["16,500 · 27.5%", "8,500 · 14.2%"]),
        ("policy-ladder", "Furthest so far: Skills (decision changed)", ["decision changed → carried out", "none → dialogue"]),
        ("lab-verdict", "Inconclusive: 55.6% at worst, 66.7% at best, with 60.0% between them", ["threshold 60.0%", "62.5%"]),
        ("criteria-matrix", "First with 4.00, whatever is still missing: B", ["3.95", "3.55–3.95"]),
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
        ("gap-radar", {"importance": ()}, "Widest gaps: capital and global (5 of 5 each)"),
        (
            "location-quotients",
            {"name": ["A", "B"], "quotient": known("0.9", GONE)},
            "No industry whose quotient is known is over-represented; highest: A (0.90)",
        ),
        (
            "location-quotients",
            {"name": ["A", "B"], "quotient": known("0.9", 0)},
            "No industry is over-represented; highest: A (0.90)",
        ),
        (
            "location-quotients",
            {"name": ["A", "B"], "quotient": known(3, 3)},
            "Furthest above the reference: A and B (3.00 times the share there)",
        ),
        (
            "shift-share",
            {"name": ["A"], "national": known(GONE), "mix": known(1), "regional": known(2)},
            "A: the region's own part is +2; the whole change is not known",
        ),
        (
            "shift-share",
            {"regional": known(0, 0, GONE, NONE)},
            "No industry whose regional share is known gained or lost anything in the region itself",
        ),
        ("shift-share", {"regional": known(0, 0, 0, 0)}, "No industry gained or lost anything in the region itself"),
        (
            "shift-share",
            {"regional": known(3, 3, 0, NONE)},
            "Largest gain from the region itself: Growing but lagging and New in region (+3 each)",
        ),
        ("value-chain", {"actors": ["A", "B", "C"]}, "Somebody at every stage; gaps at 2: Design and Installation"),
        ("value-chain", {"actors": ["A", "B", "C"], "gap": ()}, "Somebody at every stage, and no gap is noted"),
        ("excellence-radar", {"threshold": None}, "Lowest of what is answered: Financing (62.5%)"),
        ("excellence-radar", {"worst": (), "best": ()}, "Lowest of what is answered: Financing (62.5%)"),
        ("swot", {"evidence": ()}, "4 entries"),
        ("swot", {"evidence": [None] * 4}, "4 entries, 0 with evidence"),
        ("plan-timeline", {"name": ["A"], "date": ["2027-01-31"], "goal": (), "owner": ()}, "1 activity until 31 January 2027: “A”"),
        ("plan-timeline", {"name": ["A", "B"], "date": ["2027-01-31", None]}, "1 of 2 activities has a date, 31 January 2027: “A”"),
        (
            "plan-timeline",
            {"date": ["2027-01-15", "2027-03-22", "2027-09-01", "2027-02-01"]},
            "4 activities until 1 September 2027; first, by 15 January 2027: “Interviews”",
        ),
        (
            "service-portfolio",
            {"revenue": known(9000, 10800, 0, GONE)},
            "More cost than revenue: Study tour and Free matchmaking; the services that are known together: −2,250",
        ),
        (
            "service-portfolio",
            {"name": ["A", "A", "B"], "revenue": known(5, 5, GONE), "cost": known(3, 3, 1), "participants": ()},
            "Every service that is known pays for itself; together they leave 4",
        ),
        ("service-portfolio", {"cost": known(6500, 9, 0, 0)}, "Every service pays for itself; together they leave 13,291"),
        ("service-portfolio", {"cost": known(GONE)}, "Revenue and cost are not known together for any service yet"),
        ("star-profile", {"regions": one(9)}, "1 star so far; 2 cannot be told"),
        ("option-matrix", {"second": known(4, 3, 2)}, "The weights decide: the first put A and B in front (3.90), the second A (4.00)"),
        ("option-matrix", {"second": known(4, 4, 2)}, "A tie: A and B have 3.90 each"),
        ("option-matrix", {"second": ()}, "A tie: A and B have 3.90 each"),
        ("income-mix", {"fees": GONE}, "The mix cannot be told: every stream must be known and not negative"),
        ("income-mix", dict.fromkeys(("public_base", "projects", "fees", "services"), one(0)), "No income: there is nothing to divide"),
        (
            "income-mix",
            {"name": ["A", "B"], "amount": known(400, 400)},
            "Most income from A and B: 50.0% each; the mix is worth 2.00 equal streams",
        ),
        (
            "break-even-curve",
            {"average_fee": one(1100), "variable_cost": one(100), "fixed_cost": one(750000)},
            "Break-even at 100 members: you have 35 more",
        ),
        ("break-even-curve", {"other_income": one(470000)}, "Break-even at 302 members: 167 more needed"),
        ("break-even-curve", {"average_fee": one(150)}, "No break-even: a member costs as much as it pays, or more"),
        ("break-even-curve", {"other_income": one(800000)}, "Already covered: other income pays the fixed cost without any member"),
        ("break-even-curve", {"fixed_cost": GONE}, "The break-even cannot be told: all figures of fee and cost are needed"),
        ("cash-reserve", {"monthly_shortfall": one(0)}, "Not burning: there is no shortfall, so the reserve is not used up"),
        ("cash-reserve", {"reserve": GONE}, "How long the reserve lasts is not known: both figures are needed"),
        (
            "stress-test",
            {"name": (), "income": (), "cost": (), "base_income": one(9), "stressed_income": one(8), "total_cost": one(8)},
            "The cost is covered in every case; tightest: “In this case”",
        ),
        (
            "stress-test",
            {"name": ["A", "B"], "income": known(9, GONE), "cost": known(8, 8)},
            "The cost is covered in every case that is known; tightest: “A”",
        ),
        ("stress-test", {"name": ["A"], "income": known(-9), "cost": known(0)}, "Most uncovered in “A”: 9"),
        (
            "cash-reserve",
            {"case": "Projects lost"},
            "In “Projects lost” the reserve of 150,000 lasts 11.23 months at 13,354 a month",
        ),
        (
            "cash-reserve",
            {"monthly_shortfall": one(0), "case": "Fewer trips"},
            "Not burning: in “Fewer trips” there is no shortfall, so the reserve is not used up",
        ),
        ("fee-tiers", {"cost": known(500, 560, 960, 2100, 2600)}, "More cost to serve than fee: Micro"),
        (
            "fee-tiers",
            {"cost": known(290, 560, 960, 2100, GONE)},
            "Every tier that is known pays for itself; closest to the edge: Micro (72.5% of the fee)",
        ),
        ("fee-tiers", {"fee": known(0, 9), "cost": known(0, GONE)}, "No tier that is known costs more to serve than it pays"),
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
        ("criteria-matrix", {"highest": known(GONE, GONE, "4.01")}, "Still open: C could reach the 4.00 of B"),
        ("criteria-matrix", {"highest": known(GONE, GONE, 4)}, "Still open: C could reach the 4.00 of B"),
        (
            "criteria-matrix",
            {"lowest": known(GONE, GONE, 4), "highest": known(GONE, GONE, 5)},
            "Still open between B and C: 4.00 is sure for each",
        ),
        ("criteria-matrix", {"score": known("3.95", "4.3", "3.55")}, "First with 4.30: B"),
        ("criteria-matrix", {"score": known(4, 4, GONE)}, "A tie: A and B have 4.00 each"),
        ("engagement-ladder", {"desired": known(3, 1, 3, GONE)}, "Nobody whose levels are known is wanted higher than now"),
        ("engagement-ladder", {"desired": known(3, 1, 3, 0)}, "Nobody is wanted higher than they stand now"),
        ("policy-ladder", {"level": known(0, GONE, 0)}, "No issue whose level is known has moved yet"),
        ("policy-ladder", {"level": known(0, 0, 0)}, "No issue has moved yet"),
        ("power-interest", {"power": known(1, 1, 1, 1, 1, GONE)}, "Nobody placed so far has both high power and high interest"),
        ("power-interest", {"power": known(1)}, "Nobody placed so far has both high power and high interest"),
        ("power-interest", {"power": known(*[1] * 6)}, "Nobody has both high power and high interest"),
        ("salience", {"power": ["no"] * 6}, "Nobody has power, legitimacy and urgency together"),
        (
            "salience",
            {"power": [None, *["no"] * 5]},
            "Nobody is known to have power, legitimacy and urgency together",
        ),
        (
            "onboarding-timeline",
            {"day": known(2, 14, GONE)},
            "2 of 3 actions have a day in the first 90; the longest silence so far is 76 days, from day 14",
        ),
        ("onboarding-timeline", {"day": known(91, 99, GONE)}, "No action whose day is known falls in the first 90 days"),
        ("onboarding-timeline", {"day": known(91, 99, 100)}, "Nothing happens in the first 90 days"),
        ("onion", {"impact": known(2, 3, 4, 4, 5)}, "Widest exposure gap: global (20 of 25)"),
        ("network", {"from": ["A", "B"], "to": [None, None]}, "2 organisations, and no tie yet"),
        ("network", {"from": ["A"], "to": ["b"], "name": ["A", "B", "C", " c "]}, "Most ties of 3 organisations: A and B (1 tie each)"),
        ("network", {"from": (), "to": (), "name": ["A", "B", None, "C"]}, "3 organisations, and no tie yet"),
        ("cost-key", {"share": known(5, 5, 5, 5)}, "All pay the same: 5"),
        ("cost-key", {"share": known(5, 7, GONE, 7)}, "Largest payments known: B and D (7 each)"),
        ("cost-key", {"share": known(5, 7, 5, 7)}, "Largest payments: B and D (7 each of 24)"),
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
        (
            "network",
            {"from": ["A"], "to": ["Bb"], "name": ["A", "B", "C"]},
            "The number is how many ties each has. Without a tie: B and C. Not on the list of organisations: Bb.",
        ),
        ("plan-timeline", {}, "Without a date: Report. Without an owner: Fee tiers."),
        (
            "plan-timeline",
            {"name": ["A", None], "date": ["2027-01-15", "2027-02-15"], "goal": (), "owner": ()},
            "1 date without an activity is left out.",
        ),
        ("canvas", {}, ""),
        (
            "canvas",
            {"value": "word " * 500, "channels": "short", "costs": "a\nb\n" * 40},
            "Cut in the picture, whole in the table: “What they get from us” and “What it costs”.",
        ),
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
    assert found.finding == "80.0% is certain for 3 of 5 dimensions; lowest of what is answered: Financing (62.5%)"
    silent = drawing("excellence-radar", name=(), answered=(), worst=(), best=(), points=[GONE] * 31)
    assert silent.finding == "Excellence radar: nothing to draw yet"


def test_time_may_come_as_percent() -> None:
    found = drawing("onion", time=known(45, 30, 15, 8, 2))
    assert [row[-1] for row in found.table.rows] == ["45.0%", "30.0%", "15.0%", "8.0%", "2.0%"]
    assert found.svg == drawing("onion").svg


VERBS = {
    "is",
    "are",
    "has",
    "have",
    "brings",
    "stands",
    "does",
    "comes",
    "leads",
    "wins",
    "pays",
    "costs",
    "needs",
    "loses",
    "gains",
    "leaves",
}


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_no_verb_follows_a_name_that_somebody_typed(name: str) -> None:
    """“Projects brings 40 %”: whether a typed name is one or many is not known here."""
    given = {each.name: WORKED[name].get(each.name) for each in PICTURES[name].inputs}
    column = given.get("name") or given.get("from") or ()
    for names in (list(column), [f"{each}s" for each in column]):
        said = PICTURES[name].drawing({**given, "name" if given.get("name") else "from": names} if column else given).finding
        words = said.replace("“", "").replace("”", "").split()
        typed = {each.split()[-1] for each in names if each}
        assert [pair for pair in pairwise(words) if pair[0] in typed and pair[1] in VERBS] == []


def test_organisations_without_a_tie_are_drawn_counted_and_in_the_table() -> None:
    found = drawing("network", name=["Harbour school", *"ABCDEFG"])
    assert found.finding == "Most ties of 8 organisations: C and E (3 ties each)"
    assert "Harbour school · 0" in words_in(found.svg)
    assert found.table.rows[-1] == ("Harbour school", "no tie yet")
    assert "8 organisations and 8 ties." in found.description


def test_rows_of_a_plan_that_nobody_has_filled_are_not_drawn() -> None:
    """A form that gives the goals of its rows beforehand."""
    rows = {"name": ["Open morning", None, None, None], "date": ["2027-01-15", None, "2027-03-01", "2027-02-01"]}
    found = drawing("plan-timeline", **rows, goal=["Research", "Capital", None, "Policy"], owner=())
    assert [row[0] for row in found.table.rows] == ["Open morning", "(no name)"]
    assert [word for word in words_in(found.svg) if word in ("no date", "(no name)", "Capital")] == ["(no name)"]
    assert found.note == "1 date without an activity is left out."
    unfilled = drawing("plan-timeline", name=[None] * 2, date=[None, "2027-03-01"], goal=["Capital", None], owner=())
    assert unfilled.finding == "Plan over time: nothing to draw yet"


@pytest.mark.parametrize("day", ["2027-01-01", "2027-01-31", "2027-02-28", "0001-01-01", "9999-12-31"])
def test_the_way_to_a_first_activity_has_a_length(day: str) -> None:
    found = drawing("plan-timeline", name=["A"], date=[day], goal=(), owner=())
    way = next(each for each in parsed(found.svg).iter(f"{SVG}line") if each.get("class") == "picture-thick")
    assert day == "0001-01-01" or float(way.get("x2", "0")) - float(way.get("x1", "0")) > 100
    months = [word for word in words_in(found.svg) if re.fullmatch(r"[A-Z][a-z]+ \d+", word)]
    assert day == "0001-01-01" or len(set(months)) == 2


def test_long_activities_stand_on_two_lines_and_whole_in_the_title() -> None:
    said = "Interview the owners of twelve boatyards about the skills they will need in the next five years"
    found = drawing("plan-timeline", name=[said[:46]], date=["2027-01-15"], goal=(), owner=())
    assert [word for word in words_in(found.svg) if word in said] == ["Interview the owners of twelve", "boatyards about"]
    longer = drawing("plan-timeline", name=[said], date=["2027-01-15"], goal=(), owner=())
    assert [each.text for each in parsed(longer.svg).iter(f"{SVG}title")][1:] == [said] * 2
    assert said[:60] in longer.finding


def test_blocks_of_a_canvas_keep_their_lines_and_grow() -> None:
    found = drawing("canvas", customers="- Small firms\n- Schools\n\n* Harbours", value="One line. " * 30)
    said = words_in(found.svg)
    assert [word for word in said if word in ("Small firms", "Schools", "Harbours")] == ["Small firms", "Schools", "Harbours"]
    assert not any(word.endswith("…") for word in said)
    assert " ".join(said).count("One line.") == 30
    assert found.table.rows[0][1] == "Small firms · Schools · Harbours"
    assert found.note == ""


def test_what_is_not_known_is_not_crossed_by_the_line_of_zero() -> None:
    found = drawing("shift-share", name=["A"], national=known(-5), mix=known(GONE), regional=known(3))
    root = parsed(found.svg)
    y = next(float(each.get("y", "0")) for each in root.iter(f"{SVG}text") if each.text == "not known") - 5
    zeros = [each for each in root.iter(f"{SVG}line") if each.get("class") == "picture-axis"]
    assert len(zeros) == 2
    assert [each for each in zeros if float(each.get("y1", "0")) < y - 4 and y + 4 < float(each.get("y2", "0"))] == []
    assert all(not float(each.get("y1", "0")) <= y <= float(each.get("y2", "0")) for each in zeros)


LABELS = (
    "Structure",
    "Typology, governance and cooperation",
    "Financing",
    "Strategy, objectives and services",
    "Achievements and recognition",
)
GAPS = ("Research", "Education", "Capital", "Policy", "Firm-to-firm", "Cluster-to-cluster", "Global")


@pytest.mark.parametrize("names", [LABELS, GAPS, LABELS[:3], (*GAPS, "Achievements and recognition")])
def test_labels_of_a_radar_break_between_words_alone(names: tuple[str, ...]) -> None:
    found = drawing("gap-radar", name=list(names), severity=known(*[4] * len(names)), importance=())
    said = "\n".join(words_in(found.svg))
    assert "picture-tint" in found.svg
    assert [name for name in names if not re.search(re.sub(r"(?<=-)| ", r"\\s?", re.sub(r"([.,])", r"\\\1", name)), said)] == []
    assert "…" not in said


def test_names_too_long_for_a_radar_become_a_list() -> None:
    found = drawing("gap-radar", name=["Virksomhedssamarbejdsaftaler", "A", "B"], severity=known(1, 2, 3), importance=())
    assert "picture-tint" not in found.svg
    assert "Virksomhedssamarbejdsaftaler" in words_in(found.svg)
