"""Courses as published: their versions and their teams."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.admin import policy, queries
from clustercourse.admin.forms import TeamForm
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("courses", __name__)


@views.get("/admin/courses/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    return page("admin/courses/index.html", courses=queries.list_courses())


@views.get("/admin/courses/<course>/")
@staff
def show(course: str) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    thing = found(next((each for each in queries.list_courses() if each.slug == course), None))
    return page(
        "admin/courses/show.html",
        course=thing,
        versions=queries.course_versions(thing.id),
        team=queries.course_team(thing.id),
        form=TeamForm(),
    )
