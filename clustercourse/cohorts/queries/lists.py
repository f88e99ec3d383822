"""Lists of cohorts: what one may apply to, one's own, and those that are over with a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, func, literal_column, or_, select

from clustercourse.cohorts.queries.waiting import HELD
from clustercourse.db import now, rows
from clustercourse.language import LANGUAGE_NAMES
from clustercourse.models.cohorts import Cohort, CohortPart, CohortReport
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer

_MOST = 200


@dataclass(frozen=True)
class CohortCard:
    """A cohort as a list shows it. `first_at` is None while dates stand in words only."""

    id: int
    slug: str
    title: str
    kind: str
    state: str
    summary: str
    language: str
    time_zone: str
    admission: str
    dates_in_words: str
    apply_until_on: date | None
    first_at: datetime | None
    last_at: datetime | None
    minutes: int
    places: int
    taken: int
    cities: tuple[str, ...]
    has_report: bool
    seat: str | None

    @property
    def is_tentative(self) -> bool:
        return self.first_at is None

    @property
    def has_begun(self) -> bool:
        return self.first_at is not None and self.first_at <= now()

    @property
    def has_ended(self) -> bool:
        return self.state in ("closed", "cancelled") or (self.last_at is not None and self.last_at < now())

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)


@dataclass(frozen=True)
class CohortLists:
    """`mine`: run by the viewer or with a seat of theirs. `coming`: everybody else's that has not ended."""

    mine: tuple[CohortCard, ...]
    coming: tuple[CohortCard, ...]
    past: tuple[CohortCard, ...]


_running = TrainingSession.cohort_id == Cohort.id, TrainingSession.cancelled_at.is_(None)
_first = select(func.min(TrainingSession.starts_at)).where(*_running).scalar_subquery()
_last = select(func.max(TrainingSession.ends_at)).where(*_running).scalar_subquery()
_minutes = select(func.sum(TrainingSession.minutes)).where(*_running, TrainingSession.counts).scalar_subquery()
_taken = select(func.count()).select_from(Seat).where(Seat.cohort_id == Cohort.id, Seat.state.in_(HELD)).scalar_subquery()
_cities = (
    select(func.aggregate_strings(CohortPart.place, "\n"))
    .where(CohortPart.cohort_id == Cohort.id, CohortPart.place != "")
    .scalar_subquery()
)
_report = (
    select(literal_column("1", Integer))
    .where(CohortReport.cohort_id == Cohort.id, CohortReport.published_at.is_not(None))
    .scalar_subquery()
)
CARD_COLUMNS = (
    Cohort.id,
    Cohort.slug,
    Cohort.title,
    Cohort.kind,
    Cohort.state,
    Cohort.summary,
    Cohort.language,
    Cohort.time_zone,
    Cohort.admission,
    Cohort.dates_in_words,
    Cohort.apply_until_on,
    (Cohort.partner_places + Cohort.external_places).label("places"),
    _first.label("first_at"),
    _last.label("last_at"),
    _minutes.label("minutes"),
    _taken.label("taken"),
    _cities.label("cities"),
    _report.label("has_report"),
)
_ids: Any = bindparam("ids", expanding=True)
_public = (Cohort.state != "planned") & (Cohort.admission != "by_invitation")
_seen = select(*CARD_COLUMNS).where(or_(_public, Cohort.id.in_(_ids), bindparam("all", type_=Integer) == 1))
_own_then_newest = _seen.order_by(Cohort.id.in_(_ids).desc(), func.coalesce(_first, Cohort.created_at).desc(), Cohort.id.desc()).limit(
    _MOST
)


def cohort_lists(viewer: Viewer, *, text: str = "", language: str = "", place: str = "", since: str = "") -> CohortLists:
    """Everything the viewer may see that fits, in one statement. `since` is a day such as 2027-05-01; what has no days yet fits all."""
    cards = [card(found, viewer) for found in rows(_filtered(text, language, place), **_values(viewer))]
    earliest = _day(since)
    if earliest is not None:
        cards = [each for each in cards if each.last_at is None or each.last_at.date() >= earliest]
    soonest = sorted(cards, key=lambda each: (each.is_tentative, each.first_at or now()))
    mine = tuple(each for each in soonest if each.id in viewer.cohort_teams or (each.seat and not each.has_ended))
    known = {each.id for each in mine}
    coming = tuple(each for each in soonest if each.id not in known and not each.has_ended)
    past = tuple(each for each in cards if each.id not in known and each.has_ended and each.state != "planned")
    return CohortLists(mine, coming, past)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def card(found: Row[Any], viewer: Viewer) -> CohortCard:
    values: dict[str, Any] = {name: getattr(found, name) for name in CohortCard.__dataclass_fields__ if name != "seat"}
    values |= {
        "minutes": int(found.minutes or 0),
        "cities": tuple(dict.fromkeys((found.cities or "").split("\n"))) if found.cities else (),
        "has_report": bool(found.has_report),
    }
    return CohortCard(**values, seat=viewer.seats.get(found.id))


def _filtered(text: str, language: str, place: str) -> Select[Any]:
    statement = _own_then_newest
    if text:
        words = func.lower(Cohort.title + " " + Cohort.summary + " " + Cohort.project_acronym)
        statement = statement.where(words.contains(text.lower(), autoescape=True))
    if language in LANGUAGE_NAMES:
        statement = statement.where(Cohort.language == language)
    if place:
        part = select(CohortPart.id).where(
            CohortPart.cohort_id == Cohort.id, func.lower(CohortPart.place).contains(place.lower(), autoescape=True)
        )
        statement = statement.where(part.exists())
    return statement


def _values(viewer: Viewer) -> dict[str, Any]:
    return {"ids": sorted(set(viewer.cohort_teams) | set(viewer.seats)), "all": int(viewer.is_admin)}
