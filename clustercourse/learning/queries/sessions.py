"""What the calendar of a cohort means for a course: which sessions there are, and when something opens with one. Pure; reads no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clustercourse.content.queries import Opens
from clustercourse.language import Message, _, moment, ngettext

_WEEK = 7


@dataclass(frozen=True)
class CohortSession:
    """A session of the cohort in which a person takes the course: when a clock on its wall shows its beginning, and where it is found."""

    key: str
    id: int
    cohort: str
    day: date
    time: time
    zone: str
    fold: int
    is_cancelled: bool
    title: str

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort}/sessions/{self.id}/"

    def moment(self, *, days: int = 0, hours: int = 0) -> datetime:
        """The beginning in UTC, or a moment before or after it. Days are days of the calendar, so the clock shows the same time."""
        local = datetime.combine(self.day + timedelta(days=days), self.time, ZoneInfo(self.zone)).replace(fold=self.fold)
        return local.astimezone(UTC) + timedelta(hours=hours)


Sessions = Mapping[str, CohortSession]


@dataclass(frozen=True)
class Opening:
    """Something that opens later, with a session. A cancelled session opens it when the session would have begun."""

    session: CohortSession
    at: datetime
    rule: Opens

    @property
    def words(self) -> Message:
        """Why it is locked, with the moment in the reader's zone."""
        said = {"moment": moment(self.at), "session": self.session.title}
        days, hours = self.rule.days, self.rule.hours
        if days in (_WEEK, -_WEEK):
            before, after = _("Opens on {moment}, a week before “{session}”"), _("Opens on {moment}, a week after “{session}”")
            return (before if days < 0 else after).format(**said)
        if days < 0:
            return ngettext(
                "Opens on {moment}, {n} day before “{session}”", "Opens on {moment}, {n} days before “{session}”", -days, **said
            )
        if days > 0:
            return ngettext("Opens on {moment}, {n} day after “{session}”", "Opens on {moment}, {n} days after “{session}”", days, **said)
        if hours < 0:
            return ngettext(
                "Opens on {moment}, {n} hour before “{session}”", "Opens on {moment}, {n} hours before “{session}”", -hours, **said
            )
        if hours > 0:
            return ngettext(
                "Opens on {moment}, {n} hour after “{session}”", "Opens on {moment}, {n} hours after “{session}”", hours, **said
            )
        return _("Opens on {moment}, when “{session}” begins", **said)


def opening(rule: Opens | None, sessions: Sessions, at: datetime) -> Opening | None:
    """What keeps something closed at a moment; None where it is open: without such a session it always is."""
    session = sessions.get(rule.session) if rule is not None else None
    if rule is None or session is None:
        return None
    opens_at = session.moment(days=rule.days, hours=rule.hours)
    return Opening(session, opens_at, rule) if opens_at > at else None
