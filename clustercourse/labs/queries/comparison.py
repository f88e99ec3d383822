"""The tools that a lab compares: what each organisation gave them, and what that comes to by the criteria matrix (3.16)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.kinds.calculations.criteria_matrix import criteria_matrix
from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures import criteria_matrix as picture
from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.models.trials import LabCriterion, LabTool, ToolScore

COMPARING = ("selected", "scoping", "ready", "running")
"""States of a lab in which criteria, weights and tools are named."""

SCORING = ("ready", "running")
"""States in which organisations score them."""

MOST_CRITERIA, MOST_TOOLS, FULL = 6, 8, 100

Scores = Mapping[tuple[int, int], int]
"""What one organisation gives: tool and criterion → 1–5."""


@dataclass(frozen=True)
class Tool:
    id: int
    place: int
    name: str


@dataclass(frozen=True)
class Criterion:
    id: int
    place: int
    name: str
    weight: int


@dataclass(frozen=True)
class Setup:
    """What is compared by what. `scores`: by participant."""

    tools: tuple[Tool, ...]
    criteria: tuple[Criterion, ...]
    scores: Mapping[int, Scores]

    @property
    def digest(self) -> str:
        """Of the tools and criteria, to see whether somebody else changed them."""
        return _digest([[each.place, each.name] for each in self.tools], [[each.place, each.name, each.weight] for each in self.criteria])

    def digest_for(self, participant_id: int) -> str:
        """Of what one organisation has scored, and of the tools and criteria as they were then."""
        return _digest(self.digest, sorted([*key, score] for key, score in self.scores.get(participant_id, {}).items()))


@dataclass(frozen=True)
class Mean:
    """Of the scores of those who scored, exactly; None where nobody did."""

    number: Fraction | None
    count: int


@dataclass(frozen=True)
class ComparedTool:
    """A tool with its means in the order of the criteria. `lowest` and `highest` bound a score that is not known; `standing` is a key."""

    name: str
    means: tuple[Mean, ...]
    score: Fraction | None
    lowest: Fraction
    highest: Fraction
    standing: str


@dataclass(frozen=True)
class Compared:
    criteria: tuple[Criterion, ...]
    tools: tuple[ComparedTool, ...]
    scored_by: int
    lead: str
    drawing: Drawing

    @property
    def is_scored(self) -> bool:
        return self.scored_by > 0


_tools = select(LabTool.id, LabTool.place, LabTool.name).where(LabTool.lab_id == bindparam("lab")).order_by(LabTool.place)
_criteria = (
    select(LabCriterion.id, LabCriterion.place, LabCriterion.name, LabCriterion.weight)
    .where(LabCriterion.lab_id == bindparam("lab"))
    .order_by(LabCriterion.place)
)
_scores = (
    select(ToolScore.participant_id, ToolScore.tool_id, ToolScore.criterion_id, ToolScore.score)
    .join(LabTool, LabTool.id == ToolScore.tool_id)
    .where(LabTool.lab_id == bindparam("lab"))
)


def setup_of(lab_id: int) -> Setup:
    """Three statements at any number of tools and organisations."""
    scores: dict[int, dict[tuple[int, int], int]] = {}
    for found in rows(_scores, lab=lab_id):
        scores.setdefault(found.participant_id, {})[found.tool_id, found.criterion_id] = found.score
    tools, criteria = rows(_tools, lab=lab_id), rows(_criteria, lab=lab_id)
    return Setup(tuple(Tool(*found) for found in tools), tuple(Criterion(*found) for found in criteria), scores)


def compared(setup: Setup) -> Compared | None:
    """The means of the organisations' scores, weighed; a mean that nobody gave counts 1 at the lowest and 5 at the highest.

    None while no tools or no criteria are named. The weights of a lab total 100 (`set_comparison` refuses others).
    """
    if not setup.tools or not setup.criteria:
        return None
    means = [tuple(_mean(setup.scores.values(), tool.id, criterion.id) for criterion in setup.criteria) for tool in setup.tools]
    given: dict[str, object] = {f"score_{n}": () for n in range(1, MOST_CRITERIA + 1)}
    given |= {f"weight_{n}": None for n in range(1, MOST_CRITERIA + 1)}
    for place, criterion in enumerate(setup.criteria):
        given[f"score_{place + 1}"] = [line[place].number for line in means]
        given[f"weight_{place + 1}"] = Fraction(criterion.weight)
    found = criteria_matrix(**given)
    scores, lowest, highest, standings = (_column(found[name]) for name in ("score", "lowest", "highest", "standing"))
    tools = tuple(
        ComparedTool(tool.name, line, score.number, least.number or Fraction(0), most.number or Fraction(0), _word(standing))
        for tool, line, score, least, most, standing in zip(setup.tools, means, scores, lowest, highest, standings, strict=True)
    )
    drawing = picture.draw([tool.name for tool in setup.tools], scores, lowest, highest)
    lead = found["lead"]
    assert isinstance(lead, Outcome)
    return Compared(setup.criteria, tools, len(setup.scores), _word(lead), drawing)


def _mean(given: Iterable[Scores], tool_id: int, criterion_id: int) -> Mean:
    found = [scores[tool_id, criterion_id] for scores in given if (tool_id, criterion_id) in scores]
    return Mean(Fraction(sum(found), len(found)) if found else None, len(found))


def _column(found: object) -> Sequence[Outcome]:
    assert isinstance(found, tuple)
    return found


def _word(found: Outcome) -> str:
    """The key of a word; empty with a single tool, which stands before or behind nobody."""
    return str(found.value) if found.value is not None else ""


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]
