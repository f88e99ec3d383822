"""Secret addresses under which a sheet is read without an account: the list, a new one, withdrawing one."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.house import address_of
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.links import DAYS, make_link, withdraw_link
from clustercourse.workbook.forms import LinkForm
from clustercourse.workbook.queries.contents import versions_of
from clustercourse.workbook.queries.links import links_of
from clustercourse.workbook.queries.sheets import SheetHere
from clustercourse.workbook.views._here import locked_sheet, sheet_at

views = Blueprint("links", __name__)


@views.get("/workbook/<workbook>/<sheet>/links/")
@signed_in
def index(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    return _listed(here, _form(here, LinkForm()))


@views.post("/workbook/<workbook>/<sheet>/links/")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here, token = sheet_at(workbook, sheet), ""
    form = _form(here, LinkForm.sent())

    def make() -> None:
        nonlocal token
        with creating(viewer()) as answer:
            if not answer.was_given:
                said = {"for_whom": form.for_whom.data, "version_id": form.version.data or None, "days": form.days.data}
                token = make_link(locked_sheet(here), **said, by=me())

    return _made(here, form, token) if form.carry_out(make) else _listed(here, form, 422)


@views.post("/workbook/<workbook>/<sheet>/links/<int:number>/delete")
@signed_in
def delete(workbook: str, sheet: str, number: int) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    link = found(next((link for link in links_of(here.sheet.id) if link.id == number), None))
    with writing():
        withdraw_link(link.id, by=me())
    return go(here.at("links/"), _("The address for “{whom}” shows nothing any more.", whom=link.for_whom))


def _made(here: SheetHere, form: LinkForm, token: str) -> ResponseReturnValue:
    """The one page that shows an address. A form that was sent before has shown it already."""
    if not token:
        said = _("This address was shown once and is kept nowhere. If you did not copy it, withdraw it and make a new one.")
        return go(here.at("links/"), said)
    address = address_of(url_for("workbook.shared.show", token=token))
    response = page("workbook/links/made.html", here=here, for_whom=form.for_whom.data.strip(), days=form.days.data, address=address)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _form(here: SheetHere, form: LinkForm) -> LinkForm:
    versions = [(each.id, str(_("Version “{name}”, which stays as it is", name=each.name))) for each in versions_of(here.sheet.id)]
    form.offer(versions, DAYS, asks=here.worksheet.specification.get("keep_private", False))
    return form


def _listed(here: SheetHere, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    return page("workbook/links/index.html", status, here=here, form=form, links=links_of(here.sheet.id))
