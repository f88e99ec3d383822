"""The evidence log as a table for people's spreadsheets, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from clustercourse.labs.queries.findings import FindingRow
from clustercourse.labs.words import FINDING_SHARED_WORDS
from clustercourse.language import _
from clustercourse.tables import Table


def findings_table(findings: Iterable[FindingRow]) -> Table:
    """A row an entry, removed ones without their words."""
    header = (_("No."), _("Day"), _("It is about"), _("Finding"), _("Who reads it"), _("Written by"), _("Corrects"), _("State"))
    return Table(tuple(map(str, header)), tuple(_row(each) for each in findings))


def _row(each: FindingRow) -> tuple[str, ...]:
    state = _("removed") if each.is_gone else _("corrected since") if each.is_corrected else ""
    return (
        str(each.id),
        each.on_day.isoformat(),
        each.organisation,
        each.text,
        str(FINDING_SHARED_WORDS[each.shared_with]),
        each.author,
        str(each.corrects_id or ""),
        str(state),
    )
