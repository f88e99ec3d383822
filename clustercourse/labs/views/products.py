"""The product of a lab: what is published, the working draft, and writing it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.labs import policy, words
from clustercourse.labs.actions.products import write_product
from clustercourse.labs.first_draft import first_draft
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.products import ProductRow, products_of, version_at, versions_of
from clustercourse.labs.views._here import worked_in
from clustercourse.labs.views._product import draft_shown
from clustercourse.labs.views._product_forms import ProductForm
from clustercourse.labs.writers.edition import edition_of
from clustercourse.language import _, language
from clustercourse.web.access import found, me, not_here, public, require, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("products", __name__)


@views.get("/labs/<lab>/product/")
@public
def index(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    if policy.can_work_in_lab(viewer(), here):
        return draft_shown(here)
    versions = versions_of(here.id) or not_here()
    return go(f"{here.address}product/{versions[0].number}/")


@views.get("/labs/<lab>/product/<int:number>/")
@public
def show(lab: str, number: int) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    version: ProductRow = found(version_at(here.id, number))
    newest = versions_of(here.id)[0].number
    return page("labs/products/show.html", lab=here, version=version, newest=newest, edition=edition_of(here, version), words=words)


@views.get("/labs/<lab>/product/edit")
@signed_in
def edit(lab: str) -> ResponseReturnValue:
    here = _written(lab)
    return page("labs/products/edit.html", lab=here, form=_begun(here), theirs=None, words=words)


@views.post("/labs/<lab>/product/edit")
@signed_in
def update(lab: str) -> ResponseReturnValue:
    here, form = _written(lab), ProductForm.sent()
    try:
        done = form.carry_out(lambda: _write(here, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        theirs = _standing(here)
        form.number.data = str(theirs.edits) if theirs else "0"
        return page("labs/products/edit.html", 409, lab=here, form=form, theirs=theirs, words=words)
    if done:
        return go(f"{here.address}product/", _("Saved. This is what it looks like."))
    return page("labs/products/edit.html", 422, lab=here, form=form, theirs=None, words=words)


def _written(slug: str) -> LabRow:
    here = worked_in(slug)
    require(policy.can_write_product(viewer(), here))
    return here


def _write(here: LabRow, form: ProductForm) -> None:
    with writing():
        write_product(here.id, form.facts(), number=form.seen, by=me())


def _standing(here: LabRow) -> ProductRow | None:
    """The text that the next change is made to: the draft, else the newest version."""
    products = products_of(here.id)
    return products.draft or (version_at(here.id, products.newest.number) if products.newest else None)


def _begun(here: LabRow) -> ProductForm:
    text = _standing(here)
    if text is None:
        kind = hypothesis_of(here.id).product_kind or "handbook"
        return ProductForm(data={"title": here.title, "kind": kind, "language": language(), "source": first_draft(), "number": "0"})
    return ProductForm(data={**text.__dict__, "number": str(text.edits)})
