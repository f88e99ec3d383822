"""Options scored on weighted criteria, also where scores are not known: what each can reach, and who leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from clustercourse.kinds.calculations.calculation import Input, Output, not_known
from clustercourse.kinds.calculations.checks import Held, each_row, held, impossible, worst_row
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, value
from clustercourse.language import Message, _

CRITERIA = range(1, 7)
LEAST, MOST = 1, 5
FULL = 100

SCORES = tuple(
    Input(f"score-{n}", _("score on criterion {n}", n=n), "rating", is_column=True, is_optional=True, least=LEAST, most=MOST)
    for n in CRITERIA
)
WEIGHTS = tuple(Input(f"weight-{n}", _("weight of criterion {n}", n=n), "number", is_optional=True, most=FULL) for n in CRITERIA)
STANDINGS: dict[str, Message] = {"leads": _("leads"), "tied": _("tied for the lead"), "behind": _("behind"), "open": _("still open")}
LEADS: dict[str, Message] = {"clear": _("one leads"), "tie": _("a tie"), "open": _("still open")}


class Span(NamedTuple):
    """From the lowest to the highest that an option can reach once every score is known."""

    lowest: Fraction
    highest: Fraction


class Weighed(NamedTuple):
    total: Outcome
    lowest: tuple[Outcome, ...]
    highest: tuple[Outcome, ...]
    scores: tuple[Outcome, ...]
    standings: tuple[Outcome, ...]
    lead: Outcome


def weighed(given: Held, weights: Sequence[Input]) -> Weighed:
    """Everything there is to say of a table of options under one set of weights."""
    rows = each_row(SCORES, given, [each.name for each in SCORES])
    known, total = _weights(given, weights)
    stopped = total if total.state != "value" else _not_full(total, weights)
    if stopped:
        every = (stopped,) * len(rows)
        return Weighed(total, every, every, every, every, stopped)
    scored = [_scored(row, known) for row in rows]
    spans = [_span(row, known) for row in rows]
    lowest = tuple(each if each.state == "invalid" else value(span.lowest) for each, span in zip(scored, spans, strict=True))
    highest = tuple(each if each.state == "invalid" else value(span.highest) for each, span in zip(scored, spans, strict=True))
    placed = standings(scored, spans)
    return Weighed(total, lowest, highest, tuple(scored), placed, _lead(placed))


def standings(scored: Sequence[Outcome], spans: Sequence[Span]) -> tuple[Outcome, ...]:
    """For each option a key of STANDINGS, certain whatever the missing scores turn out to be; else "open"."""
    if len(spans) < 2:
        return tuple(missing((), _("Enter at least two options to compare.")) for _span in spans)
    return tuple(
        outcome if outcome.state == "invalid" else value(_standing(span, [*spans[:place], *spans[place + 1 :]]))
        for place, (outcome, span) in enumerate(zip(scored, spans, strict=True))
    )


def _standing(own: Span, others: Iterable[Span]) -> str:
    others = list(others)
    if any(other.lowest > own.highest for other in others):
        return "behind"
    if all(own.lowest > other.highest for other in others):
        return "leads"
    rivals = [other for other in others if other.highest >= own.lowest]
    return "tied" if all(rival == own and own.lowest == own.highest for rival in rivals) else "open"


def _lead(placed: Sequence[Outcome]) -> Outcome:
    if found := worst_row(placed):
        return found
    words = {each.value for each in placed}
    return value("clear" if "leads" in words else "tie" if "tied" in words else "open")


def _weights(given: Held, weights: Sequence[Input]) -> tuple[dict[int, Fraction], Outcome]:
    """The weights that are known, by criterion, and their total; a criterion with scores needs a weight."""
    known: dict[int, Fraction] = {}
    lacking: dict[str, Message] = {}
    for n, weight, score in zip(CRITERIA, weights, SCORES, strict=True):
        found = held(given, weight.name)
        if found is None:
            if any(each is not None for each in held(given, score.name)):
                lacking[weight.name] = weight.label
        elif reason := impossible(weight, found):
            return {}, invalid((weight.name,), reason)
        else:
            known[n] = found
    if lacking:
        return {}, missing(*not_known(lacking))
    if not known:
        return {}, missing((each.name for each in weights), _("Give every criterion a weight; together they make 100."))
    return known, value(sum(known.values(), Fraction(0)))


def _not_full(total: Outcome, weights: Sequence[Input]) -> Outcome | None:
    if total.number == FULL:
        return None
    return invalid((each.name for each in weights), _("The weights do not total 100. Change them until they do."))


def _known(row: Mapping[str, Fraction | None], n: int) -> Fraction | None:
    found = row[f"score_{n}"]
    return None if found is None or impossible(SCORES[n - 1], found) else found


def _span(row: Mapping[str, Fraction | None], weights: Mapping[int, Fraction]) -> Span:
    found = {n: _known(row, n) for n in weights}
    ends = [
        sum((weight * (end if (score := found[n]) is None else score) for n, weight in weights.items()), Fraction(0))
        for end in (LEAST, MOST)
    ]
    return Span(ends[0] / FULL, ends[1] / FULL)


def _scored(row: Mapping[str, Fraction | None], weights: Mapping[int, Fraction]) -> Outcome:
    lacking: dict[str, Message] = {}
    for n, weight in weights.items():
        asked, found = SCORES[n - 1], row[f"score_{n}"]
        if found is not None and (reason := impossible(asked, found)):
            return invalid((asked.name,), reason)
        if found is None and weight:
            lacking[asked.name] = asked.label
    return missing(*not_known(lacking)) if lacking else value(_span(row, weights).lowest)


def output_of_standing(name: str, label: Message) -> Output:
    return Output(name, label, "word", per_row=True, words=STANDINGS)


def output_of_lead(name: str, label: Message) -> Output:
    return Output(name, label, "word", words=LEADS)
