"""The public report of a cohort, with the few figures that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.cohorts import CohortRow, Part, any_cohort_at, parts_of
from clustercourse.cohorts.queries.home import people_counted, team_of
from clustercourse.cohorts.queries.posted import Report, report_of
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.errors import NotHere
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
class PublicReport:
    """Everything the page shows. `public_names`: people who agreed to stand on it."""

    cohort: CohortRow
    report: Report
    parts: tuple[Part, ...]
    sessions: tuple[SessionRow, ...]
    trainers: tuple[str, ...]
    counted: Counted
    public_names: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.sessions if each.counts and not each.is_cancelled)


def public_report(viewer: Viewer, slug: str) -> PublicReport:
    """The report of this cohort: to everybody once it is public, before that to its coordinators. Raises NotHere."""
    cohort = any_cohort_at(slug)
    report = report_of(cohort.id)
    if report is None or (report.published_at is None and not can_coordinate(viewer, cohort)):
        raise NotHere
    people = people_counted(cohort.id)
    return PublicReport(
        cohort=cohort,
        report=report,
        parts=parts_of(cohort.id),
        sessions=sessions_of(cohort.id),
        trainers=tuple(dict.fromkeys(each.name for each in team_of(cohort.id) if each.role == "trainer")),
        counted=Counted(
            len(people),
            len({each.organisation for each in people if each.organisation}),
            len({code for each in people for code in each.regions}),
        ),
        public_names=tuple(each.name for each in people if each.listed == "public"),
    )
