"""The one place where a refusal or a fault becomes an answer: what happened, what was kept, what to do next."""

from __future__ import annotations

import errno
import json

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from clustercourse.errors import Conflict, Moved, NotAllowed, NotHere, Refused, TooOften
from clustercourse.files import FileLost, FilesAway
from clustercourse.viewer import NOBODY
from clustercourse.web.logs import log
from clustercourse.web.pages import go, page
from clustercourse.web.redirects import safe_path

_SHOWN = {400, 403, 404, 405, 409, 413, 429, 500, 503, 507}
_KEPT_AT_MOST = 20


def prepare(app: Flask) -> None:
    app.register_error_handler(NotHere, lambda _error: error_page(404))
    app.register_error_handler(Moved, _moved)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(OSError, _file_fault)
    app.register_error_handler(FilesAway, _files_away)
    app.register_error_handler(FileLost, _file_lost)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def error_page(status: int, *, reason: str = "", sentence: str = "") -> Response:
    """The error page in the look of the site, with the request id and what was typed."""
    shown = status if status in _SHOWN else 500 if status >= 500 else 400
    return page("errors/show.html", status=status, code=shown, reason=reason, sentence=sentence, typed=what_was_typed())


def what_was_typed() -> list[tuple[str, str]]:
    """The longer texts of the form that was sent, so that nothing a person typed is lost. Never a password."""
    if request.method != "POST" or g.get("too_large"):
        return []
    hidden = ("csrf_token", "once", "next")
    texts = [
        (name, text) for name, text in request.form.items(multi=True) if text.strip() and name not in hidden and "password" not in name
    ]
    return texts[:_KEPT_AT_MOST]


def _moved(error: Moved) -> ResponseReturnValue:
    path = request.full_path.rstrip("?").replace(f"/{error.was}/", f"/{error.now_at}/", 1)
    return redirect(safe_path(path), 308)


def _not_allowed(error: NotAllowed) -> ResponseReturnValue:
    if getattr(error, "signed_out", False):
        return error_page(403, reason="signed-out")
    return error_page(403)


def _too_often(error: TooOften) -> ResponseReturnValue:
    response = error_page(429, sentence=error.sentence)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _conflict(error: Conflict) -> ResponseReturnValue:
    if _wants_json():
        return _problem(409, error.sentence)
    return error_page(409, sentence=error.sentence)


def _refused(error: Refused) -> ResponseReturnValue:
    if _wants_json():
        return _problem(409, error.sentence)
    return go(_page_before(), error.sentence, "bad")


def _database_away(error: OperationalError) -> ResponseReturnValue:
    log.error("database", exc_info=error, extra={"fields": {"request": g.get("request_id")}})
    full = "full" in str(error.orig).lower()
    g.viewer = NOBODY
    response = error_page(507 if full else 503, reason="database")
    response.headers["Retry-After"] = "10"
    return response


def _file_fault(error: OSError) -> ResponseReturnValue:
    """A file that could not be written because there is no room is said like a database that could not."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _fault(error)
    log.error("disk full", exc_info=error, extra={"fields": {"request": g.get("request_id")}})
    response = error_page(507, reason="database")
    response.headers["Retry-After"] = "10"
    return response


def _files_away(error: FilesAway) -> ResponseReturnValue:
    """The store of files does not answer or refuses us. Files are put before anything else is changed: nothing was."""
    log.error("files away", extra={"fields": {"reason": str(error), "request": g.get("request_id")}})
    response = error_page(503, reason="files")
    response.headers["Retry-After"] = "30"
    return response


def _file_lost(error: FileLost) -> ResponseReturnValue:
    log.error("file lost", extra={"fields": {"reason": str(error), "request": g.get("request_id")}})
    return error_page(500, reason="file-lost")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.get_response()
    if error.code is not None and error.code < 400:
        return error
    if isinstance(error, RequestEntityTooLarge):
        g.too_large = True
    response = error_page(error.code or 500, reason="csrf" if error.description == "csrf" else "")
    for name, text in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = text
    return response


def _fault(error: Exception) -> ResponseReturnValue:
    g.setdefault("viewer", NOBODY)
    log.error("fault", exc_info=error, extra={"fields": {"request": g.get("request_id")}})
    return error_page(500)


def _page_before() -> str:
    referrer = request.referrer or ""
    return safe_path(referrer.removeprefix(request.host_url.rstrip("/")))


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _problem(status: int, sentence: str) -> Response:
    return Response(json.dumps({"title": sentence, "status": status}), status, content_type="application/problem+json")
