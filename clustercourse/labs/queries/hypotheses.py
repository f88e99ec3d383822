"""The hypothesis with its expected product, what is still empty in it, who signed, what was amended, and the frames."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.hypotheses import Amendment, FrameCheck, Hypothesis, LabSignature

PARTS = (
    *("belief", "test", "metric", "baseline", "threshold", "counts", "missing_rule"),
    *("product_kind", "product_about", "product_owner"),
)
"""The parts of the text that is signed, in their order."""

_MAY_BE_EMPTY = frozenset({"baseline"})


@dataclass(frozen=True)
class HypothesisRow:
    """The text as it stands. `number` 0: nobody has written anything yet."""

    belief: str = ""
    test: str = ""
    metric: str = ""
    baseline: str = ""
    threshold: int | None = None
    counts: str = ""
    missing_rule: str = ""
    product_kind: str = ""
    product_about: str = ""
    product_owner: str = ""
    number: int = 0
    locked_at: datetime | None = None
    digest: str = ""

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def parts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in PARTS}

    @property
    def gaps(self) -> tuple[str, ...]:
        return gaps_in(self.parts)

    @property
    def short_digest(self) -> str:
        """As people compare it by eye."""
        return " ".join(self.digest[start : start + 4] for start in range(0, 16, 4))


@dataclass(frozen=True)
class Signature:
    name: str
    side: str
    organisation: str | None
    digest: str
    at: datetime


@dataclass(frozen=True)
class AmendmentRow:
    part: str
    before: str
    after: str
    reason: str
    at: datetime
    name: str


@dataclass(frozen=True)
class Frame:
    note: str = field(default="")
    at: datetime | None = None
    name: str = ""


def digest_of(parts: Mapping[str, Any]) -> str:
    """SHA-256 of the text that is signed: its parts by name, as JSON with sorted keys."""
    return hashlib.sha256(json.dumps({name: parts[name] for name in PARTS}, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def gaps_in(parts: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts that nobody has filled and that a signature needs."""
    return tuple(name for name in PARTS if name not in _MAY_BE_EMPTY and parts[name] in ("", None))


_text = select(*(getattr(Hypothesis, name) for name in HypothesisRow.__dataclass_fields__)).where(Hypothesis.lab_id == bindparam("lab"))
_signatures = (
    select(func.coalesce(Person.name, ""), LabSignature.side, Organisation.name, LabSignature.digest, LabSignature.at)
    .join(Person, Person.id == LabSignature.person_id)
    .outerjoin(Organisation, Organisation.id == LabSignature.organisation_id)
    .where(LabSignature.lab_id == bindparam("lab"))
    .order_by(LabSignature.id)
)
_amendments = (
    select(Amendment.part, Amendment.before, Amendment.after, Amendment.reason, Amendment.at, func.coalesce(Person.name, ""))
    .outerjoin(Person, Person.id == Amendment.by_id)
    .where(Amendment.lab_id == bindparam("lab"))
    .order_by(Amendment.id)
)
_frames = (
    select(FrameCheck.frame, FrameCheck.note, FrameCheck.at, func.coalesce(Person.name, ""))
    .outerjoin(Person, Person.id == FrameCheck.by_id)
    .where(FrameCheck.lab_id == bindparam("lab"))
)


def hypothesis_of(lab_id: int) -> HypothesisRow:
    found = row(_text, lab=lab_id)
    return HypothesisRow(*found) if found is not None else HypothesisRow()


def signatures_of(lab_id: int) -> tuple[Signature, ...]:
    return tuple(Signature(*found) for found in rows(_signatures, lab=lab_id))


def amendments_of(lab_id: int) -> tuple[AmendmentRow, ...]:
    return tuple(AmendmentRow(*found) for found in rows(_amendments, lab=lab_id))


def frames_of(lab_id: int) -> dict[str, Frame]:
    """What is ensured, by the name of the frame."""
    return {name: Frame(note, at, person) for name, note, at, person in rows(_frames, lab=lab_id)}
