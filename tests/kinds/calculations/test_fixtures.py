"""Every entry of the machine-readable fixtures of the field (formulas, 3.18)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.kinds.calculations.calculating import calculated, is_near, some

FIXTURES = json.loads((Path(__file__).parent / "fixtures.json").read_text(), parse_float=Fraction)
STATES = {"missing", "undefined", "invalid"}


def printed(out: Any) -> Any:
    return f"<{out}>" if out in STATES else out


def test_no_entry_is_forgotten() -> None:
    assert {name: len(entries) for name, entries in FIXTURES.items()} == {
        "lq": 10,
        "shift_share": 4,
        "density": 5,
        "ei_index": 4,
        "income_mix": 5,
        "break_even": 5,
        "lab_verdict": 4,
        "cost_key": 4,
        "onion": 5,
        "gain": 4,
        "attendance": 3,
    }


@pytest.mark.parametrize("entry", FIXTURES["lq"])
def test_location_quotient(entry: dict[str, Any]) -> None:
    names = ("regional_jobs", "regional_total", "reference_jobs", "reference_total")
    assert is_near(calculated("location-quotient", **dict(zip(names, entry["in"], strict=True)))["quotient"], printed(entry["out"]))


@pytest.mark.parametrize("entry", FIXTURES["shift_share"])
def test_shift_share(entry: dict[str, Any]) -> None:
    names = (
        "regional_jobs_before",
        "regional_jobs_after",
        "industry_jobs_before",
        "industry_jobs_after",
        "all_jobs_before",
        "all_jobs_after",
    )
    found = some("shift-share", "national-growth", "industry-mix", "regional-share", **dict(zip(names, entry["in"], strict=True)))
    wanted = [printed(entry["out"])] * 3 if isinstance(entry["out"], str) else entry["out"]
    # These are printed with eight decimals.
    assert [each if isinstance(each, str) else round(each, 8) for each in found] == wanted


@pytest.mark.parametrize(("organisations", "ties", "out"), FIXTURES["density"])
def test_density(organisations: int, ties: int, out: Any) -> None:
    assert is_near(calculated("network-density", organisations=organisations, ties=ties)["density"], printed(out))


@pytest.mark.parametrize(("external", "internal", "out"), FIXTURES["ei_index"])
def test_external_internal_index(external: int, internal: int, out: Any) -> None:
    assert is_near(calculated("network", internal_ties=internal, external_ties=external)["external-internal-index"], printed(out))


@pytest.mark.parametrize("entry", FIXTURES["income_mix"])
def test_income_mix(entry: dict[str, Any]) -> None:
    names = ("public_base", "project_income", "fees", "service_income")
    found = calculated("income-mix", **dict(zip(names, entry["in"], strict=True)))
    outputs = {"hhi": "concentration", "d": "diversity", "dnorm": "normalised-diversity", "private": "private-share"}
    for name, output in outputs.items():
        if "out" in entry or name in entry:
            assert is_near(found[output], printed(entry["out"]) if "out" in entry else entry[name])


@pytest.mark.parametrize("entry", FIXTURES["break_even"])
def test_break_even(entry: dict[str, Any]) -> None:
    gap = entry["gap"]
    given = {"fixed_cost": max(gap, 0), "other_income": max(-gap, 0), "planned_average_fee": entry["fee"], "variable_cost": entry["var"]}
    assert calculated("membership-break-even", members=0, **given)["break-even"] == entry["out"]


@pytest.mark.parametrize(("started", "reported", "succeeded", "threshold", "out"), FIXTURES["lab_verdict"])
def test_lab_verdict(started: int, reported: int, succeeded: int, threshold: Fraction, out: str) -> None:
    found = calculated("lab-verdict", started=started, reported=reported, succeeded=succeeded, threshold=threshold)
    assert found["verdict"] == out.replace(" ", "-")


def test_cost_key() -> None:
    entry = FIXTURES["cost_key"]
    assert calculated("cost-key", cost=entry["C"], equal_share=entry["alpha"], size=entry["sizes"])["share"] == entry["out"]


def test_onion() -> None:
    entry = FIXTURES["onion"]
    _names, impact, understanding, influence, time = zip(*entry["layers"], strict=True)
    found = calculated("onion", impact=impact, understanding=understanding, influence=influence, time=time)
    assert is_near(found["weighted-coverage"], entry["weighted_all"])
    assert is_near(found["weighted-coverage-external"], entry["weighted_external"])
    assert found["external-covered"] == entry["external_ge3"]
    assert (found["sub-optimisation"] == "risk") is entry["flag"]


@pytest.mark.parametrize(("before", "after", "out"), FIXTURES["gain"])
def test_gain(before: int, after: int, out: Any) -> None:
    assert is_near(calculated("learning-gain", before=[before], after=[after])["gain"][0], printed(out))


@pytest.mark.parametrize(("entry", "missed"), [("attended_missing_s1", 0), ("attended_missing_s3", 2)])
def test_attendance(entry: str, missed: int) -> None:
    sessions = FIXTURES["attendance"]["sessions"]
    there = [0 if place == missed else minutes for place, minutes in enumerate(sessions)]
    minutes, share, verdict = FIXTURES["attendance"][entry]
    found = calculated("attendance-share", scheduled_minutes=sessions, attended_minutes=there)
    assert (found["attended"], found["verdict"]) == (minutes, {"pass": "reached", "fail": "not-reached"}[verdict])
    assert is_near(found["share"], share)
