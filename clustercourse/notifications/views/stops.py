"""Stopping letters by the link in them, signed in or not. Mail programs post to the same address without asking anybody."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.notifications.stopping import find_stopping
from clustercourse.web.access import by_mail_program, public
from clustercourse.web.pages import page

views = Blueprint("stops", __name__)


@views.get("/letters/stop/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    stopping = find_stopping(token)
    return page("notifications/stops/show.html", stopping=stopping, token=token) if stopping else _over()


@views.post("/letters/stop/<token>")
@public
@by_mail_program
def create(token: str) -> ResponseReturnValue:
    stopping = find_stopping(token)
    if stopping is None:
        return _over()
    with writing():
        stopping.scope.stop(stopping.person_id, stopping.thing_id)
    return page("notifications/stops/done.html", stopping=stopping, token=token, is_stopped=True)


@views.post("/letters/stop/<token>/delete")
@public
def delete(token: str) -> ResponseReturnValue:
    stopping = find_stopping(token)
    if stopping is None:
        return _over()
    with writing():
        stopping.scope.go_on(stopping.person_id, stopping.thing_id)
    return page("notifications/stops/done.html", stopping=stopping, token=token, is_stopped=False)


def _over() -> Response:
    return page("notifications/stops/over.html", 410)
