"""What a product may show of its lab: the text that was tested, who tested, what they reported, the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from clustercourse.db import rows, value
from clustercourse.labs.queries.hypotheses import AmendmentRow, HypothesisRow, amendments_of, hypothesis_of
from clustercourse.labs.queries.trials import TrialRow, VerdictRow, trials_of, verdict_of
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Dissent


@dataclass(frozen=True)
class Tester:
    """An organisation that began. `is_named`: its name may stand in public."""

    participant_id: int
    name: str
    is_named: bool
    kind: str
    stage: str
    country: str
    member_count: int | None


@dataclass(frozen=True)
class Evidence:
    """`is_tested`: the trial is over, so that numbers are told to everybody."""

    is_tested: bool
    hypothesis: HypothesisRow = field(default_factory=HypothesisRow)
    amendments: tuple[AmendmentRow, ...] = ()
    testers: tuple[Tester, ...] = ()
    trials: Mapping[int, TrialRow] = field(default_factory=dict)
    verdict: VerdictRow | None = None
    dissents: int = 0

    @property
    def reports(self) -> tuple[tuple[Tester, TrialRow], ...]:
        """Each report beside who wrote it."""
        return tuple((one, self.trials[one.participant_id]) for one in self.testers if one.participant_id in self.trials)


_testers = (
    select(
        LabParticipant.id,
        Organisation.name,
        LabParticipant.is_named,
        Organisation.kind,
        Organisation.stage,
        Organisation.country,
        Organisation.member_count,
    )
    .join(Organisation, Organisation.id == LabParticipant.organisation_id)
    .where(LabParticipant.lab_id == bindparam("lab"), LabParticipant.started_on.is_not(None))
    .order_by(Organisation.name, LabParticipant.id)
)
_dissents = select(func.count(Dissent.id)).where(Dissent.lab_id == bindparam("lab"))


def evidence_of(lab_id: int, state: str) -> Evidence:
    return Evidence(
        is_tested=state != "running",
        hypothesis=hypothesis_of(lab_id),
        amendments=amendments_of(lab_id),
        testers=tuple(Tester(*found) for found in rows(_testers, lab=lab_id)),
        trials=trials_of(lab_id),
        verdict=verdict_of(lab_id),
        dissents=int(value(_dissents, lab=lab_id) or 0),
    )
