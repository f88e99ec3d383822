"""One's e-mail address and changing it."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import drop_address_change
from clustercourse.accounts.forms import AddressForm
from clustercourse.accounts.proving import begin_address_change
from clustercourse.accounts.queries import own_addresses
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go, page

views = Blueprint("addresses", __name__)


@views.get("/me/addresses/")
@signed_in
def index() -> ResponseReturnValue:
    return page("accounts/addresses/index.html", form=AddressForm(), addresses=own_addresses(me()))


@views.post("/me/addresses/")
@signed_in
def create() -> ResponseReturnValue:
    form = AddressForm.sent()
    if not form.carry_out(lambda: begin_address_change(me(), form.email.data, form.password.data)):
        return page("accounts/addresses/index.html", 422, form=form, addresses=own_addresses(me()))
    return go(url_for("accounts.addresses.index"), _("We have written to both addresses. Open the link in each letter."))


@views.post("/me/addresses/delete")
@signed_in
def delete() -> ResponseReturnValue:
    with writing():
        drop_address_change(me())
    return go(url_for("accounts.addresses.index"), _("The address stays as it was."))
