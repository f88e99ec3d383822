"""Standing as an author under a version of a product: everybody for themselves."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy
from clustercourse.labs.actions.products import agree_to_authorship, withdraw_authorship
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.products import ProductRow, products_of, version_at
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import found, me, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("authorships", __name__)


@views.post("/labs/<lab>/product/<int:number>/authorship")
@signed_in
def create(lab: str, number: int) -> ResponseReturnValue:
    here = worked_in(lab)
    require(policy.can_write_product(viewer(), here))
    product = _product(here, number)
    with writing():
        agree_to_authorship(product.id, by=me())
    return go(f"{here.address}product/", _("You stand as an author under this version."))


@views.post("/labs/<lab>/product/<int:number>/authorship/delete")
@signed_in
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)  # Who has left the lab may still take their name back.
    product = _product(here, number)
    with writing():
        withdraw_authorship(product.id, by=me())
    back = here.address if product.published_at is None else f"{here.address}product/{number}/"
    return go(back, _("Your name does not stand under this version."))


def _product(here: LabRow, number: int) -> ProductRow:
    draft = products_of(here.id).draft
    is_known = draft is not None and (draft.has_author(me()) or policy.can_work_in_lab(viewer(), here))
    product: ProductRow = draft if draft and is_known and draft.number == number else found(version_at(here.id, number))
    return product
