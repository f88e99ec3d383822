"""Seeing a verdict otherwise."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs.actions.trials import dissent
from clustercourse.labs.forms import DissentForm
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("dissents", __name__)


@views.get("/labs/<lab>/dissents/new")
@signed_in
def new(lab: str) -> ResponseReturnValue:
    return page("labs/dissents/new.html", lab=worked_in(lab), form=DissentForm())


@views.post("/labs/<lab>/dissents/new")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here, form = worked_in(lab), DissentForm.sent()

    def say() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                dissent(here.id, form.text.data, by=me())

    return (
        go(here.address, _("It stands beside the verdict."))
        if form.carry_out(say)
        else page("labs/dissents/new.html", 422, lab=here, form=form)
    )
