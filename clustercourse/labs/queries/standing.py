"""What a lab has, as far as its steps ask for it, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from clustercourse.db import joined, row
from clustercourse.labs.queries.hypotheses import PARTS, gaps_in
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.hypotheses import Amendment, FrameCheck, Hypothesis, LabSignature
from clustercourse.models.labs import Lab, LabLink, LabParticipant, LabTeam, LabVoice
from clustercourse.models.methods import Dissemination, Product
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.models.trials import LabVerdict, Trial


@dataclass(frozen=True)
class Standing:
    """What a lab has, as far as its steps ask for it."""

    state: str
    bodies: frozenset[str] = frozenset()
    facilitators: int = 0
    gaps: tuple[str, ...] = ()
    is_locked: bool = False
    participant_signed: bool = False
    facilitator_signed: bool = False
    eligible: int = 0
    not_eligible: int = 0
    frames_open: int = 5
    companions: int = 0
    workshops: int = 0
    has_verdict: bool = False
    is_verdict_old: bool = False
    products: int = 0
    disseminations: int = 0
    follow_ups: int = 0


FRAMES = 5
COMPANIONS = ("workshop", "master-class", "open-training", "consortium")
"""Kinds of cohorts that a lab may be planned together with (L-09): workshops, Master Classes and other trainings."""


def _count(column: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()


_here = LabParticipant.lab_id == Lab.id
_is_eligible = or_(Organisation.catalogue_entry != "", LabParticipant.override != "")
_testers = select(func.count(LabParticipant.id)).join(Organisation, Organisation.id == LabParticipant.organisation_id)
_links = select(func.count(LabLink.id)).join(Cohort, Cohort.id == LabLink.cohort_id).where(LabLink.lab_id == Lab.id)
_since = (LabVerdict, LabVerdict.lab_id == LabParticipant.lab_id)
_reported_since = (
    select(Trial.id)
    .join(LabParticipant, LabParticipant.id == Trial.participant_id)
    .join(*_since)
    .where(_here, Trial.changed_at > LabVerdict.at)
)
_joined_since = (
    select(LabParticipant.id).join(*_since).where(_here, LabParticipant.started_on.is_not(None), LabParticipant.joined_at > LabVerdict.at)
)
_amended_since = (
    select(Amendment.id)
    .join(LabVerdict, LabVerdict.lab_id == Amendment.lab_id)
    .where(Amendment.lab_id == Lab.id, Amendment.at > LabVerdict.at)
)
_signed = and_(LabSignature.lab_id == Lab.id, or_(Hypothesis.locked_at.is_not(None), LabSignature.digest == Hypothesis.digest))
_standing = (
    select(
        Lab.state,
        select(joined(LabVoice.body)).where(LabVoice.lab_id == Lab.id).correlate(Lab).scalar_subquery().label("bodies"),
        _count(LabTeam.id, LabTeam.lab_id == Lab.id).label("facilitators"),
        *(getattr(Hypothesis, name).label(name) for name in PARTS),
        Hypothesis.locked_at,
        _count(LabSignature.id, _signed, LabSignature.side == "participant").label("participants_signed"),
        _count(LabSignature.id, _signed, LabSignature.side == "facilitator").label("facilitators_signed"),
        _testers.where(_here, LabParticipant.left_on.is_(None), _is_eligible).scalar_subquery().label("eligible"),
        _testers.where(_here, LabParticipant.left_on.is_(None), ~_is_eligible).scalar_subquery().label("not_eligible"),
        _count(FrameCheck.id, FrameCheck.lab_id == Lab.id).label("frames"),
        _links.where(LabLink.relation == "together", Cohort.kind.in_(COMPANIONS)).scalar_subquery().label("companions"),
        _links.where(LabLink.relation == "after").scalar_subquery().label("follow_ups"),
        _count(TrainingSession.id, TrainingSession.cohort_id == Lab.cohort_id, TrainingSession.cancelled_at.is_(None)).label("workshops"),
        _count(LabVerdict.id, LabVerdict.lab_id == Lab.id).label("verdicts"),
        or_(_reported_since.exists(), _amended_since.exists(), _joined_since.exists()).label("is_verdict_old"),
        _count(Product.id, Product.lab_id == Lab.id, Product.published_at.is_not(None)).label("products"),
        _count(Dissemination.id, Dissemination.lab_id == Lab.id).label("disseminations"),
    )
    .outerjoin(Hypothesis, Hypothesis.lab_id == Lab.id)
    .where(Lab.id == bindparam("lab"))
)


def standing_of(lab_id: int) -> Standing:
    found = row(_standing, lab=lab_id)
    return Standing(
        state=found.state,
        bodies=frozenset((found.bodies or "").split()),
        facilitators=found.facilitators,
        gaps=gaps_in({name: getattr(found, name) for name in PARTS}),
        is_locked=found.locked_at is not None,
        participant_signed=found.participants_signed > 0,
        facilitator_signed=found.facilitators_signed > 0,
        eligible=found.eligible,
        not_eligible=found.not_eligible,
        frames_open=FRAMES - found.frames,
        companions=found.companions,
        workshops=found.workshops,
        has_verdict=found.verdicts > 0,
        is_verdict_old=bool(found.is_verdict_old),
        products=found.products,
        disseminations=found.disseminations,
        follow_ups=found.follow_ups,
    )
