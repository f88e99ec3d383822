"""The evidence log: noting what was observed, correcting it by a new entry, removing one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.findings import FINDINGS_OPEN
from clustercourse.labs.queries.homework import day_of
from clustercourse.labs.words import FINDING_SHARED_WORDS
from clustercourse.language import _
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Finding


@dataclass(frozen=True)
class FindingFacts:
    """What was observed, on which day, who reads it, and whom it is about (None: the lab as a whole)."""

    on_day: date
    text: str
    shared_with: str = "lab"
    organisation_id: int | None = None


def note_finding(lab_id: int, facts: FindingFacts, *, side: str, by: int, corrects_id: int | None = None) -> Finding:
    """Add an entry to the log; with `corrects_id` it says that it corrects an earlier one of the same author, which stays to be read.

    `side` is participant or facilitator. Refused: before a lab is selected and after its end, a day to come, no text, an organisation that
    does not take part; correcting what is somebody else's, removed, or corrected already.
    """
    if locked_lab(lab_id).state not in FINDINGS_OPEN:
        raise Refused(_("The evidence log goes on from the selection of a lab to its end. What you wrote was not kept."))
    _check(lab_id, facts)
    if corrects_id is not None:
        _refuse_correction(lab_id, corrects_id, by)
    finding = Finding(lab_id=lab_id, side=side, author_id=by, corrects_id=corrects_id, created_at=now(), **vars(facts))
    finding.text = facts.text.strip()
    db.session.add(finding)
    db.session.flush()
    detail = {"lab": lab_id, "shared_with": facts.shared_with, "corrects": corrects_id}
    record("labs.finding_noted", by=by, thing=("finding", finding.id), detail=detail)
    return finding


def remove_finding(finding_id: int, *, by: int) -> None:
    """Take the words of one's own entry away; that there was one stays in the log. Twice is once. Refused: somebody else's."""
    finding = _finding(finding_id)
    if finding.author_id != by:
        raise Refused(_("Only who wrote an entry removes it."))
    if finding.removed_at is None:
        finding.text, finding.removed_at = "", now()
        db.session.flush()
        record("labs.finding_removed", by=by, thing=("finding", finding_id), detail={"lab": finding.lab_id})


def note_export(lab_id: int, *, count: int, by: int) -> None:
    """Note that somebody takes the log, with so many entries, as a file."""
    record("labs.findings_exported", by=by, thing=("lab", lab_id), detail={"entries": count})


def _check(lab_id: int, facts: FindingFacts) -> None:
    if len(facts.text.strip()) < 3:
        raise Refused(_("Say what you observed, in a sentence."), field="text")
    if facts.shared_with not in FINDING_SHARED_WORDS:
        raise Refused(_("Choose one from the list."), field="shared_with")
    if facts.on_day > day_of(lab_id):
        raise Refused(_("This day is still to come. Use the day on which you observed it."), field="on_day")
    if facts.organisation_id is not None:
        takes_part = select(LabParticipant.id).where(
            LabParticipant.lab_id == lab_id, LabParticipant.organisation_id == facts.organisation_id
        )
        if db.session.scalar(takes_part) is None:
            raise Refused(_("This organisation does not take part."), field="organisation")


def _refuse_correction(lab_id: int, corrects_id: int, by: int) -> None:
    earlier = _finding(corrects_id)
    if earlier.lab_id != lab_id or earlier.author_id != by:
        raise Refused(_("Only who wrote an entry corrects it. Write one of your own that says what you saw."))
    if earlier.removed_at is not None:
        raise Refused(_("You removed this entry. Write a new one."))
    if db.session.scalar(select(Finding.id).where(Finding.corrects_id == corrects_id, Finding.removed_at.is_(None))) is not None:
        raise Refused(_("You have corrected this entry already. Correct the newer one."))


def _finding(finding_id: int) -> Finding:
    finding = db.session.get(Finding, finding_id, with_for_update=True)
    if finding is None:
        raise NotHere
    return finding
