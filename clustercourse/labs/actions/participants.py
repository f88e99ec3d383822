"""The organisations that test, the cohorts a lab is planned with, and its own group."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import CohortFacts, plan_cohort
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.standing import COMPANIONS
from clustercourse.labs.words import RELATION_WORDS
from clustercourse.language import _, today
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import LabLink, LabParticipant

TESTERS = ("cluster", "network")
_OPEN = ("selected", "scoping", "ready", "running")


def sign_up(lab_id: int, organisation_id: int, *, by: int, override: str = "") -> LabParticipant:
    """Volunteer as a test laboratory. Who had left comes back with the same row. Twice is once.

    Refused: a lab that is not selected or has ended, what is neither a cluster nor a network, an organisation that stands in no cluster
    catalogue and without a reason to be let in (`override`, by the facilitator).
    """
    lab = locked_lab(lab_id)
    if lab.state not in _OPEN:
        raise Refused(_("Nobody can join this lab now."))
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or organisation.closed_at is not None or organisation.kind not in TESTERS:
        raise Refused(_("Choose one from the list."), field="organisation")
    if not (organisation.catalogue_entry or override.strip()):
        raise Refused(
            _("{name} stands in no cluster catalogue. Enter it among its facts, or ask the facilitator to let it in with a reason."),
            field="organisation",
            name=organisation.name,
        )
    row = db.session.scalar(
        select(LabParticipant).where(LabParticipant.lab_id == lab_id, LabParticipant.organisation_id == organisation_id)
    )
    if row is None:
        row = LabParticipant(lab_id=lab_id, organisation_id=organisation_id, joined_at=now(), joined_by_id=by)
        db.session.add(row)
    elif row.left_on is None:
        return row
    row.override, row.left_on = override.strip(), None
    if lab.state == "running":
        row.started_on = row.started_on or today(now(), "UTC")
    db.session.flush()
    record("labs.joined", by=by, thing=("lab", lab_id), detail={"organisation": organisation_id, "override": bool(row.override)})
    return row


def leave(participant_id: int, *, by: int) -> None:
    """Take part no more. Who has started still counts: the report is missing, not the organisation. Twice is once."""
    row = _participant(participant_id)
    locked_lab(row.lab_id)
    if row.left_on is None:
        row.left_on = today(now(), "UTC")
        db.session.flush()
        record("labs.left", by=by, thing=("lab", row.lab_id), detail={"organisation": row.organisation_id})


def agree_to_be_named(participant_id: int, *, is_named: bool, by: int) -> None:
    """Whether the organisation's name may stand on the public page. Twice is once."""
    row = _participant(participant_id)
    if row.is_named != is_named:
        row.is_named = is_named
        db.session.flush()
        record("labs.naming_decided", by=by, thing=("lab", row.lab_id), detail={"organisation": row.organisation_id, "named": is_named})


def link_cohort(lab_id: int, cohort_id: int, relation: str, *, by: int) -> None:
    """Say which cohort belongs to a lab: planned together with it, before it, after it. Twice is once. Refused: its own group."""
    lab = locked_lab(lab_id)
    if relation not in RELATION_WORDS:
        raise Refused(_("Choose one from the list."), field="relation")
    if db.session.get(Cohort, cohort_id) is None or cohort_id == lab.cohort_id:
        raise Refused(_("Choose one from the list."), field="cohort")
    known = select(LabLink.id).where(LabLink.lab_id == lab_id, LabLink.cohort_id == cohort_id, LabLink.relation == relation)
    if db.session.scalar(known) is None:
        db.session.add(LabLink(lab_id=lab_id, cohort_id=cohort_id, relation=relation, created_at=now()))
        db.session.flush()
        record("labs.cohort_linked", by=by, thing=("lab", lab_id), detail={"cohort": cohort_id, "relation": relation})


def unlink_cohort(link_id: int, *, by: int) -> None:
    """Take a link back. Twice is once."""
    row = db.session.get(LabLink, link_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        record("labs.cohort_unlinked", by=by, thing=("lab", row.lab_id), detail={"cohort": row.cohort_id, "relation": row.relation})


def open_companion(lab_id: int, facts: CohortFacts, relation: str, *, by: int) -> Cohort:
    """Plan a new workshop, Master Class or training that belongs to a lab, with who plans it as its coordinator.

    Refused: a kind that a lab is not planned with, and what planning and linking refuse.
    """
    if facts.kind not in COMPANIONS:
        raise Refused(_("Choose one from the list."), field="kind")
    lab = locked_lab(lab_id)
    cohort = plan_cohort(replace(facts, summary=lab.theme), blueprint="", by=by)
    link_cohort(lab_id, cohort.id, relation, by=by)
    return cohort


def open_group(lab_id: int, *, language: str, time_zone: str, by: int) -> Cohort:
    """Make the cohort that is the lab's group, with who facilitates as its coordinator. Twice is once."""
    lab = locked_lab(lab_id)
    if lab.cohort_id is not None:
        return db.session.get_one(Cohort, lab.cohort_id)
    facts = CohortFacts(title=lab.title, kind="lab", summary=lab.theme, admission="by_invitation", language=language, time_zone=time_zone)
    cohort = plan_cohort(facts, blueprint="", by=by)
    lab.cohort_id = cohort.id
    db.session.flush()
    record("labs.group_opened", by=by, thing=("lab", lab_id), detail={"cohort": cohort.id})
    return cohort


def _participant(participant_id: int) -> LabParticipant:
    row = db.session.get(LabParticipant, participant_id, with_for_update=True)
    if row is None:
        raise NotHere
    return row
