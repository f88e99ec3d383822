"""Signing the hypothesis and the expected product."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy
from clustercourse.labs.actions.hypotheses import sign
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("signatures", __name__)


@views.post("/labs/<lab>/signatures/")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here, text = worked_in(lab), request.form.get("organisation", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    require(number in policy.tests_for(viewer(), here) if text else here.id in viewer().labs)
    with writing():
        sign(here.id, request.form.get("digest", ""), by=me(), organisation_id=number)
    return go(f"{here.address}hypothesis", _("Signed."))
