"""The trials of a lab, as far as each reader may see them, and what they come to by the locked rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows
from clustercourse.kinds.calculations.calculation import Results
from clustercourse.kinds.calculations.lab_verdict import lab_verdict
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.pictures import lab_verdict as picture
from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.models.accounts import Person
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Dissent, LabVerdict, Trial


@dataclass(frozen=True)
class Counts:
    """Organisations that started, that reported, that reached what counts as a success; `left_out`: missing and not counted by the rule."""

    started: int
    reported: int
    succeeded: int
    left_out: int = 0


@dataclass(frozen=True)
class Judged:
    """Worst, reported and best share with the verdict's word, and the picture of it."""

    counts: Counts
    worst: Outcome
    of_reported: Outcome
    best: Outcome
    verdict: str
    drawing: Drawing


@dataclass(frozen=True)
class TrialRow:
    id: int
    participant_id: int
    done: str
    deviations: str
    verdict: str
    has_met: bool | None
    worked: str
    did_not: str
    conditions: str
    changed: str
    hours: int | None
    shared_with: str
    number: int
    changed_at: datetime
    name: str


@dataclass(frozen=True)
class VerdictRow:
    verdict: str
    started: int
    reported: int
    succeeded: int
    threshold: int
    worked: str
    did_not: str
    conditions: str
    at: datetime
    name: str

    @property
    def counts(self) -> Counts:
        return Counts(self.started, self.reported, self.succeeded)


@dataclass(frozen=True)
class DissentRow:
    text: str
    at: datetime
    name: str


_trials = (
    select(*(getattr(Trial, name) for name in TrialRow.__dataclass_fields__ if name != "name"), func.coalesce(Person.name, ""))
    .join(LabParticipant, LabParticipant.id == Trial.participant_id)
    .outerjoin(Person, Person.id == Trial.author_id)
    .where(LabParticipant.lab_id == bindparam("lab"))
    .order_by(LabParticipant.id)
)
_counts = (
    select(func.count(LabParticipant.id), func.count(Trial.id), func.count(Trial.id).filter(Trial.has_met.is_(True)))
    .outerjoin(Trial, Trial.participant_id == LabParticipant.id)
    .where(LabParticipant.lab_id == bindparam("lab"), LabParticipant.started_on.is_not(None))
)
_verdict = (
    select(*(getattr(LabVerdict, name) for name in VerdictRow.__dataclass_fields__ if name != "name"), func.coalesce(Person.name, ""))
    .outerjoin(Person, Person.id == LabVerdict.by_id)
    .where(LabVerdict.lab_id == bindparam("lab"))
)
_dissents = (
    select(Dissent.text, Dissent.at, func.coalesce(Person.name, ""))
    .join(Person, Person.id == Dissent.person_id)
    .where(Dissent.lab_id == bindparam("lab"))
    .order_by(Dissent.id)
)


def trials_of(lab_id: int) -> dict[int, TrialRow]:
    """Every report, by participant. Who may read which is for the page to ask of the policy."""
    return {found.participant_id: TrialRow(*found) for found in rows(_trials, lab=lab_id)}


def counted(lab_id: int, rule: str) -> Counts:
    """What the locked rule counts: a missing report stays open (bounds), is a failure, or leaves the count."""
    found = row(_counts, lab=lab_id)
    started, reported, succeeded = found
    if rule == "failures":
        return Counts(started, started if reported else 0, succeeded)
    if rule == "left-out":
        return Counts(reported, reported, succeeded, left_out=started - reported)
    return Counts(started, reported, succeeded)


def really_came(rule: str, trials: Collection[object]) -> int | None:
    """How many reports there are, where the rule counts those that never came as failures; None where the counts say it themselves."""
    return len(trials) if rule == "failures" else None


def judged(counts: Counts, threshold: int, *, came: int | None = None) -> Judged:
    """The verdict of these counts against a threshold in per cent (3.15). With nobody started there is no data.

    `came` (`really_came`): what those who reported say is a share of these.
    """
    mark = Fraction(threshold, 100)
    found, of_came = (_shares(counts, reported, mark) for reported in (counts.reported, counts.reported if came is None else came))
    worst, of_reported, best, verdict = found["worst"], of_came["of-reported"], found["best"], found["verdict"]
    assert isinstance(worst, Outcome) and isinstance(of_reported, Outcome) and isinstance(best, Outcome) and isinstance(verdict, Outcome)
    word = str(verdict.value) if verdict.value is not None else "no-data"
    return Judged(counts, worst, of_reported, best, word, picture.draw(worst, of_reported, best, value(mark)))


def _shares(counts: Counts, reported: int, mark: Fraction) -> Results:
    return lab_verdict(started=Fraction(counts.started), reported=Fraction(reported), succeeded=Fraction(counts.succeeded), threshold=mark)


def verdict_of(lab_id: int) -> VerdictRow | None:
    found = row(_verdict, lab=lab_id)
    return VerdictRow(*found) if found is not None else None


def dissents_of(lab_id: int) -> tuple[DissentRow, ...]:
    return tuple(DissentRow(*found) for found in rows(_dissents, lab=lab_id))
