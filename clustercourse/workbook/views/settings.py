"""Who sees what of a workbook, its currency, and who looks after it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.settings import set_currency
from clustercourse.workbook.forms import CurrencyForm, HandoverForm
from clustercourse.workbook.policy import can_keep_workbook
from clustercourse.workbook.queries.joins import join_offers
from clustercourse.workbook.queries.settings import members_of, settings_page
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here

views = Blueprint("settings", __name__)


@views.get("/workbook/<workbook>/settings/")
@signed_in
def show(workbook: str) -> ResponseReturnValue:
    return settings_shown(workbook_here(viewer(), workbook))


@views.post("/workbook/<workbook>/settings/")
@signed_in
def update(workbook: str) -> ResponseReturnValue:
    here, form = workbook_here(viewer(), workbook), CurrencyForm.sent()
    require(can_keep_workbook(viewer(), here))

    def work() -> None:
        with writing():
            set_currency(here, form.currency.data, by=me())

    if not form.carry_out(work):
        return settings_shown(here, currency=form, status=422)
    return go(f"{here.address}settings/", _("Amounts are understood in {currency} from now on.", currency=form.currency.data))


def settings_shown(
    here: WorkbookHere, *, currency: CurrencyForm | None = None, handover: HandoverForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page, with a form that was refused."""
    return page(
        "workbook/settings/show.html",
        status,
        here=here,
        shown=settings_page(viewer(), here),
        offers=join_offers(viewer(), here),
        currency=currency or CurrencyForm(data={"currency": here.currency}),
        handover=handover or handover_form(here, HandoverForm()),
    )


def handover_form(here: WorkbookHere, form: HandoverForm) -> HandoverForm:
    """With the people it can go to: everybody of the organisation but the present keeper."""
    form.offer((each.person_id, each.name) for each in members_of(here) if each.person_id != here.keeper_id)
    return form
