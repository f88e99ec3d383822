"""What happens to sessions by itself: the reminder the day before, and moments computed again when the rules of clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.cohorts.queries.session_people import Reader, readers_of
from clustercourse.cohorts.queries.sessions import SESSION_COLUMNS, SessionRow, session_row
from clustercourse.cohorts.session_letters import Told, in_batches, session_address, session_path, tell_later
from clustercourse.cohorts.session_words import place_words, when_words
from clustercourse.cohorts.walltime import WallTime
from clustercourse.db import now, rows, writing
from clustercourse.events import record
from clustercourse.language import speaking
from clustercourse.models.cohorts import Cohort, CohortDeadline, CohortPart
from clustercourse.models.notifications import Notification
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import notify, send_letter
from clustercourse.notifications.queries import at_once
from clustercourse.text import plain_text

AHEAD = timedelta(hours=24)


@dataclass(frozen=True)
class Coming:
    """A session that begins soon, and its cohort."""

    session: SessionRow
    slug: str
    title: str


_coming = (
    select(*SESSION_COLUMNS, Cohort.slug.label("cohort_slug"), Cohort.title.label("cohort_title"))
    .outerjoin(CohortPart, CohortPart.id == TrainingSession.part_id)
    .join(Cohort, Cohort.id == TrainingSession.cohort_id)
    .where(
        TrainingSession.starts_at > bindparam("begin"),
        TrainingSession.starts_at <= bindparam("end"),
        TrainingSession.cancelled_at.is_(None),
        Cohort.state == "published",
    )
    .order_by(TrainingSession.starts_at, TrainingSession.id)
)
_told = select(Notification.person_id).where(Notification.key == bindparam("key"))


def remind(_values: dict[str, Any]) -> None:
    """Tell everybody who has a session within a day, by letter those who want it at once; once a session, day and person."""
    begin = now()
    for found in rows(_coming, begin=begin, end=begin + AHEAD):
        coming = Coming(session_row(found), found.cohort_slug, found.cohort_title)
        for batch in in_batches(_unreminded(coming.session)):
            with writing():
                _remind(batch, coming)


def _unreminded(session: SessionRow) -> list[Reader]:
    readers = readers_of(session.cohort_id, session.id, day=session.on_day)
    told = {found.person_id for found in rows(_told, key=_key(session))}
    return [reader for reader in readers if reader.person_id not in told]


def _key(session: SessionRow) -> str:
    """With the day: who was reminded of a session that then moved to another day is reminded again."""
    return f"session-reminder:{session.id}:{session.on_day.isoformat()}"


def _remind(readers: list[Reader], coming: Coming) -> None:
    session, people = coming.session, [reader.person_id for reader in readers]
    wanted = at_once(people, "learning")
    for reader in readers:
        if reader.person_id in wanted:
            _write(reader, coming)
    notify(
        "cohorts.session_reminder",
        people,
        key=_key(session),
        by=None,
        thing=("training_session", session.id),
        address=session_path(coming.slug, session.id),
        title=session.title,
    )


def _write(reader: Reader, coming: Coming) -> None:
    session = coming.session
    with speaking(reader.language, reader.time_zone):
        send_letter(
            "session_reminder",
            key=f"{_key(session)}:{reader.person_id}",
            to=reader.email,
            language=reader.language,
            person=reader.person_id,
            title=session.title,
            cohort=coming.title,
            when=when_words(session.starts_at, session.ends_at, session.zone),
            place=place_words(session.part_place, session.shown_venue, session.link),
            join=session.link,
            message=plain_text(session.about_html),
            link=session_address(coming.slug, session.id),
        )


_sessions_to_come = select(
    TrainingSession.id,
    TrainingSession.on_day,
    TrainingSession.at_time,
    TrainingSession.zone,
    TrainingSession.fold,
    TrainingSession.starts_at.label("moment"),
).where(TrainingSession.ends_at > bindparam("now"))
_deadlines_to_come = select(
    CohortDeadline.id,
    CohortDeadline.on_day,
    CohortDeadline.at_time,
    CohortDeadline.zone,
    CohortDeadline.fold,
    CohortDeadline.due_at.label("moment"),
).where(CohortDeadline.due_at > bindparam("now"))


def follow_zones(_values: dict[str, Any]) -> None:
    """Compute the moments of sessions and deadlines to come again from what the wall says, by the rules of zones known now.

    What changed gets a new calendar number; the people of a session are told when their own clock shows another time.
    """
    moment = now()
    sessions = _shifted(rows(_sessions_to_come, now=moment))
    deadlines = _shifted(rows(_deadlines_to_come, now=moment))
    if not sessions and not deadlines:
        return
    with writing() as held:
        for session in held.scalars(select(TrainingSession).where(TrainingSession.id.in_(sessions)).with_for_update()):
            _follow(session, moment)
        for deadline in held.scalars(select(CohortDeadline).where(CohortDeadline.id.in_(deadlines)).with_for_update()):
            deadline.due_at, deadline.sequence, deadline.changed_at = _meant(deadline), deadline.sequence + 1, moment


def _shifted(found: Sequence[Any]) -> list[int]:
    """The ids of the rows whose wall time means another moment now than the one written down."""
    return [each.id for each in found if _meant(each) != each.moment]


def _meant(each: Any) -> datetime:
    return WallTime(each.on_day, each.at_time, each.zone, each.fold).moment()


def _follow(session: TrainingSession, moment: datetime) -> None:
    told, session.starts_at = Told.of(session), _meant(session)
    session.ends_at = session.starts_at + session.length
    session.sequence, session.changed_at = session.sequence + 1, moment
    detail = {"cohort": session.cohort_id, "fields": ["starts_at"]}
    record("cohorts.session_changed", by=None, thing=("training_session", session.id), detail=detail)
    tell_later(session, told, by_rules=True)
