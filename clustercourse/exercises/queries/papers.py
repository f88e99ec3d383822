"""What an attempt is given and measured by: the paper it is drawn from, and the rules that are frozen with it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from clustercourse.kinds import ANSWERED
from clustercourse.kinds.kind import AnsweredKind, Paper, Specification

GRACE = timedelta(seconds=15)
"""What the way to the server may take after the time of an exercise is over."""

_RULES: dict[str, Any] = {"done": "submit", "threshold": 80, "attempts": 0, "counts": "best", "time_limit": 0, "answers_shown": "at-once"}


def kind_of(specification: Specification) -> AnsweredKind:
    return ANSWERED[specification["kind"]]


def draw(specification: Specification, enrolment_id: int | None, item_id: int, number: int) -> Paper:
    """The paper of an attempt. Always the same for the same attempt, so that it can be shown before there is a row.

    Questions drawn from a pool differ from person to person; an order that is only mixed is the same for all who try for the nth time.
    """
    text = f"{(enrolment_id or 0) if specification['draw'] else 0}:{item_id}:{number}"
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")
    return kind_of(specification).paper(specification, draw_seed=seed)


def criterion_of(specification: Specification) -> dict[str, Any]:
    """The rules under which an attempt is made. Later versions change them for later attempts only."""
    return {name: specification[name] for name in _RULES}


def frozen(criterion: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of an attempt. One that was made before a rule existed is not bound by it."""
    return {**_RULES, **criterion}


def end_of(criterion: Mapping[str, Any], begun_at: datetime) -> datetime | None:
    minutes = criterion["time_limit"]
    return begun_at + timedelta(minutes=minutes) if minutes else None


def shows_answers(criterion: Mapping[str, Any], *, has_passed: bool) -> bool:
    """Whether the right answers and their reasons may be shown now."""
    return {"at-once": True, "when-passed": has_passed}.get(criterion["answers_shown"], False)


def attempts_left(criterion: Mapping[str, Any], submitted: int) -> int | None:
    """How many more attempts there are; None: as many as one likes."""
    allowed = criterion["attempts"]
    return max(0, allowed - submitted) if allowed else None
