"""Files and links for the people of a cohort."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.news import MaterialFacts, add_material, remove_material
from clustercourse.cohorts.forms.parts import MaterialForm
from clustercourse.cohorts.policy import can_see_inside
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.queries.posted import Material, material_at
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.file_types import plain_name, type_of
from clustercourse.files import store
from clustercourse.language import _
from clustercourse.web.access import found, not_here, signed_in, staff, viewer
from clustercourse.web.downloads import download
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("materials", __name__)


@views.get("/cohorts/<cohort>/materials/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    form = MaterialForm.choosing(sessions_of(thing.id))
    form.session.data = request.args.get("session", "")
    return page("cohorts/materials/new.html", form=form, cohort=thing)


@views.post("/cohorts/<cohort>/materials/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    form = MaterialForm.choosing(sessions_of(thing.id), sent=True)

    def add() -> None:
        facts = _facts(form)
        with creating(viewer()) as answer:
            if not answer.was_given:
                add_material(thing.id, facts, by=viewer().person_id or 0)

    if not form.carry_out(add):
        return page("cohorts/materials/new.html", 422, form=form, cohort=thing)
    return go(url_for("cohorts.cohorts.show", cohort=cohort) + "#materials", _("The material is there for the people of the cohort."))


@views.get("/cohorts/<cohort>/materials/<int:number>")
@signed_in
def show(cohort: str, number: int) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    if not can_see_inside(viewer(), thing):
        not_here()
    material: Material = material_at(thing.id, number)
    return download(found(material.digest), "application/octet-stream", name=material.file_name)


@views.post("/cohorts/<cohort>/materials/<int:number>/delete")
@staff
def delete(cohort: str, number: int) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    with writing():
        remove_material(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("cohorts.cohorts.show", cohort=cohort) + "#materials", _("The material is taken off the page."))


def _facts(form: MaterialForm) -> MaterialFacts:
    """The bytes go into the store before the transaction. Refused: a kind of file that is not shared here."""
    sent, session = form.file.data, int(form.session.data) if form.session.data else None
    if sent is None or not sent.filename:
        return MaterialFacts(form.title.data, address=(form.address.data or "").strip(), session_id=session)
    content, name = sent.read(), plain_name(sent.filename)
    kind = type_of(content, name)
    if kind is None:
        raise Refused(_("This kind of file cannot be shared here, or its name does not say what it is. Try a PDF."), field="file")
    digest = store().put(content)
    return MaterialFacts(form.title.data, digest=digest, file_name=name, size=len(content), media_type=kind, session_id=session)
