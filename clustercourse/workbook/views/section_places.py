"""The place of a section in the strategy document."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.actions.strategies import move_section
from clustercourse.workbook.queries.workbooks import workbook_here

views = Blueprint("section_places", __name__)


@views.post("/workbook/<workbook>/strategy/sections/<section>/place")
@signed_in
def update(workbook: str, section: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    with writing():
        move_section(open_workbook(here, by=me()), section, up=request.form.get("to") == "up", by=me())
    return go(f"{here.address}strategy/sections/")
