"""Proposing a lab, changing what is said of it, taking it up as its facilitator, and its way from state to state."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.queries.standing import standing_of
from clustercourse.labs.stages import WITH_REASON, missing_for, steps_from
from clustercourse.labs.words import ASKER_WORDS, TARGET_WORDS
from clustercourse.language import _, today
from clustercourse.models.labs import Lab, LabParticipant, LabStep, LabTeam
from clustercourse.slugs import free_slug

MOST_ORGANISATIONS = 500
TAKEN_BEFORE = _(
    "This worksheet became a proposal before. What you wrote is kept: send it again, and it is proposed as a question of its own."
)


@dataclass(frozen=True)
class LabFacts:
    """What is said of a question. `scale`: by how many organisations it should be tried, None while nobody knows."""

    title: str
    asker: str
    theme: str
    need: str
    target: str = ""
    audience: str = ""
    scale: int | None = None
    timing: str = ""
    development_group: str = ""


def propose_lab(facts: LabFacts, *, organisation_id: int, by: int, sheet_id: int | None = None) -> Lab:
    """Ask a question on behalf of an organisation. `sheet_id`: the worksheet that it was copied from.

    Refused: words that are not among the choices, a worksheet that became a proposal before.
    """
    _check(facts)
    if sheet_id is not None and db.session.scalar(select(Lab.id).where(Lab.sheet_id == sheet_id)) is not None:
        raise Refused(TAKEN_BEFORE)
    moment = now()
    lab = Lab(
        slug=_free_slug(facts.title),
        state="proposed",
        organisation_id=organisation_id,
        proposer_id=by,
        sheet_id=sheet_id,
        created_at=moment,
        changed_at=moment,
        **asdict(facts),
    )
    db.session.add(lab)
    db.session.flush()
    _note_step(lab, "", "proposed", by=by)
    record("labs.proposed", by=by, thing=("lab", lab.id), detail={"organisation": organisation_id, "asker": facts.asker})
    return lab


def change_proposal(lab_id: int, facts: LabFacts, *, by: int) -> None:
    """Change what is said of a question, until it is decided. Refused: afterwards."""
    lab = locked_lab(lab_id)
    _check(facts)
    if lab.state not in ("proposed", "in-dialogue", "parked"):
        raise Refused(_("It was decided about this text. What is tested stands in the hypothesis."))
    said = asdict(facts)
    changed = sorted(name for name, value in said.items() if getattr(lab, name) != value)
    for name in changed:
        setattr(lab, name, said[name])
    if changed:
        lab.changed_at = now()
        db.session.flush()
        record("labs.proposal_changed", by=by, thing=("lab", lab_id), detail={"fields": changed})


def take_up(lab_id: int, *, by: int) -> None:
    """Become its facilitator. Twice is once."""
    locked_lab(lab_id)
    if _facilitation(lab_id, by) is None:
        db.session.add(LabTeam(lab_id=lab_id, person_id=by, created_at=now()))
        db.session.flush()
        record("labs.taken_up", by=by, person=by, thing=("lab", lab_id))


def hand_back(lab_id: int, *, by: int) -> None:
    """Stop facilitating. Refused: the last facilitator of a lab that runs. Twice is once."""
    lab, row = locked_lab(lab_id), _facilitation(lab_id, by)
    if row is None:
        return
    if lab.state in ("ready", "running") and standing_of(lab_id).facilitators == 1:
        raise Refused(_("A lab that runs needs a facilitator. Ask somebody to take it up first."))
    db.session.delete(row)
    db.session.flush()
    record("labs.handed_back", by=by, person=by, thing=("lab", lab_id))


def step_lab(lab_id: int, step: str, *, by: int, reason: str = "", unheard_is_meant: bool = False) -> None:
    """Take a lab into its next state. The same step twice is once.

    Refused: a state that does not follow, a step that still misses something (the page lists what), a decision or a stop without a reason.
    `unheard_is_meant`: the decision is taken knowing that a body was not heard.
    """
    lab, why = locked_lab(lab_id), reason.strip()
    if lab.state == step:
        return
    if step not in steps_from(lab.state):
        raise Refused(_("This step does not follow now. Look at where the lab stands."))
    if step in WITH_REASON and len(why) < 10:
        raise Refused(_("Say why, in a sentence. Others read it later."), field="reason")
    missing = missing_for(step, standing_of(lab_id), unheard_is_meant=unheard_is_meant)
    if missing:
        raise Refused(_("Something is still missing: {what}", what=missing[0].sentence))
    if step == "running":
        _start_participants(lab_id)
    was, lab.state, lab.changed_at = lab.state, step, now()
    _note_step(lab, was, step, by=by, reason=why)
    record("labs.stepped", by=by, thing=("lab", lab_id), detail={"from": was, "to": step})


def _start_participants(lab_id: int) -> None:
    """Those who take part when the trial begins are the ones that count."""
    statement = select(LabParticipant).where(LabParticipant.lab_id == lab_id, LabParticipant.left_on.is_(None))
    for row in db.session.scalars(statement):
        row.started_on = row.started_on or today(now(), "UTC")
    db.session.flush()


def locked_lab(lab_id: int) -> Lab:
    """The lab's row, held until the end of the transaction. Raises NotHere."""
    lab = db.session.get(Lab, lab_id, with_for_update=True, populate_existing=True)
    if lab is None:
        raise NotHere
    return lab


def _note_step(lab: Lab, was: str, became: str, *, by: int, reason: str = "") -> None:
    db.session.add(LabStep(lab_id=lab.id, from_state=was, to_state=became, at=now(), by_id=by, reason=reason))
    db.session.flush()


def _facilitation(lab_id: int, person_id: int) -> LabTeam | None:
    return db.session.scalar(select(LabTeam).where(LabTeam.lab_id == lab_id, LabTeam.person_id == person_id))


def _check(facts: LabFacts) -> None:
    for name, words in (("asker", ASKER_WORDS), ("target", TARGET_WORDS)):
        if getattr(facts, name) not in words:
            raise Refused(_("Choose one from the list."), field=name)
    if facts.scale is not None and not 1 <= facts.scale <= MOST_ORGANISATIONS:
        raise Refused(_("Use a number from 1 to {most}."), field="scale", most=MOST_ORGANISATIONS)


def _free_slug(title: str) -> str:
    def _taken(base: str) -> list[str]:
        return list(db.session.scalars(select(Lab.slug).where(Lab.slug.startswith(base))))

    return free_slug(title, or_else="lab", taken=_taken)
