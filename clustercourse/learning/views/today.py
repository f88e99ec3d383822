"""The first page: Today for people who are signed in, and what this house is for everybody else."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.queries.coming import coming_for
from clustercourse.content.queries.courses import catalogue
from clustercourse.discussions.queries.moderation import flags_waiting
from clustercourse.discussions.queries.unread import new_topics
from clustercourse.language import language
from clustercourse.learning.queries.front import look_inside
from clustercourse.learning.queries.mine import today_of
from clustercourse.learning.queries.practice import due_questions
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import unchanged_or

views = Blueprint("today", __name__)


@views.get("/")
@public
def show() -> ResponseReturnValue:
    asking = viewer()
    if asking.is_signed_in:
        due, coming = len(due_questions(asking)), coming_for(asking)
        new, flagged = new_topics(asking), flags_waiting(asking)
        return unchanged_or("learning/today/show.html", today=today_of(asking), due=due, coming=coming, new=new, flagged=flagged)
    shown = catalogue(asking)
    return unchanged_or("learning/today/front.html", catalogue=shown, look=look_inside(shown, language()))
