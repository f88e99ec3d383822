"""The settings of a workbook."""

from __future__ import annotations

from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.kinds.worksheets.cells import CURRENCIES
from clustercourse.language import _
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.queries.workbooks import WorkbookHere


def set_currency(here: WorkbookHere, currency: str, *, by: int) -> None:
    """In which currency amounts are understood from now on; those that stand keep theirs. Twice is once. Refused: one we do not know."""
    if currency not in CURRENCIES:
        raise Refused(_("Choose one from the list."), field="currency")
    workbook = open_workbook(here, by=by)
    if workbook.currency == currency:
        return
    before, workbook.currency = workbook.currency, currency
    db.session.flush()
    record("workbook.currency_set", by=by, thing=("workbook", workbook.id), detail={"from": before, "to": currency})
