"""Keeping a report of use out of the public, with the reason."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs.actions.adoptions import refuse_adoption
from clustercourse.labs.views._adoptions import decided, shown
from clustercourse.labs.views._method_forms import RefusalForm
from clustercourse.language import _
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go

views = Blueprint("refusals", __name__)


@views.post("/methods/adoptions/<int:number>/refusal")
@staff
def create(number: int) -> ResponseReturnValue:
    one, form = decided(number), RefusalForm.sent()

    def keep_back() -> None:
        with writing():
            refuse_adoption(one.id, form.reason.data, by=me())

    if form.carry_out(keep_back):
        return go("/methods/adoptions/", _("The report is not shown. Its author is told why."))
    return shown(one, form, 422)
