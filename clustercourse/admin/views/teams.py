"""Course teams: who teaches or writes a course."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.admin import actions, policy, queries
from clustercourse.admin.forms import TeamForm
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("teams", __name__)


@views.post("/admin/courses/<course>/team")
@staff
def create(course: str) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    thing = found(next((each for each in queries.list_courses() if each.slug == course), None))
    form = TeamForm.sent()

    def add() -> None:
        with writing():
            actions.join_team(thing.id, email=form.email.data, role=form.role.data, by=viewer().person_id or 0)

    if not form.carry_out(add):
        shown = {"versions": queries.course_versions(thing.id), "team": queries.course_team(thing.id)}
        return page("admin/courses/show.html", 422, course=thing, form=form, **shown)
    return go(url_for("admin.courses.show", course=course), _("The team is changed."))


@views.post("/admin/courses/<course>/team/<int:number>/delete")
@staff
def delete(course: str, number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    thing = found(next((each for each in queries.list_courses() if each.slug == course), None))
    with writing():
        actions.leave_team(thing.id, number, by=viewer().person_id or 0)
    return go(url_for("admin.courses.show", course=course), _("The team is changed."))
