"""Contact persons behind stakeholders, for those who fill the workbook alone."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.contacts import add_contact, change_contact, erase_contacts
from clustercourse.workbook.forms import ContactForm
from clustercourse.workbook.queries.contacts import ContactRow, contact_at, contacts_of, stakeholders_of
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here

views = Blueprint("contacts", __name__)


@views.get("/workbook/<workbook>/contacts/")
@signed_in
def index(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    return page("workbook/contacts/index.html", here=here, groups=contacts_of(here))


@views.get("/workbook/<workbook>/contacts/new")
@signed_in
def new(workbook: str) -> ResponseReturnValue:
    return _form(workbook_here(viewer(), workbook), ContactForm())


@views.post("/workbook/<workbook>/contacts/")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    here, form = workbook_here(viewer(), workbook), ContactForm.sent()

    def work() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                add_contact(here, form.facts(), by=me())

    if not form.carry_out(work):
        return _form(here, form, status=422)
    return go(f"{here.address}contacts/", _("Kept. Tell {name} that you keep this, and what for.", name=form.name.data.strip()))


@views.get("/workbook/<workbook>/contacts/<int:number>/edit")
@signed_in
def edit(workbook: str, number: int) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    contact = found(contact_at(here, number))
    return _form(here, ContactForm(data=contact.__dict__), contact)


@views.post("/workbook/<workbook>/contacts/<int:number>/edit")
@signed_in
def update(workbook: str, number: int) -> ResponseReturnValue:
    here, form = workbook_here(viewer(), workbook), ContactForm.sent()
    contact = found(contact_at(here, number))

    def work() -> None:
        with writing():
            change_contact(contact.id, form.facts(), by=me())

    return go(f"{here.address}contacts/", _("The changes are saved.")) if form.carry_out(work) else _form(here, form, contact, 422)


@views.post("/workbook/<workbook>/contacts/<int:number>/delete")
@signed_in
def delete(workbook: str, number: int) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    with writing():
        erase_contacts([number], among={here.id or 0}, by=me())
    return go(f"{here.address}contacts/", _("Erased. Nothing of what was kept is left."))


def _form(here: WorkbookHere, form: ContactForm, contact: ContactRow | None = None, status: int = 200) -> ResponseReturnValue:
    template = "workbook/contacts/edit.html" if contact else "workbook/contacts/new.html"
    return page(template, status, here=here, form=form, contact=contact, stakeholders=stakeholders_of(viewer(), here))
