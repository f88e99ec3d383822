"""The people of a board as prepared strings: the template of a line is rendered once and filled in for every person."""

from __future__ import annotations

from collections.abc import Iterable

from flask import get_template_attribute, url_for
from markupsafe import Markup, escape

from clustercourse.cohorts.queries.boards import BoardRow
from clustercourse.cohorts.views._cells import percent_text
from clustercourse.language import percent
from clustercourse.text import trusted
from clustercourse.web.templating import kept

_LINE = "cohorts/boards/_line.html"


class BoardLines:
    """Draws people of a board. Who may write to them gets a box to tick in each line, ticked where somebody may need help."""

    def __init__(self, cohort: str, *, may_tick: bool) -> None:
        self._line = str(kept(get_template_attribute(_LINE, "line"), may_tick))
        self._organisation = str(kept(get_template_attribute(_LINE, "organisation")))
        self._outlook = str(kept(get_template_attribute(_LINE, "outlook")))
        self._seats = url_for("cohorts.seats.index", cohort=cohort)

    def of(self, rows: Iterable[BoardRow]) -> Markup:
        return trusted("".join([self._line.format(**self._values(row)) for row in rows]))

    def _values(self, row: BoardRow) -> dict[str, str]:
        """Everything a line says, escaped."""
        outcome, progress = row.outcome, row.percent
        why = "<br>".join([str(escape(str(trouble))) for trouble in row.troubles])
        return {
            "seat": str(row.seat_id),
            "checked": " checked" if row.troubles else "",
            "address": f"{self._seats}{row.seat_id}/",
            "name": str(escape(row.name)),
            "organisation": self._organisation.format(organisation=escape(row.organisation)) if row.organisation else "",
            "courses": "–" if progress is None else percent(progress),
            "attendance": f"{percent_text(outcome.attended, outcome.held)} %" if outcome.held else "–",
            "why": why or self._outlook.format(outlook=escape(str(outcome.outlook))),
        }
