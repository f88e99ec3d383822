"""What is new of labs and methods, for whoever follows them by a feed: public steps and results, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.labs.policy import HIDDEN
from clustercourse.labs.queries.labs import verdict_told
from clustercourse.models.labs import Lab, LabStep
from clustercourse.models.methods import Method, MethodResult
from clustercourse.models.trials import LabVerdict

MOST = 50
_steps = (
    select(LabStep.id, LabStep.to_state, LabStep.at, LabStep.reason, Lab.title, Lab.slug, LabVerdict.verdict)
    .join(Lab, Lab.id == LabStep.lab_id)
    .outerjoin(LabVerdict, verdict_told)
    .where(
        LabStep.to_state.not_in(HIDDEN),
        Lab.id.in_(select(LabStep.lab_id).where(LabStep.to_state == "selected")),
    )
    .order_by(LabStep.at.desc(), LabStep.id.desc())
    .limit(bindparam("most"))
)
_results = (
    select(MethodResult.id, MethodResult.result, MethodResult.at, MethodResult.why, Method.name, Method.slug, Lab.title)
    .join(Method, Method.id == MethodResult.method_id)
    .join(Lab, Lab.id == MethodResult.lab_id)
    .order_by(MethodResult.at.desc(), MethodResult.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class NewStep:
    """A step that everybody may know of: what led to the selection of a lab is not among them."""

    id: int
    state: str
    at: datetime
    reason: str
    lab: str
    slug: str
    verdict: str | None


@dataclass(frozen=True)
class NewResult:
    id: int
    result: str
    at: datetime
    why: str
    method: str
    slug: str
    lab: str


def new_steps() -> tuple[NewStep, ...]:
    return tuple(NewStep(*found) for found in rows(_steps, most=MOST))


def new_results() -> tuple[NewResult, ...]:
    return tuple(NewResult(*found) for found in rows(_results, most=MOST))
