"""Publishing the working draft of a product as a version."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs import policy
from clustercourse.labs.actions.products import publish_product
from clustercourse.labs.views._here import facilitated
from clustercourse.labs.views._product import draft_shown
from clustercourse.labs.views._product_forms import PublicationForm
from clustercourse.language import _
from clustercourse.web.access import me, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go

views = Blueprint("publications", __name__)


@views.post("/labs/<lab>/product/publication")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form, address = facilitated(lab), PublicationForm.sent(), ""
    require(policy.can_publish_product(viewer(), here))

    def publish() -> None:
        nonlocal address
        with creating(viewer()) as answer:
            if not answer.was_given:
                answer.address = f"{here.address}product/{publish_product(here.id, number=form.seen, by=me()).number}/"
            address = answer.address

    if form.carry_out(publish):
        return go(address, _("Published. This version stays as it is; the next change begins another one."))
    return draft_shown(here, form, 422)
