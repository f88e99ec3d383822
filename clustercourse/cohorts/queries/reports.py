"""The public report of a cohort, with the few figures that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, or_, select

from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.cohorts import CohortRow, Part, any_cohort_at, parts_of
from clustercourse.cohorts.queries.home import people_counted, team_of
from clustercourse.cohorts.queries.posted import Report, report_of
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.db import now, row
from clustercourse.errors import NotHere
from clustercourse.models.cohorts import Cohort
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Counted:
    """How many took part, from how many organisations and regions. Groups under five are not shown."""

    people: int
    organisations: int
    regions: int

    @property
    def is_shown(self) -> bool:
        return self.people >= 5


@dataclass(frozen=True)
class NextOne:
    """A cohort of the same series that everybody sees."""

    slug: str
    title: str


@dataclass(frozen=True)
class PublicReport:
    """Everything the page shows. `sessions` are those that were not cancelled, `public_names` people who agreed to stand on it."""

    cohort: CohortRow
    report: Report
    parts: tuple[Part, ...]
    sessions: tuple[SessionRow, ...]
    trainers: tuple[str, ...]
    counted: Counted
    public_names: tuple[str, ...]
    next_one: NextOne | None

    @property
    def minutes(self) -> int:
        """Minutes of teaching that were held."""
        return sum(each.minutes for each in self.sessions if each.counts and each.is_past)

    @property
    def is_over(self) -> bool:
        """Whether all that was planned was held, so that the numbers stay what they are."""
        return bool(self.sessions) and all(each.is_past for each in self.sessions)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last; None while no days are planned."""
        return (self.sessions[0].on_day, self.sessions[-1].on_day) if self.sessions else None


_first = (
    select(func.min(TrainingSession.starts_at))
    .where(TrainingSession.cohort_id == Cohort.id, TrainingSession.cancelled_at.is_(None))
    .scalar_subquery()
)
_later = (
    select(Cohort.slug, Cohort.title)
    .where(Cohort.series_id == bindparam("series"), Cohort.id != bindparam("cohort"))
    .where(Cohort.state == "published", Cohort.admission != "by_invitation")
    .where(or_(_first.is_(None), _first > bindparam("after")))
    .order_by(_first.is_(None), _first, Cohort.id)
    .limit(1)
)


def public_report(viewer: Viewer, slug: str) -> PublicReport:
    """The report of this cohort: to everybody once it is public, before that to its coordinators. Raises NotHere."""
    cohort = any_cohort_at(slug)
    report = report_of(cohort.id)
    if report is None or (report.published_at is None and not can_coordinate(viewer, cohort)):
        raise NotHere
    people = people_counted(cohort.id)
    sessions = tuple(each for each in sessions_of(cohort.id) if not each.is_cancelled)
    return PublicReport(
        cohort=cohort,
        report=report,
        parts=parts_of(cohort.id),
        sessions=sessions,
        trainers=tuple(dict.fromkeys(each.name for each in team_of(cohort.id) if each.role == "trainer")),
        counted=Counted(
            len(people),
            len({each.organisation for each in people if each.organisation}),
            len({code for each in people for code in each.regions}),
        ),
        public_names=tuple(each.name for each in people if each.listed == "public"),
        next_one=_next_one(cohort, sessions),
    )


def _next_one(cohort: CohortRow, sessions: tuple[SessionRow, ...]) -> NextOne | None:
    """The first of the same series that has not begun and begins after this one, or has no days yet."""
    if cohort.series_id is None:
        return None
    after = max([now(), *(each.starts_at for each in sessions[:1])])
    found = row(_later, series=cohort.series_id, cohort=cohort.id, after=after)
    return NextOne(*found) if found else None
