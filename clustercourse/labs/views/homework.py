"""Homework of a lab: the table of tasks, setting one, changing it, taking it back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict, Refused
from clustercourse.labs import words
from clustercourse.labs.actions.homework import change_homework, remove_homework, set_homework
from clustercourse.labs.homework_forms import TaskForm
from clustercourse.labs.queries.homework import Task, task_at
from clustercourse.labs.queries.homework_board import board_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.views._here import facilitated, worked_in
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("homework", __name__)


@views.get("/labs/<lab>/homework/")
@signed_in
def index(lab: str) -> ResponseReturnValue:
    here = worked_in(lab)
    return page("labs/homework/index.html", lab=here, board=board_of(viewer(), here), words=words)


@views.get("/labs/<lab>/homework/new")
@staff
def new(lab: str) -> ResponseReturnValue:
    return page("labs/homework/new.html", lab=facilitated(lab), form=TaskForm())


@views.post("/labs/<lab>/homework/new")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form = facilitated(lab), TaskForm.sent()

    def give() -> None:
        facts = form.facts()
        with creating(viewer()) as answer:
            if not answer.was_given:
                set_homework(here.id, facts, by=me())

    if form.carry_out(give):
        return go(f"{here.address}homework/", _("The task is set for all who take part."))
    return page("labs/homework/new.html", 422, lab=here, form=form)


@views.get("/labs/<lab>/homework/<int:number>/edit")
@staff
def edit(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    task = task_at(here.id, number)
    return _shown(here, task, TaskForm.showing(task))


@views.post("/labs/<lab>/homework/<int:number>/edit")
@staff
def update(lab: str, number: int) -> ResponseReturnValue:
    here, form = facilitated(lab), TaskForm.sent()
    task = task_at(here.id, number)
    try:
        done = form.carry_out(lambda: _change(task, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        now_there = task_at(here.id, number)
        form.edition.data = str(now_there.edition)
        return _shown(here, now_there, form, 409)
    return go(f"{here.address}homework/", _("The changes are saved.")) if done else _shown(here, task, form, 422)


@views.post("/labs/<lab>/homework/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    task = task_at(here.id, number)
    try:
        with writing():
            remove_homework(task.id, by=me())
    except Refused as refusal:
        return go(f"{here.address}homework/", refusal.sentence, "bad")
    return go(f"{here.address}homework/", _("The task is taken back."))


def _change(task: Task, form: TaskForm) -> None:
    facts = form.facts()
    with writing():
        change_homework(task.id, facts, edition=form.seen, by=me())


def _shown(here: LabRow, task: Task, form: TaskForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/homework/edit.html", status, lab=here, task=task, form=form)
