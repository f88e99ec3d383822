"""Asking those who have not reported on a task."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.homework import chase
from clustercourse.labs.queries.homework import day_of, task_at
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _, ngettext
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go

views = Blueprint("chases", __name__)


@views.post("/labs/<lab>/homework/<int:number>/chases/")
@staff
def create(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    task, on, back = task_at(here.id, number), day_of(here.id), f"{here.address}homework/#task-{number}"
    try:
        with writing():
            told = chase(task.id, "asked", on=on, by=me())
    except Refused as refusal:
        return go(back, refusal.sentence, "bad")
    if not told:
        return go(back, _("Nobody was asked: all have reported, or were asked today already."), "note")
    return go(back, ngettext("{n} organisation is asked.", "{n} organisations are asked.", told))
