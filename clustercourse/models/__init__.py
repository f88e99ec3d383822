"""The whole data model, one file per area, or per noun where an area is large.

Columns, constraints, relationships; no rules that need a query.
"""

from clustercourse.models import (
    accounts,
    attendance,
    calendars,
    catalogue,
    cohorts,
    commitments,
    content,
    discussions,
    events,
    exercises,
    files,
    jobs,
    learning,
    mirrors,
    notifications,
    search,
    seats,
    training_sessions,
    web,
    workbook,
)

__all__ = [
    "accounts",
    "attendance",
    "calendars",
    "catalogue",
    "cohorts",
    "commitments",
    "content",
    "discussions",
    "events",
    "exercises",
    "files",
    "jobs",
    "learning",
    "mirrors",
    "notifications",
    "search",
    "seats",
    "training_sessions",
    "web",
    "workbook",
]
