"""Telling the people of a session that it was moved, cancelled or brought back: once, about what it came to.

A change writes a job that is due ten minutes later and holds what people know. While it waits, further changes write nothing;
the job compares what people know with what is true then, and writes one letter each, or none when all is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from clustercourse.cohorts.queries.calendar import calendar_of
from clustercourse.cohorts.queries.session_people import Reader, readers_of
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.cohorts.session_words import place_words, when_words
from clustercourse.db import db, now, row, writing
from clustercourse.house import address_of
from clustercourse.ical import CANCEL, PUBLISH
from clustercourse.jobs import enqueue
from clustercourse.language import speaking
from clustercourse.models.cohorts import Cohort
from clustercourse.models.jobs import Job
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import notify, send_letter

KIND = "cohorts.tell_about_session"
PATIENCE = timedelta(minutes=10)
SOON = timedelta(hours=3)
AT_ONCE = 50
"""Letters that are written in one transaction."""


@dataclass(frozen=True)
class Told:
    """What people know of a session: when it is, where, and whether it takes place."""

    starts_at: str
    ends_at: str
    zone: str
    venue: str
    is_cancelled: bool

    @classmethod
    def of(cls, session: TrainingSession | SessionRow) -> Told:
        begin, end = session.starts_at.isoformat(), session.ends_at.isoformat()
        return cls(begin, end, session.zone, session.venue, session.is_cancelled)

    @property
    def begin(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def end(self) -> datetime:
        return datetime.fromisoformat(self.ends_at)


@dataclass(frozen=True)
class News:
    """What is written to everybody: the kind of letter, the session now and as it was known, and whether the clocks' rules did it."""

    kind: str
    session: SessionRow
    told: Told
    cohort_slug: str
    cohort_title: str
    by_rules: bool


def tell_later(session: TrainingSession, told: Told, *, by_rules: bool = False) -> None:
    """Write the job that tells people, due in ten minutes, or at once when the session begins within three hours.

    `told` is what they know until now. Nothing is written while such a job waits: it holds what people know.
    """
    prefix = f"session-told:{session.id}:"
    waiting = select(Job.id).where(Job.kind == KIND, Job.state == "waiting", Job.key.startswith(prefix)).limit(1)
    if db.session.scalar(waiting) is not None:
        return
    is_soon = min(told.begin, session.starts_at) - now() < SOON
    values = {"session": session.id, "cohort": session.cohort_id, "told": asdict(told), "by_rules": by_rules}
    enqueue(KIND, f"{prefix}{session.sequence}", values, due_at=now() if is_soon or by_rules else now() + PATIENCE)


_cohort = select(Cohort.slug, Cohort.title, Cohort.state).where(Cohort.id == bindparam("cohort"))


def tell_about_session(values: dict[str, Any]) -> None:
    """Carry out the job: compare and write. Nobody is told about what is over, or about a session of a cohort that is."""
    session, cohort = session_at(values["cohort"], values["session"]), row(_cohort, cohort=values["cohort"])
    told = Told(**values["told"])
    kind = _kind(session, told)
    if kind is None or cohort.state in ("closed", "cancelled"):
        return
    news = News(kind, session, told, cohort.slug, cohort.title, values["by_rules"] and kind == "session_moved")
    known_day = told.begin.astimezone(ZoneInfo(told.zone)).date()
    readers = readers_of(session.cohort_id, session.id, day=session.on_day, other_day=known_day)
    for batch in in_batches([reader for reader in readers if not news.by_rules or _sees_a_change(reader, news)]):
        with writing():
            for reader in batch:
                _tell(reader, news)
            notify(
                f"cohorts.{news.kind}",
                [reader.person_id for reader in batch],
                key=f"session-told:{session.id}:{session.sequence}",
                by=None,
                thing=("training_session", session.id),
                address=session_path(cohort.slug, session.id),
                title=session.title,
            )


def in_batches(readers: list[Reader]) -> Iterable[list[Reader]]:
    """So many as are written in one transaction, so that nobody else waits long."""
    return (readers[at : at + AT_ONCE] for at in range(0, len(readers), AT_ONCE))


def _kind(session: SessionRow, told: Told) -> str | None:
    if max(session.ends_at, told.end) <= now():
        return None
    if session.is_cancelled:
        return None if told.is_cancelled else "session_cancelled"
    if told.is_cancelled:
        return "session_restored"
    known = told.begin, told.end, told.zone, told.venue
    return None if known == (session.starts_at, session.ends_at, session.zone, session.venue) else "session_moved"


def _sees_a_change(reader: Reader, news: News) -> bool:
    """Whoever lives by the session's clock reads the same time as before; others when the moment is another one."""
    return reader.time_zone != news.session.zone and news.told.begin != news.session.starts_at


def _tell(reader: Reader, news: News) -> None:
    session, told = news.session, news.told
    method = CANCEL if news.kind == "session_cancelled" else PUBLISH
    with speaking(reader.language, reader.time_zone):
        send_letter(
            news.kind,
            key=f"session-told:{session.id}:{session.sequence}:{reader.person_id}",
            to=reader.email,
            language=reader.language,
            person=reader.person_id,
            title=session.title,
            cohort=news.cohort_title,
            was=when_words(told.begin, told.end, told.zone),
            when=when_words(session.starts_at, session.ends_at, session.zone),
            place=place_words(session.part_place, session.shown_venue, session.link),
            was_place="" if told.venue == session.venue else told.venue or session.part_venue,
            by_rules=news.by_rules,
            message=session.cancel_reason,
            calendar=calendar_of(session.cohort_id, session.id, method=method),
            link=session_address(news.cohort_slug, session.id),
        )


def session_path(cohort_slug: str, session_id: int) -> str:
    """The page of a session, on this site."""
    return f"/cohorts/{cohort_slug}/sessions/{session_id}/"


def session_address(cohort_slug: str, session_id: int) -> str:
    """The page of a session, as a whole address for letters."""
    return address_of(session_path(cohort_slug, session_id))
