"""The people of a board as prepared strings: the template of a line is rendered once and filled in for every person."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import get_template_attribute, url_for
from markupsafe import Markup, escape

from clustercourse.cohorts.queries.boards import BoardRow
from clustercourse.cohorts.views._cells import share_text
from clustercourse.language import percent
from clustercourse.text import trusted
from clustercourse.web.templating import kept

_LINE = "cohorts/boards/_line.html"


class BoardLines:
    """Draws people of a board. Who may write to them gets a box to tick in each line; `ticked` are the seats where it is."""

    def __init__(self, cohort: str, ticked: Collection[int], *, may_tick: bool) -> None:
        self._ticked = ticked
        self._line = str(kept(get_template_attribute(_LINE, "line"), may_tick))
        self._organisation = str(kept(get_template_attribute(_LINE, "organisation")))
        self._outlook = str(kept(get_template_attribute(_LINE, "outlook")))
        self._seats = url_for("cohorts.seats.index", cohort=cohort)

    def of(self, rows: Iterable[BoardRow]) -> Markup:
        return trusted("".join([self._line.format(**self._values(row)) for row in rows]))

    def _values(self, row: BoardRow) -> dict[str, str]:
        """Everything a line says, escaped."""
        said = row.troubles or tuple(filter(None, [row.outcome.outlook_of_them]))
        why = "<br>".join([str(escape(str(sentence))) for sentence in said])
        return {
            "seat": str(row.seat_id),
            "checked": " checked" if row.seat_id in self._ticked else "",
            "address": f"{self._seats}{row.seat_id}/",
            "name": str(escape(row.name)),
            "organisation": self._organisation.format(organisation=escape(row.organisation)) if row.organisation else "",
            "courses": _share(row.percent),
            "attendance": share_text(row.outcome.attended, row.outcome.held),
            "why": why if row.troubles or not why else self._outlook.format(outlook=why),
        }


def _share(of_hundred: int | None) -> str:
    return "–" if of_hundred is None else percent(of_hundred)
