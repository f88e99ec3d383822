from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said, some

TIES = ["A B", "A C", "B C", "C D", "D E", "E F", "E G", "F G"]


def network(ties: list[str], organisations: str = "") -> dict[str, object]:
    return calculated("network", **given_of(ties, organisations))


def given_of(ties: list[str], organisations: str = "") -> dict[str, object]:
    ends = [tie.split() for tie in ties]
    return {
        "organisation": organisations.split(),
        "from_organisation": [one for one, _other in ends],
        "to_organisation": [other for _one, other in ends],
    }


def reason(ties: list[str], organisations: str) -> tuple[str, str]:
    outcome = outcomes("network", **given_of(ties, organisations))["density"]
    return outcome.state, said(outcome)


def test_example_graph() -> None:
    assert network(TIES, "A B C D E F G") == {
        "organisations": 7,
        "ties": 8,
        "possible-ties": 21,
        "density": Fraction(8, 21),
        "external-internal-index": "<missing>",
        "degree": [2, 2, 3, 2, 3, 2, 2],
        "degree-share": [Fraction(1, 3), Fraction(1, 3), Fraction(1, 2), Fraction(1, 3), Fraction(1, 2), Fraction(1, 3), Fraction(1, 3)],
        "betweenness": [0, 0, 8, 9, 8, 0, 0],
        "betweenness-share": [0, 0, Fraction(8, 15), Fraction(3, 5), Fraction(8, 15), 0, 0],
    }


def test_without_a_list_those_named_are_counted() -> None:
    found = network(TIES)
    assert [found["organisations"], found["density"], found["degree"]] == [7, Fraction(8, 21), []]
    assert calculated("network", **given_of(TIES), organisations=12)["density"] == Fraction(8, 66)


def test_an_organisation_without_a_tie_counts() -> None:
    found = network(["A B"], "A B C")
    assert [found["density"], found["degree"], found["betweenness-share"]] == [Fraction(1, 3), [1, 1, 0], [0, 0, 0]]


def test_two_shortest_ways_count_in_halves() -> None:
    assert network(["A B", "B C", "C D", "D A"], "A B C D")["betweenness"] == [Fraction(1, 2)] * 4


def test_names_are_read_as_people_mean_them() -> None:
    given = {"organisation": ["North  Lab", "Port"], "from_organisation": [" north lab"], "to_organisation": ["PORT "]}
    assert some("network", "ties", "degree", **given) == [1, [1, 1]]


@pytest.mark.parametrize(
    ("ties", "organisations", "state", "sentence"),
    [
        ([], "", "missing", "Enter at least one tie between two organisations."),
        ([], "A B", "missing", "Enter at least one tie between two organisations."),
        (["A B", "C C"], "", "invalid", "Tie 2 leads from “C” to itself. Remove it."),
        (["A B", "B A"], "", "invalid", "The tie between “B” and “A” stands twice. Remove one."),
        (["A B", "a b"], "", "invalid", "The tie between “a” and “b” stands twice. Remove one."),
        (["A B", "B D"], "A B C", "invalid", "Tie 2: “D” is not among the organisations. Add it there, or check its spelling."),
        (["A B"], "A B a", "invalid", "“a” stands twice among the organisations. Remove one."),
    ],
)
def test_ties_that_cannot_be_read(ties: list[str], organisations: str, state: str, sentence: str) -> None:
    assert reason(ties, organisations) == (state, sentence)
    listed = len(organisations.split())
    assert network(ties, organisations)["degree"] == [f"<{state}>"] * listed


def test_a_tie_or_a_row_without_a_name_is_missing() -> None:
    half = outcomes("network", from_organisation=["A", "B"], to_organisation=["B"])["density"]
    assert (half.state, said(half)) == ("missing", "Tie 2: name both organisations.")
    row = outcomes("network", organisation=["A", None], from_organisation=["A"], to_organisation=["B"])["density"]
    assert (row.state, said(row)) == ("missing", "Row 2. Name the organisation.")


@pytest.mark.parametrize(("organisations", "state"), [(6, "<invalid>"), (-1, "<invalid>"), ("7.5", "<invalid>"), (7, Fraction(8, 21))])
def test_the_number_of_organisations_fits_the_ties(organisations: object, state: object) -> None:
    assert calculated("network", **given_of(TIES), organisations=organisations)["density"] == state


def test_two_organisations_have_no_pair_between() -> None:
    found = network(["A B"], "A B")
    assert [found["degree-share"], found["betweenness"], found["betweenness-share"]] == [[1, 1], [0, 0], ["<undefined>"] * 2]


@pytest.mark.parametrize(
    ("external", "internal", "index"),
    [(9, 18, Fraction(-1, 3)), (0, 18, -1), (6, 6, 0), (5, 0, 1), (0, 0, "<undefined>"), (None, 3, "<missing>"), (-1, 3, "<invalid>")],
)
def test_external_internal_index(external: object, internal: object, index: object) -> None:
    assert calculated("network", external_ties=external, internal_ties=internal)["external-internal-index"] == index


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(list(combinations("ABCDEFG", 2))), min_size=1))
def test_degrees_and_betweenness_agree_with_the_slow_way(ties: set[tuple[str, str]]) -> None:
    found = network([" ".join(tie) for tie in sorted(ties)], "A B C D E F G")
    assert sum(found["degree"]) == 2 * len(ties)
    assert found["betweenness"] == [slow_betweenness(ties, node) for node in "ABCDEFG"]


def slow_betweenness(ties: set[tuple[str, str]], node: str) -> Fraction:
    total = Fraction(0)
    for start, end in combinations([other for other in "ABCDEFG" if other != node], 2):
        ways = shortest_ways(ties, start, end)
        total += Fraction(sum(node in way for way in ways), len(ways)) if ways else 0
    return total


def shortest_ways(ties: set[tuple[str, str]], start: str, end: str) -> list[str]:
    ways = [start]
    while ways:
        if arrived := [way for way in ways if way[-1] == end]:
            return arrived
        ways = [way + other for way in ways for other in "ABCDEFG" if other not in way and {(way[-1], other), (other, way[-1])} & ties]
    return []
