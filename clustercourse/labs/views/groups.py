"""The cohort that is a lab's group."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs.actions.participants import open_group
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.pages import go

views = Blueprint("groups", __name__)


@views.post("/labs/<lab>/group")
@staff
def create(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    with writing():
        slug = open_group(here.id, language=viewer().language or "en", time_zone=viewer().time_zone, by=me()).slug
    return go(f"/cohorts/{slug}/sessions/", _("The group is there. Plan its workshops, then invite its people."))
