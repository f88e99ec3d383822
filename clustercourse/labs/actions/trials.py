"""What participants found out, and the verdict of the lab by its locked rule."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.trials import counted, judged
from clustercourse.labs.words import SHARED_WORDS, TRIAL_WORDS
from clustercourse.language import _
from clustercourse.models.hypotheses import Hypothesis
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Dissent, LabVerdict, Trial


@dataclass(frozen=True)
class TrialFacts:
    """What an organisation reports. `has_met`: it reached what the hypothesis counts as a success; None where that cannot be said."""

    verdict: str
    has_met: bool | None
    done: str = ""
    deviations: str = ""
    worked: str = ""
    did_not: str = ""
    conditions: str = ""
    changed: str = ""
    hours: int | None = None
    shared_with: str = "facilitator"


@dataclass(frozen=True)
class VerdictWords:
    """What the facilitator writes down beside the counts."""

    worked: str
    did_not: str
    conditions: str = ""


def report_trial(participant_id: int, facts: TrialFacts, *, number: int, by: int) -> int:
    """Write down, or change, what one organisation found out; gives the report's new number.

    `number` is that of the report that the writer saw (0: none). Raises Conflict when a colleague was first. Refused: a lab that does not
    run, an organisation that has not started, a report without what was done.
    """
    participant = db.session.get(LabParticipant, participant_id, with_for_update=True)
    if participant is None or participant.started_on is None:
        raise Refused(_("This organisation has not started its trial."))
    if locked_lab(participant.lab_id).state != "running":
        raise Refused(_("Reports are written while the lab runs. What you wrote was not sent."))
    if facts.verdict not in TRIAL_WORDS or facts.shared_with not in SHARED_WORDS:
        raise Refused(_("Choose one from the list."), field="verdict")
    if len(facts.done.strip()) < 3:
        raise Refused(_("Say what you did, in a sentence or two."), field="done")
    trial = db.session.scalar(select(Trial).where(Trial.participant_id == participant_id))
    moment = now()
    if trial is None:
        trial = Trial(participant_id=participant_id, number=0, reported_at=moment, **asdict(facts))
        db.session.add(trial)
    elif trial.number != number:
        raise Conflict(_("A colleague changed this report while you wrote. Their text stands; yours is below."))
    for name, value in asdict(facts).items():
        setattr(trial, name, value)
    trial.number, trial.author_id, trial.changed_at = trial.number + 1, by, moment
    db.session.flush()
    detail = {"participant": participant_id, "verdict": facts.verdict, "shared_with": facts.shared_with}
    record("labs.trial_reported", by=by, thing=("lab", participant.lab_id), detail=detail)
    return trial.number


def decide_verdict(lab_id: int, words: VerdictWords, *, by: int) -> LabVerdict:
    """Write the verdict down as the locked rule gives it from the reports that are there; what did not work belongs to it.

    Writing it again while the lab runs counts again. Refused: a lab that does not run, without what worked and what did not.
    """
    if locked_lab(lab_id).state != "running":
        raise Refused(_("The verdict is written while the lab runs. Now it stays as it is."))
    for name in ("worked", "did_not"):
        if len(getattr(words, name).strip()) < 3:
            raise Refused(_("Say it in a sentence, or write that there was nothing."), field=name)
    text = db.session.scalars(select(Hypothesis).where(Hypothesis.lab_id == lab_id)).one()
    counts = counted(lab_id, text.missing_rule)
    found = judged(counts, text.threshold or 0)
    row = db.session.scalar(select(LabVerdict).where(LabVerdict.lab_id == lab_id))
    if row is None:
        row = LabVerdict(lab_id=lab_id, verdict="", started=0, reported=0, succeeded=0, threshold=0, worked="", did_not="", at=now())
        db.session.add(row)
    row.started, row.reported, row.succeeded = counts.started, counts.reported, counts.succeeded
    row.verdict, row.threshold = found.verdict, text.threshold or 0
    row.worked, row.did_not, row.conditions = words.worked.strip(), words.did_not.strip(), words.conditions.strip()
    row.by_id, row.at = by, now()
    db.session.flush()
    record("labs.verdict_decided", by=by, thing=("lab", lab_id), detail={"verdict": row.verdict, "reported": row.reported})
    return row


def dissent(lab_id: int, text: str, *, by: int) -> None:
    """Say that one sees the verdict otherwise; it stays beside it for ever. Refused: without a text, before there is a verdict."""
    locked_lab(lab_id)
    if db.session.scalar(select(LabVerdict.id).where(LabVerdict.lab_id == lab_id)) is None:
        raise Refused(_("There is no verdict yet."))
    if len(text.strip()) < 10:
        raise Refused(_("Say in a sentence what you see otherwise."), field="text")
    db.session.add(Dissent(lab_id=lab_id, person_id=by, text=text.strip(), at=now()))
    db.session.flush()
    record("labs.dissented", by=by, thing=("lab", lab_id))
