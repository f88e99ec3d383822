"""What people of a cohort are told. News, reminders and word about attendance have letters of their own; what moves always has one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from clustercourse.db import now, row, rows, value
from clustercourse.language import Message, _, ngettext
from clustercourse.models.attendance import Apology
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import notify
from clustercourse.notifications.kinds import NoticeKind, Still, everybody, register

_to_come = select(TrainingSession.id).where(
    TrainingSession.id == bindparam("session"), TrainingSession.cancelled_at.is_(None), TrainingSession.starts_at > bindparam("moment")
)
_coordinators = select(CohortTeam.person_id).where(CohortTeam.cohort_id == bindparam("cohort"), CohortTeam.role == "coordinator")
_applied = select(Seat.cohort_id).where(Seat.id == bindparam("thing"), Seat.state == "applied")
_undecided = (
    select(Seat.cohort_id).join(Apology, Apology.seat_id == Seat.id).where(Apology.id == bindparam("thing"), Apology.decided_at.is_(None))
)
_cohort = select(Cohort.title, Cohort.slug, Cohort.admission).where(Cohort.id == bindparam("cohort"))
_apology = (
    select(Apology.id, TrainingSession.cohort_id, TrainingSession.title, TrainingSession.id.label("session_id"))
    .join(TrainingSession, TrainingSession.id == Apology.session_id)
    .where(Apology.session_id == bindparam("session"), Apology.seat_id == bindparam("seat"))
)


def still_to_come(person_ids: Collection[int], session_id: int) -> set[int]:
    """Nobody, once the session has begun or is cancelled."""
    return set(person_ids) if value(_to_come, session=session_id, moment=now()) is not None else set()


def still_asked(person_ids: Collection[int], seat_id: int) -> set[int]:
    """Those who coordinate the cohort, as long as the application is not answered."""
    return set(person_ids) & coordinators_of(value(_applied, thing=seat_id))


def still_undecided(person_ids: Collection[int], apology_id: int) -> set[int]:
    """Those who coordinate the cohort, as long as the apology is not decided."""
    return set(person_ids) & coordinators_of(value(_undecided, thing=apology_id))


def coordinators_of(cohort_id: int | None) -> set[int]:
    return {found.person_id for found in rows(_coordinators, cohort=cohort_id)} if cohort_id is not None else set()


def _own(name: str, choice: str, letter: str, one: Message, why: Message, still: Still = everybody) -> None:
    register(NoticeKind(f"cohorts.{name}", choice, one, why, still=still, own_letter=letter))


_own("news", "announcements", "cohort_news", _("News of your cohort: “{title}”"), _("You have a place in the cohort."))
_own("next", "announcements", "series_next", _("Open for applications: “{title}”"), _("You wanted to hear of it."))
_own("session_reminder", "learning", "session_reminder", _("Your session “{title}” begins soon"), _("You have a session."), still_to_come)
_own("missed_you", "learning", "missed_you", _("We missed you: “{title}”"), _("You were not at a session of yours."))
_own(
    "out_of_reach",
    "learning",
    "out_of_reach",
    _("Your attendance in “{title}” puts your certificate in danger"),
    _("Your attendance is close to the limit of the certificate."),
)
for _name, _one in (
    ("session_moved", _("Your session “{title}” has changed")),
    ("session_cancelled", _("Your session “{title}” is cancelled")),
    ("session_restored", _("Your session “{title}” takes place after all")),
):
    register(NoticeKind(f"cohorts.{_name}", "announcements", _one, _("You have a session."), is_always_sent=True))
register(
    NoticeKind(
        "cohorts.applied",
        "duties",
        _("{who} applied for “{title}”"),
        _("You coordinate the cohort."),
        ngettext("{who} and {n} other applied for “{title}”", "{who} and {n} others applied for “{title}”", 0),
        still=still_asked,
    )
)
register(
    NoticeKind(
        "cohorts.apology",
        "duties",
        _("{who} cannot come to “{title}”"),
        _("You coordinate the cohort."),
        ngettext("{who} and {n} other cannot come to “{title}”", "{who} and {n} others cannot come to “{title}”", 0),
        still=still_undecided,
    )
)


def tell_of_application(seat_id: int, cohort_id: int, *, by: int, step: int) -> None:
    """Those who coordinate the cohort and have to answer; nobody where places are given at once."""
    cohort = row(_cohort, cohort=cohort_id)
    if cohort.admission == "at_once":
        return
    notify(
        "cohorts.applied",
        coordinators_of(cohort_id),
        key=f"applied:{seat_id}:{step}",
        by=by,
        thing=("seat", seat_id),
        address=f"/cohorts/{cohort.slug}/seats/",
        title=cohort.title,
        group=f"applied:{cohort_id}",
    )


def tell_of_apology(session_id: int, seat_id: int, *, by: int) -> None:
    """Those who coordinate the cohort and have to decide. Why somebody cannot come stays on the page."""
    apology = row(_apology, session=session_id, seat=seat_id)
    cohort = row(_cohort, cohort=apology.cohort_id)
    notify(
        "cohorts.apology",
        coordinators_of(apology.cohort_id),
        key=f"apology:{apology.id}",
        by=by,
        thing=("apology", apology.id),
        address=f"/cohorts/{cohort.slug}/sessions/{session_id}/attendance",
        title=apology.title,
        group=f"apologies:{session_id}",
    )
