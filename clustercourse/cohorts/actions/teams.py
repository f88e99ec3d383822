"""Who runs a cohort, and which organisations stand behind it."""

from __future__ import annotations

from sqlalchemy import delete, select

from clustercourse.accounts.actions import person_with_address
from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.words import BACKING_WORDS, ROLE_WORDS
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import CohortOrganisation, CohortTeam
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession


def join_team(cohort_id: int, *, email: str, role: str, by: int) -> str:
    """Let the person with this address coordinate or train; returns their name. Twice is once. Refused: nobody here has the address."""
    if role not in ROLE_WORDS:
        raise Refused(_("Choose one from the list."), field="role")
    person = person_with_address(email.strip().casefold())
    if person is None:
        raise Refused(_("Nobody here has this address yet. Invite them first."), field="email")
    locked(cohort_id)
    found = select(CohortTeam.id).where(CohortTeam.cohort_id == cohort_id, CohortTeam.person_id == person.id, CohortTeam.role == role)
    if db.session.scalar(found) is None:
        db.session.add(CohortTeam(cohort_id=cohort_id, person_id=person.id, role=role, created_at=now()))
        db.session.flush()
        record("cohorts.team_joined", by=by, person=person.id, thing=("cohort", cohort_id), detail={"role": role})
    return db.session.get_one(Person, person.id).name


def leave_team(cohort_id: int, row_id: int, *, by: int) -> None:
    """Take somebody off the team, and with their last role off the sessions to come. Twice is once. Refused: the last coordinator."""
    locked(cohort_id)
    held = db.session.scalar(select(CohortTeam).where(CohortTeam.id == row_id, CohortTeam.cohort_id == cohort_id))
    if held is None:
        return
    coordinators = db.session.scalars(select(CohortTeam.id).where(CohortTeam.cohort_id == cohort_id, CohortTeam.role == "coordinator"))
    if held.role == "coordinator" and len(list(coordinators)) == 1:
        raise Refused(_("A cohort needs a coordinator. Add another one first."))
    db.session.delete(held)
    db.session.flush()
    _free_of_sessions(cohort_id, held.person_id)
    record("cohorts.team_left", by=by, person=held.person_id, thing=("cohort", cohort_id), detail={"role": held.role})


def _free_of_sessions(cohort_id: int, person_id: int) -> None:
    """Who has no role any more teaches none of the sessions that have not ended; what they taught stays theirs."""
    still = select(CohortTeam.id).where(CohortTeam.cohort_id == cohort_id, CohortTeam.person_id == person_id)
    if db.session.scalar(still.limit(1)) is None:
        to_come = select(TrainingSession.id).where(TrainingSession.cohort_id == cohort_id, TrainingSession.ends_at > now())
        taught = SessionTrainer.person_id == person_id, SessionTrainer.session_id.in_(to_come)
        db.session.execute(delete(SessionTrainer).where(*taught))


def link_organisation(cohort_id: int, *, slug: str, role: str, by: int) -> None:
    """Say that an organisation stands behind the cohort; its people take partner places. Saying it again changes the role."""
    if role not in BACKING_WORDS:
        raise Refused(_("Choose one from the list."), field="role")
    organisation = db.session.scalar(select(Organisation).where(Organisation.slug == slug, Organisation.closed_at.is_(None)))
    if organisation is None:
        raise Refused(_("There is no open organisation of this name here."), field="organisation")
    locked(cohort_id)
    link = db.session.scalar(
        select(CohortOrganisation).where(CohortOrganisation.cohort_id == cohort_id, CohortOrganisation.organisation_id == organisation.id)
    )
    if link is None:
        db.session.add(CohortOrganisation(cohort_id=cohort_id, organisation_id=organisation.id, role=role))
    elif link.role == role:
        return
    else:
        link.role = role
    db.session.flush()
    detail = {"organisation": organisation.id, "role": role}
    record("cohorts.organisation_linked", by=by, thing=("cohort", cohort_id), detail=detail)


def unlink_organisation(cohort_id: int, row_id: int, *, by: int) -> None:
    """The organisation no longer stands behind the cohort; seats keep their kind of place. Twice is once."""
    link = db.session.scalar(select(CohortOrganisation).where(CohortOrganisation.id == row_id, CohortOrganisation.cohort_id == cohort_id))
    if link is not None:
        db.session.delete(link)
        db.session.flush()
        record("cohorts.organisation_unlinked", by=by, thing=("cohort", cohort_id), detail={"organisation": link.organisation_id})
