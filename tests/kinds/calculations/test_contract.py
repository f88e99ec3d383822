"""What every calculation keeps to, whatever it computes."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.kinds import calculations
from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.calculation import Calculation, Given, Input
from clustercourse.kinds.calculations.outcome import Outcome
from tests.architecture.source import ROOT

SOURCES = {*yaml.safe_load((ROOT / "content" / "sources.yaml").read_text()), "course tool"}
EACH = pytest.mark.parametrize("calculation", CALCULATIONS.values(), ids=CALCULATIONS.keys())
FILES = sorted(file for file in Path(calculations.__path__[0]).glob("*.py") if file.name != "wording.py")


def test_all_are_there() -> None:
    assert sorted(CALCULATIONS) == [
        "attendance-share",
        "behaviour-share",
        "canvas-coverage",
        "cash-reserve",
        "cost-key",
        "criteria-matrix",
        "engagement-ladder",
        "excellence-self-check",
        "gap-radar",
        "income-mix",
        "lab-verdict",
        "learning-gain",
        "location-quotient",
        "membership-break-even",
        "membership-tiers",
        "network",
        "network-density",
        "onion",
        "option-matrix",
        "other-income",
        "platform-profile",
        "power-interest",
        "reaction",
        "retention",
        "salience",
        "services",
        "shift-share",
        "star-profile",
        "stress-test",
        "value-added-tax",
        "yearly-cost",
    ]


def test_no_two_files_give_the_same_name() -> None:
    assert sum("CALCULATION = Calculation(" in file.read_text() for file in FILES) == len(CALCULATIONS)


def test_nothing_is_computed_with_floats() -> None:
    found = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if is_float or (isinstance(node, ast.Name) and node.id in ("float", "Decimal")):
                found.append(f"{file.name}:{node.lineno}")
    assert found == []


@EACH
def test_describes_itself(calculation: Calculation) -> None:
    named = [*calculation.inputs, *calculation.outputs]
    assert [each for each in (calculation.name, *(one.name for one in named)) if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", each)] == []
    for group in (calculation.inputs, calculation.outputs):
        assert len({each.name for each in group}) == len(group) > 0
    sentences = [calculation.title, calculation.formula, calculation.limits, *(each.label for each in named)]
    assert [sentence for sentence in sentences if not str(sentence).strip()] == []
    assert [str(each) for each in (calculation.formula, calculation.limits) if not str(each).endswith(".")] == []
    assert calculation.sources
    assert [tag for tag in calculation.sources if tag not in SOURCES] == []
    assert calculation.is_course_tool or "course tool" not in calculation.sources
    assert calculation.run.__doc__


@EACH
def test_inputs_and_outputs_fit_their_kind(calculation: Calculation) -> None:
    has_columns = any(each.is_column for each in calculation.inputs)
    for each in calculation.inputs:
        assert not (each.is_column and each.default is not None)
        assert bool(each.choices) == (each.type == "choice")
        assert each.type != "share" or each.most == 1
    for output in calculation.outputs:
        assert has_columns or not output.per_row
        assert output.words or output.shown not in ("word", "words")
        assert not output.rows_of or calculation.input(output.rows_of).is_column


def columns_of(calculation: Calculation, rows: int) -> dict[str, tuple[None, ...]]:
    return {each.name: (None,) * rows for each in calculation.inputs if each.is_column}


def check(calculation: Calculation, given: Mapping[str, Any]) -> Mapping[str, Outcome | tuple[Outcome, ...]]:
    """Every output is there, of its kind, and says why where it has no value."""
    results = calculation.calculate(given)
    assert sorted(results) == sorted(each.name for each in calculation.outputs)
    names = {each.name for each in calculation.inputs}
    lengths = {len(given.get(each.name, ())) for each in calculation.inputs if each.is_column}
    for output in calculation.outputs:
        found = results[output.name]
        assert isinstance(found, tuple) is output.per_row
        if isinstance(found, tuple):
            assert len(found) == (len(given.get(output.rows_of, ())) if output.rows_of else max(lengths))
        for outcome in found if isinstance(found, tuple) else (found,):
            check_outcome(outcome, set(output.words), names, is_number=output.shown not in ("word", "words"))
    return results


def check_outcome(outcome: Outcome, words: set[str], names: set[str], *, is_number: bool) -> None:
    assert set(outcome.about) <= names
    assert all(str(note) for note in outcome.notes)
    if outcome.state != "value":
        assert outcome.value is None and str(outcome.reason).strip()
        return
    assert outcome.reason is None and not outcome.about
    if not (is_number and type(outcome.value) is Fraction):
        assert set(outcome.value if isinstance(outcome.value, tuple) else (outcome.value,)) <= words


KNOWN_OF_NOTHING = {
    "excellence-self-check": {
        **{f"dimension-{number}-{bound}": end for number in range(1, 6) for bound, end in (("worst", 0), ("best", 1))},
        "total-worst": 0,
        "total-best": 1,
        "answered": 0,
    },
    "gap-radar": {"rated": 0, "not-rated": 0},
    "star-profile": {"regions-compared": 0},
    "canvas-coverage": {"links": 0, "linked": 0},
    "learning-gain": {"counted": 0, "full-before": 0, "without-result": 0},
    "onion": {"external-covered": 0},
    "platform-profile": {"verdict": "cannot-tell"},
    "power-interest": {"strategy": "unplaced"},
    "reaction": {"answered": 0, **dict.fromkeys(("response-rate", "mean", "favourable"), "too-few-answers")},
    "salience": {
        "type": "undecided",
        "possible-types": (
            "definitive",
            "dominant",
            "dangerous",
            "dormant",
            "dependent",
            "discretionary",
            "demanding",
            "not-a-stakeholder",
        ),
    },
}
"""What may be said of nothing: counts of what is there, bounds, and words for not knowing. All else is not known or has no value."""


@EACH
def test_nothing_given(calculation: Calculation) -> None:
    results = check(calculation, {})
    values = {name: each.value for name, each in results.items() if isinstance(each, Outcome) and each.state == "value"}
    assert values == KNOWN_OF_NOTHING.get(calculation.name, {})
    assert {each for each in results.values() if isinstance(each, tuple)} <= {()}


@EACH
@pytest.mark.parametrize("rows", [1, 3, 12])
def test_nothing_known(calculation: Calculation, rows: int) -> None:
    singles = dict.fromkeys(each.name for each in calculation.inputs if not each.is_column)
    results = check(calculation, {**singles, **columns_of(calculation, rows)})
    found = {outcome.state for each in results.values() if isinstance(each, tuple) for outcome in each}
    assert found <= {"missing"}


ODD = st.sampled_from([Fraction(0), Fraction(1), Fraction(-1), Fraction(100), Fraction(10**60), Fraction(-(10**60)), Fraction(1, 10**40)])
NUMBERS = st.none() | st.integers(0, 6).map(Fraction) | st.integers(-3, 200).map(Fraction) | st.fractions(-1, 5, max_denominator=8) | ODD
WORDS = st.sampled_from([None, "", "yes", "no", "A", "a ", "B", "C", "“{name}”", "none"])
ANYTHING = st.one_of(NUMBERS, WORDS)


def of_type(asked: Input) -> st.SearchStrategy[Given]:
    if asked.type == "yes-no":
        return st.sampled_from([None, "yes", "no"])
    if asked.type in ("choice", "text"):
        return WORDS
    return st.one_of(st.none(), st.fractions(0, 1, max_denominator=20), ODD) if asked.type == "share" else NUMBERS


@EACH
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_anything_of_the_right_type(calculation: Calculation, data: st.DataObject) -> None:
    rows = data.draw(st.integers(0, 4))
    check(
        calculation,
        {
            each.name: tuple(data.draw(st.lists(of_type(each), min_size=rows, max_size=rows)))
            if each.is_column
            else data.draw(of_type(each))
            for each in calculation.inputs
        },
    )


@EACH
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_anything_at_all_in_columns_of_any_length(calculation: Calculation, data: st.DataObject) -> None:
    given = {
        each.name: tuple(data.draw(st.lists(WORDS if each.type == "text" else ANYTHING, max_size=3)))
        if each.is_column
        else data.draw(ANYTHING)
        for each in calculation.inputs
    }
    check(calculation, {name: held for name, held in given.items() if data.draw(st.booleans())})
