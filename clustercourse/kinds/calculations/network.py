"""Network: density and E–I index of a whole, degree and betweenness of each organisation, from a table of ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import Held, derived, each_row, impossible, worked
from clustercourse.kinds.calculations.graph import Graph, betweenness, key
from clustercourse.kinds.calculations.network_density import density, pairs
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, undefined, value
from clustercourse.language import _

TIE = ("from-organisation", "to-organisation")
COUNTED = Input("organisations", _("organisations in the network"), "number", is_optional=True, is_whole=True)
INPUTS = (
    Input("organisation", _("organisation"), "text", is_column=True, is_optional=True),
    Input("from-organisation", _("organisation at one end of the tie"), "text", is_column=True),
    Input("to-organisation", _("organisation at the other end of the tie"), "text", is_column=True),
    COUNTED,
    Input("internal-ties", _("ties inside the cluster"), "number", is_optional=True, is_whole=True),
    Input("external-ties", _("ties to outside the cluster"), "number", is_optional=True, is_whole=True),
)


@dataclass(frozen=True)
class Network:
    graph: Graph
    organisations: int
    ties: int


def network(**given: Any) -> Results:
    """Density, E–I index, and for each organisation of the list its degree and its betweenness, plain and as a share of the most possible.

    Two tables. `organisation`: the list, one a row, which also holds those without a tie; the outcomes of each follow its rows.
    `from_organisation`, `to_organisation`: the ties, without direction. Singles: `organisations` (taken where there is no list; where it
    is missing too, those named in ties are counted), `internal_ties` and `external_ties` for E–I = (external − internal) ÷ all of them.
    Degree share = degree ÷ (n − 1); betweenness in pairs of others, its share ÷ ((n − 1)(n − 2) ÷ 2).
    Missing without a tie or with a tie that lacks an end; invalid with a tie to itself, a tie that stands twice, an organisation that
    stands twice or is not on the list; undefined where nothing is there to divide by. Source: P47, P47b.
    """
    read = _read(given)
    results = {
        "external-internal-index": worked(_index, INPUTS, given, "internal-ties", "external-ties"),
    }
    if isinstance(read, Outcome):
        rows = (read,) * len(given["organisation"])
        whole = dict.fromkeys(("organisations", "ties", "possible-ties", "density"), read)
        return {**results, **whole, **dict.fromkeys(("degree", "degree-share", "betweenness", "betweenness-share"), rows)}
    count, ties = Fraction(read.organisations), Fraction(read.ties)
    return {
        **results,
        "organisations": value(count),
        "ties": value(ties),
        "possible-ties": value(pairs(count)),
        "density": density(count, ties),
        **_positions(read, [key(str(name)) for name in given["organisation"]]),
    }


def _positions(read: Network, listed: Sequence[str]) -> dict[str, tuple[Outcome, ...]]:
    between = betweenness(read.graph)
    others = Fraction(read.organisations - 1)
    degrees = tuple(value(len(read.graph[name])) for name in listed)
    betweens = tuple(value(between[name]) for name in listed)
    return {
        "degree": degrees,
        "degree-share": tuple(derived(_share_of(others, least=2), each) for each in degrees),
        "betweenness": betweens,
        "betweenness-share": tuple(derived(_share_of(pairs(others), least=3), each) for each in betweens),
    }


def _share_of(most: Fraction, *, least: int) -> Callable[[Fraction], Outcome]:
    few = undefined(("organisations",), _("This share needs at least {n} organisations.", n=least))
    return lambda found: value(found / most) if most > 0 else few


def _index(internal: Fraction, external: Fraction) -> Outcome:
    if internal + external == 0:
        return undefined(("internal-ties", "external-ties"), _("There are no ties, so there is nothing to compare."))
    return value((external - internal) / (external + internal))


def _read(given: Held) -> Network | Outcome:
    names = _listed(given["organisation"])
    if isinstance(names, Outcome):
        return names
    ties = each_row(INPUTS, given, TIE)
    if not ties:
        return missing(TIE, _("Enter at least one tie between two organisations."))
    graph: dict[str, set[str]] = {name: set() for name in names}
    for number, tie in enumerate(ties, start=1):
        if reason := _tied(graph, number, *(tie[name.replace("-", "_")] for name in TIE), is_listed=bool(names)):
            return reason
    return _counted(given, graph, len(ties), is_listed=bool(names))


def _counted(given: Held, graph: dict[str, set[str]], ties: int, *, is_listed: bool) -> Network | Outcome:
    """How many organisations there are: those listed, else as many as are said to be there, else those with a tie."""
    said = given["organisations"]
    if said is not None and (reason := impossible(COUNTED, said)):
        return invalid(("organisations",), reason)
    if said is not None and (said < len(graph) or (is_listed and said > len(graph))):
        return invalid(("organisations",), _("The number of organisations does not fit those you have named. Correct one of the two."))
    frozen = {name: frozenset(others) for name, others in graph.items()}
    return Network(frozen, len(graph) if said is None else int(said), ties)


def _listed(names: Sequence[str | None]) -> list[str] | Outcome:
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        if not name or not key(name):
            return missing(("organisation",), _("Row {row}. Name the organisation.", row=number))
        if key(name) in found:
            return invalid(("organisation",), _("“{name}” stands twice among the organisations. Remove one.", name=name))
        found.append(key(name))
    return found


def _tied(graph: dict[str, set[str]], number: int, one: str | None, other: str | None, *, is_listed: bool) -> Outcome | None:
    """Adds a tie, or says what is wrong with it."""
    if not one or not other or not key(one) or not key(other):
        return missing(TIE, _("Tie {row}: name both organisations.", row=number))
    if key(one) == key(other):
        return invalid(TIE, _("Tie {row} leads from “{name}” to itself. Remove it.", row=number, name=one))
    for name in (one, other):
        if is_listed and key(name) not in graph:
            return invalid(
                TIE, _("Tie {row}: “{name}” is not among the organisations. Add it there, or check its spelling.", row=number, name=name)
            )
        graph.setdefault(key(name), set())
    if key(other) in graph[key(one)]:
        return invalid(TIE, _("The tie between “{one}” and “{other}” stands twice. Remove one.", one=one, other=other))
    graph[key(one)].add(key(other))
    graph[key(other)].add(key(one))
    return None


CALCULATION = Calculation(
    name="network",
    title=_("Network of organisations"),
    formula=_(
        "Density: ties there are, divided by those there could be. E–I index: external less internal ties, divided by both. "
        "Degree: an organisation's ties. Betweenness: pairs of others that reach each other by the shortest way through it."
    ),
    limits=_(
        "It shows the ties you know of, not how strong or how useful they are, and not who matters most. "
        "An organisation between many others is a bridge and a single point of failure at once."
    ),
    sources=("P47", "P47b"),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("organisations", _("organisations"), "count"),
        Output("ties", _("ties"), "count"),
        Output("possible-ties", _("ties there could be"), "count"),
        Output("density", _("density"), "ratio"),
        Output("external-internal-index", _("E–I index"), "ratio"),
        Output("degree", _("ties of the organisation"), "count", per_row=True, rows_of="organisation"),
        Output("degree-share", _("degree"), "ratio", per_row=True, rows_of="organisation"),
        Output("betweenness", _("pairs it stands between"), "decimal", per_row=True, rows_of="organisation"),
        Output("betweenness-share", _("betweenness"), "ratio", per_row=True, rows_of="organisation"),
    ),
    run=network,
)
