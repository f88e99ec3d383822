"""The hypothesis and the expected product: written together, signed from both sides, then locked; later only amended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.hypotheses import PARTS, digest_of, gaps_in
from clustercourse.labs.words import PRODUCT_WORDS, RULE_WORDS
from clustercourse.language import _
from clustercourse.models.hypotheses import Amendment, FrameCheck, Hypothesis, LabSignature
from clustercourse.models.labs import Lab, LabParticipant, LabTeam

OPEN_STATES = ("selected", "scoping", "ready", "running")
"""Where the text may still change: openly while it is not locked, afterwards by amendment."""


def write_hypothesis(lab_id: int, said: Mapping[str, Any], *, number: int, by: int, reason: str = "") -> int:
    """Change parts of the text; gives its new number. What is the same is left alone.

    `number` is that of the text that the writer saw. Once it is locked each changed part becomes an amendment, with before, after and
    `reason`. Raises Conflict when somebody changed it meanwhile. Refused: outside scoping and running, an amendment without a reason, a
    threshold outside 1–100, a locked part that would be emptied.
    """
    lab = locked_lab(lab_id)
    if lab.state not in OPEN_STATES:
        raise Refused(_("The hypothesis is written while a lab is scoped. Now it stays as it is."))
    text = _text_of(lab)
    _check(said)
    changed = {name: said[name] for name in PARTS if name in said and said[name] != getattr(text, name)}
    if not changed:
        return text.number
    if number != text.number:
        raise Conflict(_("Somebody changed the hypothesis while you wrote. Their text stands; yours is below."))
    if text.locked_at is not None:
        _amend(text, changed, reason=reason.strip(), by=by)
    for name, value in changed.items():
        setattr(text, name, value)
    text.number, text.changed_at = text.number + 1, now()
    text.digest = digest_of({name: getattr(text, name) for name in PARTS})
    db.session.flush()
    record("labs.hypothesis_written", by=by, thing=("lab", lab_id), detail={"parts": sorted(changed), "locked": text.locked_at is not None})
    return text.number


def draft_hypothesis(lab_id: int, said: Mapping[str, Any], *, by: int) -> None:
    """Begin the text of a new proposal with what a worksheet said. It is written on when the lab is scoped."""
    text = _text_of(locked_lab(lab_id))
    for name in PARTS:
        if said.get(name) not in (None, ""):
            setattr(text, name, said[name])
    text.number, text.digest = text.number + 1, digest_of({name: getattr(text, name) for name in PARTS})
    db.session.flush()
    record("labs.hypothesis_written", by=by, thing=("lab", lab_id), detail={"parts": sorted(said), "locked": False})


def _amend(text: Hypothesis, changed: Mapping[str, Any], *, reason: str, by: int) -> None:
    if len(reason) < 10:
        raise Refused(_("It is signed. Say why you change it: before, after and reason stay visible."), field="reason")
    for name, value in changed.items():
        if name != "baseline" and value in ("", None):
            raise Refused(_("It is signed: this part can be changed, but not emptied."), field=name)
        before = getattr(text, name)
        db.session.add(
            Amendment(
                lab_id=text.lab_id,
                part=name,
                before="" if before is None else str(before),
                after="" if value is None else str(value),
                reason=reason,
                at=now(),
                by_id=by,
            )
        )


def sign(lab_id: int, digest: str, *, by: int, organisation_id: int | None) -> None:
    """Agree to the text: for a participant (`organisation_id`), or as the facilitator (None). Both sides together lock it. Twice is once.

    Refused: a text with gaps, another text than the one that was read, who neither takes part nor facilitates.
    """
    lab = locked_lab(lab_id)
    text = _text_of(lab)
    if gaps_in({name: getattr(text, name) for name in PARTS}):
        raise Refused(_("Something is still empty in it. Sign when it is whole."))
    if digest != text.digest:
        raise Refused(_("The text has changed since you opened it. Read it again, then sign."))
    side = _side(lab_id, by, organisation_id)
    known = select(LabSignature).where(LabSignature.lab_id == lab_id, LabSignature.person_id == by, LabSignature.digest == digest)
    if db.session.scalar(known) is None:
        db.session.add(LabSignature(lab_id=lab_id, person_id=by, side=side, organisation_id=organisation_id, digest=digest, at=now()))
        db.session.flush()
        record("labs.signed", by=by, thing=("lab", lab_id), detail={"side": side})
    _lock_when_both(text)


def _side(lab_id: int, person_id: int, organisation_id: int | None) -> str:
    if organisation_id is None:
        if db.session.scalar(select(LabTeam.id).where(LabTeam.lab_id == lab_id, LabTeam.person_id == person_id)) is None:
            raise Refused(_("You do not facilitate this lab."))
        return "facilitator"
    takes_part = select(LabParticipant.id).where(
        LabParticipant.lab_id == lab_id, LabParticipant.organisation_id == organisation_id, LabParticipant.left_on.is_(None)
    )
    if db.session.scalar(takes_part) is None:
        raise Refused(_("This organisation does not take part."))
    return "participant"


def _lock_when_both(text: Hypothesis) -> None:
    sides = set(db.session.scalars(select(LabSignature.side).where(LabSignature.lab_id == text.lab_id, LabSignature.digest == text.digest)))
    if text.locked_at is None and sides == {"participant", "facilitator"}:
        text.locked_at = now()
        db.session.flush()


def check_frame(lab_id: int, frame: str, note: str, *, is_ready: bool, by: int) -> None:
    """Say that one of the frames is ensured, and how; or that it is not. Saying the same again changes nothing."""
    locked_lab(lab_id)
    row = db.session.scalar(select(FrameCheck).where(FrameCheck.lab_id == lab_id, FrameCheck.frame == frame))
    if row is None and is_ready:
        db.session.add(FrameCheck(lab_id=lab_id, frame=frame, note=note.strip(), at=now(), by_id=by))
    elif row is not None and not is_ready:
        db.session.delete(row)
    elif row is not None and row.note != note.strip():
        row.note = note.strip()
    else:
        return
    db.session.flush()
    record("labs.frame_checked", by=by, thing=("lab", lab_id), detail={"frame": frame, "ready": is_ready})


def _text_of(lab: Lab) -> Hypothesis:
    text = db.session.scalar(select(Hypothesis).where(Hypothesis.lab_id == lab.id))
    if text is None:
        text = Hypothesis(lab_id=lab.id, number=0, changed_at=now())
        db.session.add(text)
        db.session.flush()
        text.digest = digest_of({name: getattr(text, name) for name in PARTS})
    return text


def _check(said: Mapping[str, Any]) -> None:
    for name, words in (("missing_rule", RULE_WORDS), ("product_kind", PRODUCT_WORDS)):
        if said.get(name, "") not in ("", *words):
            raise Refused(_("Choose one from the list."), field=name)
    threshold = said.get("threshold")
    if threshold is not None and not 1 <= threshold <= 100:
        raise Refused(_("Use a number from 1 to {most}."), field="threshold", most=100)
