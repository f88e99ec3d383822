"""The whole data model, one file per area. Columns, constraints, relationships; no rules that need a query."""

from clustercourse.models import accounts, catalogue, content, events, exercises, files, jobs, learning, notifications, web

__all__ = ["accounts", "catalogue", "content", "events", "exercises", "files", "jobs", "learning", "notifications", "web"]
