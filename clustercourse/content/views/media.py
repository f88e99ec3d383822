"""Pictures, film and sound of courses: public, by digest, for ever the same."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.files import media_type
from clustercourse.house import house
from clustercourse.web.access import found, public
from clustercourse.web.downloads import download

views = Blueprint("media", __name__)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@views.get("/media/<string(length=64):digest>/<name>")
@public
def show(digest: str, name: str) -> ResponseReturnValue:
    kind = found(media_type(digest, "media"))
    response = download(digest, kind)
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = _POLICY
    response.set_etag(digest)
    if house().accelerate:
        return response
    return response.make_conditional(request, accept_ranges=True, complete_length=response.content_length)
