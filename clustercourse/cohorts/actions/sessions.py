"""Planning one session, changing what is said about it, and splitting it in two. When it is moved or cancelled: `session_moves`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.session_letters import Told, tell_later
from clustercourse.cohorts.walltime import WallTime, checked, refuse_far_days
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.cohorts import Cohort, CohortPart, CohortTeam
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession
from clustercourse.slugs import free_slug

LONGEST = 720
"""Minutes that a session may last."""
_IN_CALENDARS = frozenset({"title", "about", "venue", "link", "part_id"})


@dataclass(frozen=True)
class SessionFacts:
    """What is said about a session besides when it is; the HTML is made before the transaction."""

    title: str
    about: str = ""
    about_html: str = ""
    venue: str = ""
    link: str = ""
    capacity: int | None = None
    counts: bool = True
    part_id: int | None = None
    trainer_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class When:
    """What the wall shall say. `fold` is None while nobody said which of two equal times is meant."""

    day: date
    time: time
    zone: str
    minutes: int
    fold: int | None = None

    def wall(self) -> WallTime:
        """Refused: a zone, day or length that is none, and what `checked` refuses."""
        refuse_far_days(self.day)
        if not 0 < self.minutes <= LONGEST:
            raise Refused(_("Use a whole number from {least} to {most}."), field="minutes", least=1, most=LONGEST)
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise Refused(_("Choose one from the list."), field="zone") from None
        wanted = checked(WallTime(self.day, self.time, self.zone, self.fold or 0), fold_was_chosen=self.fold is not None)
        return wanted if wanted.comes_twice() else WallTime(self.day, self.time, self.zone)


def plan_session(cohort_id: int, facts: SessionFacts, when: When, *, by: int) -> TrainingSession:
    """Plan a session. It gets a key for courses from its title, which it keeps.

    Refused: in a cohort that is over, a time that does not exist or comes twice, a part or a trainer of another cohort.
    """
    cohort = open_cohort(cohort_id)
    key = free_slug(facts.title, or_else="session", taken=lambda base: keys_of(cohort_id, base))
    session = add_session(cohort, facts, when, key=key)
    record("cohorts.session_planned", by=by, thing=("training_session", session.id), detail={"cohort": cohort_id})
    return session


def change_session(session_id: int, facts: SessionFacts, *, by: int) -> TrainingSession:
    """Change what is said about a session. Saying the same again changes nothing; another venue is told to its people.

    Refused: a part or a trainer of another cohort.
    """
    session = held(session_id)
    told, values = Told.of(session), _columns(facts)
    _refuse_strangers(session.cohort_id, facts)
    changed = {name for name, said in values.items() if getattr(session, name) != said}
    for name in changed:
        setattr(session, name, values[name])
    if _set_trainers(session_id, facts.trainer_ids):
        changed.add("trainers")
    if changed:
        session.sequence += bool(changed & _IN_CALENDARS)
        session.changed_at = now()
        db.session.flush()
        detail = {"cohort": session.cohort_id, "fields": sorted(changed - {"about_html"})}
        record("cohorts.session_changed", by=by, thing=("training_session", session_id), detail=detail)
    if "venue" in changed:
        tell_later(session, told)
    return session


def split_session(session_id: int, *, first_minutes: int, pause: int, by: int) -> TrainingSession:
    """Make two sessions of one, with a pause between them; returns the second. The minutes of teaching stay the same.

    Its people are told that the first ends earlier. Refused: when somebody is marked, the register is locked or it is cancelled;
    a first part that is not shorter than the whole, a pause of more than a day.
    """
    first = held(session_id)
    refuse_locked(first)
    if first.is_cancelled:
        raise Refused(_("This session is cancelled. Bring it back first."))
    if is_marked(session_id):
        raise Refused(_("People are marked for this session, so it stays in one piece."))
    if not 0 < first_minutes < first.minutes:
        most = first.minutes - 1
        raise Refused(_("Use a whole number from {least} to {most}."), field="first_minutes", least=1, most=most)
    if not 0 <= pause <= 24 * 60:
        raise Refused(_("Use a whole number from {least} to {most}."), field="pause", least=0, most=24 * 60)
    told = Told.of(first)
    second = _second_half(first, first_minutes, pause)
    first.minutes = first_minutes
    first.ends_at = first.starts_at + first.length
    first.sequence, first.changed_at = first.sequence + 1, now()
    db.session.flush()
    detail = {"cohort": first.cohort_id, "second": second.id}
    record("cohorts.session_split", by=by, thing=("training_session", session_id), detail=detail)
    tell_later(first, told)
    return second


def _second_half(first: TrainingSession, first_minutes: int, pause: int) -> TrainingSession:
    begin = (first.starts_at + timedelta(minutes=first_minutes + pause)).astimezone(ZoneInfo(first.zone))
    facts = SessionFacts(
        **{name: getattr(first, name) for name in _COLUMNS},
        trainer_ids=tuple(db.session.scalars(select(SessionTrainer.person_id).where(SessionTrainer.session_id == first.id))),
    )
    when = When(begin.date(), begin.time(), first.zone, first.minutes - first_minutes, begin.fold)
    key = free_slug(first.key, or_else="session", taken=lambda base: keys_of(first.cohort_id, base))
    return add_session(db.session.get_one(Cohort, first.cohort_id), facts, when, key=key)


def add_session(cohort: Cohort, facts: SessionFacts, when: When, *, key: str) -> TrainingSession:
    """Write the rows of a session, with a new name for calendars and a new secret for check-in codes. Records nothing."""
    _refuse_strangers(cohort.id, facts)
    moment = now()
    session = TrainingSession(
        cohort_id=cohort.id,
        key=key,
        uid=f"{secrets.token_hex(16)}@{urlsplit(house().base_url).hostname}",
        secret=secrets.token_hex(32),
        created_at=moment,
        changed_at=moment,
        **_columns(facts),
    )
    place_in_time(session, when)
    db.session.add(session)
    db.session.flush()
    _set_trainers(session.id, facts.trainer_ids)
    return session


def place_in_time(session: TrainingSession, when: When) -> None:
    """Write wall time and zone, and the moments they mean by the rules known now."""
    wall = when.wall()
    session.on_day, session.at_time, session.zone, session.fold = wall.day, wall.time, wall.zone, wall.fold
    session.minutes = when.minutes
    session.starts_at = wall.moment()
    session.ends_at = session.starts_at + session.length


def held(session_id: int) -> TrainingSession:
    """The session's row, held until the end of the transaction. Raises NotHere."""
    session = db.session.get(TrainingSession, session_id, with_for_update=True, populate_existing=True)
    if session is None:
        raise NotHere
    return session


def open_cohort(cohort_id: int) -> Cohort:
    """The cohort, held, in which sessions may still be planned. Refused: once it is closed or cancelled."""
    cohort = locked(cohort_id)
    if cohort.is_over:
        raise Refused(_("This cohort is over. Plan the next one instead."))
    return cohort


def keys_of(cohort_id: int, base: str = "") -> list[str]:
    """The keys that sessions of a cohort have already and that begin so."""
    statement = select(TrainingSession.key).where(TrainingSession.cohort_id == cohort_id, TrainingSession.key.startswith(base))
    return list(db.session.scalars(statement))


def refuse_locked(session: TrainingSession) -> None:
    """Refused: once the register is locked, because who was there when is settled."""
    if session.locked_at is not None:
        raise Refused(_("The register of this session is locked. Open it again first, with a reason."))


def is_marked(session_id: int, *statuses: str) -> bool:
    """Whether the register says something about anybody; with statuses, whether it says one of these."""
    said = AttendanceMark.status.in_(statuses) if statuses else AttendanceMark.status != "expected"
    found = select(AttendanceMark.id).where(AttendanceMark.session_id == session_id, said).limit(1)
    return db.session.scalar(found) is not None


_COLUMNS = tuple(each.name for each in fields(SessionFacts) if each.name != "trainer_ids")


def _columns(facts: SessionFacts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in _COLUMNS}
    return said | {name: " ".join(said[name].split()) for name in ("title", "venue", "link")}


def _refuse_strangers(cohort_id: int, facts: SessionFacts) -> None:
    if not facts.title.strip():
        raise Refused(_("Enter a title."), field="title")
    if facts.part_id is not None:
        part = select(CohortPart.id).where(CohortPart.id == facts.part_id, CohortPart.cohort_id == cohort_id)
        if db.session.scalar(part) is None:
            raise Refused(_("Choose one from the list."), field="part")
    team = set(db.session.scalars(select(CohortTeam.person_id).where(CohortTeam.cohort_id == cohort_id)))
    if not set(facts.trainer_ids) <= team:
        raise Refused(_("Only people of the team can teach a session. Take them into the team first."), field="trainers")


def _set_trainers(session_id: int, wanted: tuple[int, ...]) -> bool:
    present = set(db.session.scalars(select(SessionTrainer.person_id).where(SessionTrainer.session_id == session_id)))
    if present == set(wanted):
        return False
    db.session.execute(
        delete(SessionTrainer).where(SessionTrainer.session_id == session_id, SessionTrainer.person_id.in_(present - set(wanted)))
    )
    db.session.add_all([SessionTrainer(session_id=session_id, person_id=each) for each in sorted(set(wanted) - present)])
    db.session.flush()
    return True
