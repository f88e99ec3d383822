"""Everything the page of a lab shows its viewer, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clustercourse.cohorts.policy import can_see_cohort
from clustercourse.labs.policy import can_facilitate_lab, can_see_comparison, can_work_in_lab, tests_for
from clustercourse.labs.queries.comparison import Compared, compared, setup_of
from clustercourse.labs.queries.competences import Served, competences_of
from clustercourse.labs.queries.findings import FindingRow, newest_public
from clustercourse.labs.queries.hypotheses import AmendmentRow, HypothesisRow, Signature, amendments_of, hypothesis_of, signatures_of
from clustercourse.labs.queries.labs import Companion, LabRow, Step, companions_of, group_of, steps_of, team_of
from clustercourse.labs.queries.methods import MethodRow, ResultRow, results_of_lab
from clustercourse.labs.queries.outcome import Outcome, outcome_of
from clustercourse.labs.queries.participants import Participant, participants_of
from clustercourse.labs.queries.standing import Standing, standing_of
from clustercourse.labs.queries.trials import (
    DissentRow,
    Judged,
    TrialRow,
    VerdictRow,
    dissents_of,
    judged,
    really_came,
    trials_of,
    verdict_of,
)
from clustercourse.viewer import Viewer

BEFORE_TRIALS = frozenset({"selected", "scoping", "ready"})


@dataclass(frozen=True)
class ToldTrial:
    """A trial as far as this viewer may know it: its name and its report are empty where it keeps them to itself.

    The verdict of each is told to everybody once the trial is over, without the name: a negative one is as large as a positive one.
    """

    participant_id: int
    name: str
    verdict: str
    trial: TrialRow | None
    may_write: bool


@dataclass(frozen=True)
class LabPage:
    standing: Standing
    steps: tuple[Step, ...]
    team: tuple[tuple[int, str], ...]
    companions: tuple[Companion, ...]
    cohort: Any
    testing: tuple[Participant, ...]
    hypothesis: HypothesisRow
    signatures: tuple[Signature, ...]
    amendments: tuple[AmendmentRow, ...]
    told: tuple[ToldTrial, ...]
    verdict: VerdictRow | None
    counted: Judged | None
    dissents: tuple[DissentRow, ...]
    results: tuple[tuple[MethodRow, ResultRow], ...]
    testing_for: tuple[int, ...]
    findings: tuple[FindingRow, ...]
    comparison: Compared | None
    outcome: Outcome
    began: int
    competences: tuple[Served, ...]


def lab_page(viewer: Viewer, lab: LabRow) -> LabPage:
    participants, hypothesis, trials = participants_of(lab.id), hypothesis_of(lab.id), trials_of(lab.id)
    verdict = verdict_of(lab.id) if lab.state != "running" or can_work_in_lab(viewer, lab) else None
    came = really_came(hypothesis.missing_rule, trials)
    return LabPage(
        standing=standing_of(lab.id),
        steps=steps_of(lab.id),
        team=team_of(lab.id),
        companions=tuple(each for each in companions_of(lab.id) if can_see_cohort(viewer, each)),
        cohort=group_of(lab),
        testing=tuple(one for one in participants if one.left_on is None),
        hypothesis=hypothesis,
        signatures=signatures_of(lab.id),
        amendments=amendments_of(lab.id),
        told=told_trials(viewer, lab, participants, trials),
        verdict=verdict,
        counted=judged(verdict.counts, verdict.threshold, came=came) if verdict else None,
        dissents=dissents_of(lab.id) if verdict else (),
        results=results_of_lab(lab.id),
        testing_for=tests_for(viewer, lab),
        findings=newest_public(viewer, lab),
        comparison=compared(setup_of(lab.id)) if can_see_comparison(viewer, lab) else None,
        outcome=outcome_of(viewer, lab.id),
        began=sum(one.started_on is not None for one in participants),
        competences=competences_of(viewer, lab.id),
    )


def told_trials(
    viewer: Viewer, lab: LabRow, participants: tuple[Participant, ...], trials: Mapping[int, TrialRow]
) -> tuple[ToldTrial, ...]:
    """The trials of all that started, as far as the viewer may know them."""
    if lab.state in BEFORE_TRIALS:
        return ()
    return tuple(_told(viewer, lab, one, trials.get(one.id)) for one in participants if one.started_on is not None)


def _told(viewer: Viewer, lab: LabRow, one: Participant, trial: TrialRow | None) -> ToldTrial:
    runs, inside = can_facilitate_lab(viewer, lab), can_work_in_lab(viewer, lab)
    own = viewer.belongs_to(one.organisation_id)
    shared = trial.shared_with if trial else ""
    reads = trial is not None and (own or runs or shared == "public" or (shared == "lab" and inside))
    is_known = own or runs or lab.state != "running" or reads
    return ToldTrial(
        participant_id=one.id,
        name=one.name if inside or one.is_named or shared == "public" else "",
        verdict=trial.verdict if trial is not None and is_known else "",
        trial=trial if reads else None,
        may_write=own or runs,
    )
