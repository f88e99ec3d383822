"""Five minutes of questions: one at a time, with what was right and why."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.learning import actions
from clustercourse.learning.queries.practice import due_questions, next_day_of_questions, read_answer
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("practice", __name__)


@views.get("/practice/")
@signed_in
def show() -> ResponseReturnValue:
    due = due_questions(viewer())
    if not due:
        return page("learning/practice/show.html", asked=None, next_day=next_day_of_questions(viewer()))
    return page("learning/practice/show.html", due=due, asked=due[0], values={}, problem=None)


@views.post("/practice/")
@signed_in
def create() -> ResponseReturnValue:
    due = due_questions(viewer())
    asked = next((question for question in due if str(question.id) == request.form.get("question")), None)
    if asked is None:
        return go("/practice/")
    given = read_answer(asked, request.form.to_dict(flat=False))
    if given.problem is not None:
        return page("learning/practice/show.html", 422, due=due, asked=asked, values=given.values, problem=given.problem)
    with writing():
        person = viewer().person_id or 0
        actions.answer_practice(asked.id, by=person, version_id=asked.version_id, answer=given.answers, was_right=given.result.right)
    return page("learning/practice/answer.html", asked=asked, given=given, left=len(due) - 1)
