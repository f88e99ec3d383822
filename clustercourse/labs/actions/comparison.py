"""Comparing tools: naming criteria with weights and tools, and what an organisation gives them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.comparison import COMPARING, FULL, SCORING, Setup, setup_of
from clustercourse.language import _
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import LabCriterion, LabTool, ToolScore


@dataclass(frozen=True)
class SetupFacts:
    """What is named at each place, from the first; an empty name is an empty place. At most six criteria and eight tools."""

    criteria: Sequence[tuple[str, int | None]]
    tools: Sequence[str]


def set_comparison(lab_id: int, facts: SetupFacts, *, seen: str, by: int) -> None:
    """Name what is compared by what. The same again is once; what is renamed keeps its scores.

    `seen` is the digest of what the writer saw. Raises Conflict when somebody else changed it meanwhile. Refused: once the trial is over,
    weights that do not total 100, a criterion without a weight, a name twice, one tool alone, taking away what has been scored.
    """
    if locked_lab(lab_id).state not in COMPARING:
        raise Refused(_("What is compared is named before the trial is over. Now it stays as it is."))
    criteria = {place: (name.strip(), weight) for place, (name, weight) in enumerate(facts.criteria, 1) if name.strip() or weight}
    tools = {place: name.strip() for place, name in enumerate(facts.tools, 1) if name.strip()}
    setup = setup_of(lab_id)
    if _named(setup) == (criteria, tools):
        return
    if setup.digest != seen:
        raise Conflict(_("Somebody changed the comparison while you wrote. Theirs stands; yours is below."))
    _check(criteria, tools)
    _put_criteria(lab_id, {place: (name, weight or 0) for place, (name, weight) in criteria.items()})
    _put_tools(lab_id, tools)
    record("labs.comparison_set", by=by, thing=("lab", lab_id), detail={"criteria": len(criteria), "tools": len(tools)})


def score_tools(participant_id: int, scores: Mapping[tuple[int, int], int | None], *, seen: str, by: int) -> None:
    """Write down what one organisation gives each tool on each criterion, 1–5, or None for no score. The same again is once.

    `seen` is the digest of what the writer saw. Raises Conflict when a colleague scored, or the tools changed, meanwhile. Refused: a lab
    that is neither ready nor running, an organisation that has left, another score than 1–5.
    """
    participant = db.session.get(LabParticipant, participant_id, with_for_update=True)
    if participant is None:
        raise NotHere
    if locked_lab(participant.lab_id).state not in SCORING or participant.left_on is not None:
        raise Refused(_("Tools are scored while the lab is ready or running, by those who take part. Your scores were not kept."))
    if any(score is not None and not 1 <= score <= 5 for score in scores.values()):
        raise Refused(_("Give 1 to 5, or leave it empty."))
    setup = setup_of(participant.lab_id)
    asked = {(tool.id, criterion.id) for tool in setup.tools for criterion in setup.criteria}
    wanted = {key: score for key, score in scores.items() if score is not None}
    before = dict(setup.scores.get(participant_id, {}))
    if wanted == before:
        return
    if setup.digest_for(participant_id) != seen or not asked.issuperset(wanted):
        raise Conflict(_("A colleague scored, or the tools were changed, while you scored. Theirs stands; yours is below."))
    _put_scores(participant_id, before, wanted, by)
    detail = {"participant": participant_id, "scores": len(wanted)}
    record("labs.tools_scored", by=by, thing=("lab", participant.lab_id), detail=detail)


def _named(setup: Setup) -> tuple[dict[int, tuple[str, int | None]], dict[int, str]]:
    return {each.place: (each.name, each.weight) for each in setup.criteria}, {each.place: each.name for each in setup.tools}


def _check(criteria: Mapping[int, tuple[str, int | None]], tools: Mapping[int, str]) -> None:
    for place, (name, weight) in criteria.items():
        if not name:
            raise Refused(_("Name the criterion that this weight belongs to."), field=f"criterion_{place}")
        if not weight or not 1 <= weight <= FULL:
            raise Refused(_("Give this criterion a weight from 1 to 100."), field=f"weight_{place}")
    total = sum(weight or 0 for _name, weight in criteria.values())
    if criteria and total != FULL:
        raise Refused(_("The weights total {total}. Change them until they total 100."), field=f"weight_{min(criteria)}", total=total)
    _refuse_twice([name for name, _weight in criteria.values()])
    _refuse_twice(tools.values())
    if len(tools) == 1:
        raise Refused(_("Name at least two tools to compare."), field=f"tool_{min(tools)}")


def _refuse_twice(names: Collection[str]) -> None:
    folded = [name.casefold() for name in names]
    for name, low in zip(names, folded, strict=True):
        if folded.count(low) > 1:
            raise Refused(_("“{name}” stands there twice. Keep one of them."), name=name)


def _put_criteria(lab_id: int, wanted: Mapping[int, tuple[str, int]]) -> None:
    there = {row.place: row for row in db.session.scalars(select(LabCriterion).where(LabCriterion.lab_id == lab_id))}
    for place, row in there.items():
        if place not in wanted:
            _take_away(row)
    for place, (name, weight) in wanted.items():
        if place in there:
            there[place].name, there[place].weight = name, weight
        else:
            db.session.add(LabCriterion(lab_id=lab_id, place=place, name=name, weight=weight))
    db.session.flush()


def _put_tools(lab_id: int, wanted: Mapping[int, str]) -> None:
    there = {row.place: row for row in db.session.scalars(select(LabTool).where(LabTool.lab_id == lab_id))}
    for place, row in there.items():
        if place not in wanted:
            _take_away(row)
    for place, name in wanted.items():
        if place in there:
            there[place].name = name
        else:
            db.session.add(LabTool(lab_id=lab_id, place=place, name=name))
    db.session.flush()


def _take_away(row: LabTool | LabCriterion) -> None:
    """Refused: what somebody has scored."""
    of = ToolScore.tool_id if isinstance(row, LabTool) else ToolScore.criterion_id
    if db.session.scalar(select(ToolScore.id).where(of == row.id).limit(1)) is not None:
        raise Refused(_("“{name}” has been scored. Rename it, or leave it; its scores stay."), name=row.name)
    db.session.delete(row)


def _put_scores(participant_id: int, before: Mapping[tuple[int, int], int], wanted: Mapping[tuple[int, int], int], by: int) -> None:
    rows = db.session.scalars(select(ToolScore).where(ToolScore.participant_id == participant_id))
    there = {(row.tool_id, row.criterion_id): row for row in rows}
    for key, row in there.items():
        if key not in wanted:
            db.session.delete(row)
    for (tool_id, criterion_id), score in wanted.items():
        if before.get((tool_id, criterion_id)) == score:
            continue
        row = there.get((tool_id, criterion_id)) or ToolScore(tool_id=tool_id, criterion_id=criterion_id, participant_id=participant_id)
        row.score, row.author_id, row.changed_at = score, by, now()
        db.session.add(row)
    db.session.flush()
