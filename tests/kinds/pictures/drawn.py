"""What pictures are given in these tests: the worked numbers, and rows of any number and kind."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, undefined, value
from clustercourse.kinds.pictures import PICTURES
from clustercourse.kinds.pictures.drawing import Drawing, Picture, PictureInput
from clustercourse.language import _

SVG = "{http://www.w3.org/2000/svg}"
GONE = missing((), _("not known"))
NONE = undefined((), _("no value"))
WRONG = invalid((), _("cannot be right"))
LONG = "Efterspørgselsforholdsvurderingsarbejdsgruppen for grænseoverskridende klyngesamarbejde i Øresundsregionen og omegn"


def known(*numbers: str | int | Fraction | Outcome) -> list[Outcome]:
    return [each if isinstance(each, Outcome) else value(Fraction(each)) for each in numbers]


def one(number: str | int | Fraction) -> Outcome:
    return value(Fraction(number))


WORKED: dict[str, Mapping[str, Any]] = {
    "gap-radar": {
        "name": ["research", "education", "capital", "policy", "firm-to-firm", "cluster-to-cluster", "global"],
        "severity": known(4, 2, 5, 3, 4, 3, 5),
        "importance": known(5, 4, 4, 3, 5, 2, GONE),
    },
    "location-quotients": {
        "name": [
            "Maritime equipment",
            "Food",
            "ICT services",
            "Wind supply",
            "Four jobs fewer",
            "Textiles",
            "Space",
            "Reef",
            "Typing error",
        ],
        "quotient": known("3.5", 1, "0.625", 2, "1.9961904762", 0, GONE, NONE, WRONG),
    },
    "star-profile": {"size-rank": [one(9)], "focus-rank": [one(2)], "quotient": [one("2.20196")], "regions": one(20)},
    "shift-share": {
        "name": ["Growing but lagging", "New in region", "Vanished", "New everywhere"],
        "national": known("148.1481", 0, "14.8148", NONE),
        "mix": known("118.5185", 0, "11.8519", NONE),
        "regional": known("-66.6667", 60, "-426.6667", NONE),
    },
    "network": {"from": list("AABCDEEF"), "to": list("BCCDEFGG")},
    "value-chain": {
        "name": ["Materials", "Design", "Installation"],
        "actors": ["Three importers", "Two offices", None],
        "gap": [None, "No test site", "Crews come from abroad"],
    },
    "excellence-radar": {
        "name": ["Structure", "Governance", "Financing", "Strategy", "Recognition"],
        "answered": known("0.8125", "0.825", "0.625", Fraction(5, 6), Fraction(5, 6)),
        "worst": known("0.8125", "0.725", "0.625", "0.75", Fraction(5, 6)),
        "best": known("0.8125", "0.825", "0.625", "0.86", Fraction(5, 6)),
        "threshold": one("0.8"),
    },
    "option-matrix": {"name": ["A", "B", "C"], "first": known("3.9", "3.9", "3.5"), "second": known("3.75", "3.75", "3.8")},
    "swot": {
        "name": ["Suppliers", "Engineers leave", "Port", "Interest rates"],
        "field": ["strength", "Weaknesses", "Opportunity", "threat"],
        "evidence": ["register", None, "decision", None],
    },
    "plan-timeline": {
        "name": ["Interviews", "Pilot", "Fee tiers", "Report"],
        "date": ["2027-01-15", "22 March 2027", "1. september 2027", None],
        "goal": ["Skills", None, "Money", None],
        "owner": ["Mette", "Jonas", None, "Mette"],
    },
    "service-portfolio": {
        "name": ["Master class", "Study tour", "Free matchmaking", "Nothing entered"],
        "revenue": known(9000, 10800, 0, 0),
        "cost": known(6500, 12800, 2750, 0),
        "participants": known(20, 12, 40, GONE),
    },
    "income-mix": {"public-base": one(360), "projects": one(240), "fees": one(150), "services": one(50)},
    "break-even-curve": {
        "members": one(135),
        "average-fee": one(Fraction(150000, 135)),
        "variable-cost": one(150),
        "fixed-cost": one(760000),
        "other-income": one(650000),
    },
    "fee-tiers": {
        "name": ["Micro", "Small", "Medium", "Large", "Knowledge"],
        "fee": known(400, 1000, 2000, 5000, 2750),
        "cost": known(290, 560, 960, 2100, 2600),
        "members": known(60, 45, 20, 6, 4),
    },
    "cash-reserve": {"reserve": one(150000), "monthly-shortfall": one(Fraction(160250, 12))},
    "stress-test": {
        "name": ["Today", "Public base halved", "All public lost", "Projects lost"],
        "income": known(800000, 620000, 440000, 560000),
        "cost": known(*[780250] * 4),
    },
    "canvas": {"customers": "Small firms", "value": "A warm introduction", "income": "Fees"},
    "power-interest": {
        "name": ["Region", "Anchor firm", "University", "SME members", "Ministry", "Unknown one"],
        "power": known(5, 4, 4, 2, 5, GONE),
        "interest": known(4, 5, 3, 5, 2, 4),
    },
    "salience": {
        "name": ["Region", "Firm", "University", "Protest", "Nobody", "Somebody"],
        "power": ["yes", "Yes", "no", "yes", "no", "yes"],
        "legitimacy": ["yes", "yes", "yes", "no", "no", None],
        "urgency": ["yes", "no", "no", "yes", "no", "yes"],
    },
    "engagement-ladder": {
        "name": ["Region", "Anchor", "University", "SME members"],
        "current": known(3, 2, 3, 1),
        "desired": known(5, 4, 3, GONE),
    },
    "onboarding-timeline": {
        "name": ["Welcome call", "Introduction", "Visit"],
        "day": known(2, 14, 60),
        "channel": ["phone", None, "visit"],
        "done": ["yes", "no", None],
    },
    "onion": {
        "name": ["own organisation", "market", "national", "international", "global"],
        "impact": known(2, 3, 4, 5, 5),
        "understanding": known(5, 4, 3, 2, 1),
        "influence": known(5, 3, 2, 1, 0),
        "time": known("0.45", "0.3", "0.15", "0.08", "0.02"),
    },
    "cost-key": {"name": ["A", "B", "C", "D"], "share": known(16500, 11500, 23500, 8500), "size": known(135, 60, 240, 15)},
    "policy-ladder": {
        "name": ["Skills", "Permits", "Data"],
        "level": known(4, 2, 0),
        "wanted": known(5, GONE, 2),
        "evidence": ["Law of May", None, None],
    },
    "lab-verdict": {
        "worst": one(Fraction(10, 18)),
        "reported": one(Fraction(10, 16)),
        "best": one(Fraction(12, 18)),
        "threshold": one("0.6"),
    },
    "criteria-matrix": {
        "name": ["A", "B", "C"],
        "score": known("3.95", 4, GONE),
        "lowest": known(GONE, GONE, "3.55"),
        "highest": known(GONE, GONE, "3.95"),
    },
}


def drawing(name: str, /, **changed: Any) -> Drawing:
    """A worked picture, or the same with some inputs changed (underscores for hyphens)."""
    return PICTURES[name].drawing({**WORKED[name], **{key.replace("_", "-"): held for key, held in changed.items()}})


def rows(picture: Picture, count: int, *, names: str = "", numbers: list[Outcome] | None = None) -> Mapping[str, Any]:
    """So many rows for every column and something in every single input."""
    held = numbers or known(3, 1, 4, 1, 5)

    def cell(each: PictureInput, row: int, column: int) -> Outcome | str | None:
        if each.type == "number":
            return held[(row + column) % len(held)]
        if each.name in ("legitimacy", "urgency", "done") or (each.name == "power" and picture.name == "salience"):
            return ("yes", "no", None)[(row + column) % 3]
        if each.name == "field":
            return ("strength", "weakness", "opportunity", "threat", "?")[row % 5]
        if each.name == "date":
            return f"{2027 + row % 3}-{row % 12 + 1:02}-15"
        return f"{row + 1} {names or each.name}" if row % 4 or each.name in ("name", "from") else None

    return {
        each.name: [cell(each, row, column) for row in range(count)] if each.is_column else (cell(each, 1, column) if count else None)
        for column, each in enumerate(picture.inputs)
    }


def parsed(svg: str) -> Element:
    root: Element = fromstring(svg)
    return root


def words_in(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]
