"""Letting a report of use stand in public."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs.actions.adoptions import show_adoption
from clustercourse.labs.views._adoptions import decided
from clustercourse.language import _
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go

views = Blueprint("showings", __name__)


@views.post("/methods/adoptions/<int:number>/showing")
@staff
def create(number: int) -> ResponseReturnValue:
    one = decided(number)
    with writing():
        show_adoption(one.id, by=me())
    return go("/methods/adoptions/", _("Everybody can read the report of {name}.", name=one.organisation))
