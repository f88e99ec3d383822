"""What stands in calendars: sessions and deadlines, of one cohort or of everything that concerns a person, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, and_, bindparam, exists, or_, select

from clustercourse.cohorts.queries.session_people import belongs_on
from clustercourse.db import UTCDateTime, rows
from clustercourse.house import address_of
from clustercourse.ical import PUBLISH, Entry, written
from clustercourse.language import _
from clustercourse.models.cohorts import Cohort, CohortDeadline, CohortPart, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
BEFORE_DEADLINE = timedelta(minutes=15)
"""How long a deadline stands in a calendar. The end of it is when the thing is due."""


@dataclass(frozen=True)
class Planned:
    """A session or a deadline (`is_deadline`), on the clock of its own place: `begins` and `ends` carry the zone."""

    id: int
    is_deadline: bool
    cohort_id: int
    cohort: str
    slug: str
    title: str
    begins: datetime
    ends: datetime
    zone: str
    place: str
    link: str
    is_cancelled: bool
    uid: str
    sequence: int
    changed_at: datetime

    @property
    def path(self) -> str:
        """The page of ours that says more. A deadline leads to where the thing is done."""
        if self.is_deadline:
            return self.link if self.link.startswith(("/", "https://", "http://")) else f"/cohorts/{self.slug}/"
        return f"/cohorts/{self.slug}/sessions/{self.id}/"

    @property
    def starts_at(self) -> datetime:
        """What lists are ordered by and days are named after: the beginning of a session, the end of a deadline."""
        return self.ends if self.is_deadline else self.begins


def _belongs(table: Any) -> tuple[Any, Any]:
    """How a person's seat is found, and the rule: in the team, or with a place while the row's day lies in the time of the place."""
    seat = and_(
        Seat.cohort_id == table.cohort_id,
        Seat.person_id == bindparam("person", type_=Integer),
        Seat.state.in_(("confirmed", "finished")),
        belongs_on(table.on_day),
    )
    team = exists().where(CohortTeam.cohort_id == table.cohort_id, CohortTeam.person_id == bindparam("person", type_=Integer))
    return seat, or_(Seat.id.is_not(None), team)


def _chosen(statement: Select[Any], table: Any, begins: Any, ends: Any) -> Select[Any]:
    one_cohort = bindparam("cohort", type_=Integer)
    return statement.where(
        or_(one_cohort.is_(None), table.cohort_id == one_cohort),
        begins < bindparam("until", type_=UTCDateTime()),
        ends >= bindparam("since", type_=UTCDateTime()),
    )


_of_both = (Cohort.title.label("cohort"), Cohort.slug, Cohort.state.label("cohort_state"))
_SHARED = ("id", "cohort_id", "title", "on_day", "at_time", "zone", "fold", "cancelled_at", "uid", "sequence", "changed_at")
_all_sessions = _chosen(
    select(
        *(getattr(TrainingSession, name) for name in (*_SHARED, "minutes", "venue", "link")),
        CohortPart.venue.label("part_venue"),
        CohortPart.place.label("part_place"),
        *_of_both,
    )
    .join(Cohort, Cohort.id == TrainingSession.cohort_id)
    .outerjoin(CohortPart, CohortPart.id == TrainingSession.part_id)
    .order_by(TrainingSession.starts_at, TrainingSession.id),
    TrainingSession,
    TrainingSession.starts_at,
    TrainingSession.ends_at,
)
_all_deadlines = _chosen(
    select(*(getattr(CohortDeadline, name) for name in (*_SHARED, "address")), *_of_both)
    .join(Cohort, Cohort.id == CohortDeadline.cohort_id)
    .order_by(CohortDeadline.due_at, CohortDeadline.id),
    CohortDeadline,
    CohortDeadline.due_at,
    CohortDeadline.due_at,
)
_seat_at_session, _session_is_mine = _belongs(TrainingSession)
_seat_at_deadline, _deadline_is_mine = _belongs(CohortDeadline)
_my_sessions = _all_sessions.outerjoin(Seat, _seat_at_session).where(_session_is_mine)
_my_deadlines = _all_deadlines.outerjoin(Seat, _seat_at_deadline).where(_deadline_is_mine)
_one_session = _all_sessions.where(TrainingSession.id == bindparam("session"))


def planned_for(person_id: int, cohort_id: int | None = None, since: datetime = EARLIEST, until: datetime = LATEST) -> tuple[Planned, ...]:
    """What concerns a person, cancelled things too: where they are in the team, or have a place for that day. Perhaps of one cohort."""
    values = {"person": person_id, "cohort": cohort_id, "since": since, "until": until}
    return _in_order(rows(_my_sessions, **values), rows(_my_deadlines, **values))


def planned_in(cohort_id: int, since: datetime = EARLIEST) -> tuple[Planned, ...]:
    """Everything a cohort has planned, cancelled things too."""
    values = {"cohort": cohort_id, "since": since, "until": LATEST}
    return _in_order(rows(_all_sessions, **values), rows(_all_deadlines, **values))


def planned_session(cohort_id: int, session_id: int) -> tuple[Planned, ...]:
    """One session of a cohort, or nothing."""
    return _in_order(rows(_one_session, cohort=cohort_id, session=session_id, since=EARLIEST, until=LATEST), ())


def calendar_file(planned: Sequence[Planned], *, method: str = PUBLISH, name: str = "", zone: str = "") -> bytes:
    """A calendar file of these, in the language at hand, for people who may see inside the cohorts. With a name it is a feed."""
    return written([_entry(one) for one in planned], method=method, name=name, zone=zone)


def calendar_of(cohort_id: int, session_id: int | None = None, *, method: str = PUBLISH, since: datetime = EARLIEST) -> str:
    """The calendar file that goes with a letter: one session, or all that is planned since and not cancelled. "" when there is nothing."""
    if session_id is not None:
        planned = planned_session(cohort_id, session_id)
    else:
        planned = tuple(one for one in planned_in(cohort_id, since) if not one.is_cancelled)
    return calendar_file(planned, method=method).decode() if planned else ""


def _in_order(sessions: Sequence[Any], deadlines: Sequence[Any]) -> tuple[Planned, ...]:
    found = [_session(row) for row in sessions] + [_deadline(row) for row in deadlines]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.is_deadline, one.id)))


def _session(found: Any) -> Planned:
    begins = _on_the_wall(found.on_day, found.at_time, found.zone, found.fold)
    ends = (begins.astimezone(UTC) + timedelta(minutes=found.minutes)).astimezone(begins.tzinfo)
    place = ", ".join(part for part in (found.venue or found.part_venue, found.part_place) if part)
    return _planned(found, begins, ends, place=place, link=found.link, is_deadline=False)


def _deadline(found: Any) -> Planned:
    due = _on_the_wall(found.on_day, found.at_time, found.zone, found.fold)
    begins = (due.astimezone(UTC) - BEFORE_DEADLINE).astimezone(due.tzinfo)
    return _planned(found, begins, due, link=found.address, is_deadline=True)


def _planned(found: Any, begins: datetime, ends: datetime, *, is_deadline: bool, place: str = "", link: str = "") -> Planned:
    return Planned(
        id=found.id,
        is_deadline=is_deadline,
        cohort_id=found.cohort_id,
        cohort=found.cohort,
        slug=found.slug,
        title=found.title,
        begins=begins,
        ends=ends,
        zone=found.zone,
        place=place,
        link=link,
        is_cancelled=found.cancelled_at is not None or found.cohort_state == "cancelled",
        uid=found.uid,
        sequence=found.sequence,
        changed_at=found.changed_at,
    )


def _on_the_wall(day: date, at: time, zone: str, fold: int) -> datetime:
    """The wall time is the truth, so it is read here, not the moment computed from it some day."""
    return datetime.combine(day, at, ZoneInfo(zone)).replace(fold=fold)


def _entry(planned: Planned) -> Entry:
    address = address_of(planned.path) if planned.path.startswith("/") else planned.path
    if planned.is_deadline:
        title = _("Due: {title} · {cohort}", title=planned.title, cohort=planned.cohort)
        lines = [str(_("This is due at the end of this entry.")), address]
    else:
        title = _("{title} · {cohort}", title=planned.title, cohort=planned.cohort)
        online = [str(_("Take part online: {link}", link=planned.link))] if planned.link else []
        lines = [*online, str(_("You cannot come? Say so on the page of this session: {address}", address=address))]
    return Entry(
        uid=planned.uid,
        sequence=planned.sequence,
        changed_at=planned.changed_at,
        begins=planned.begins,
        ends=planned.ends,
        title=str(title),
        place=planned.place or ("" if planned.is_deadline else planned.link),
        text="\n".join(lines),
        address=address,
        is_cancelled=planned.is_cancelled,
        is_busy=not planned.is_deadline,
    )
