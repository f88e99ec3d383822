"""A published version as a file to keep."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.db import end_reading
from clustercourse.labs.queries.labs import lab_at
from clustercourse.labs.queries.products import version_at
from clustercourse.labs.writers import WRITERS
from clustercourse.labs.writers.edition import edition_of
from clustercourse.web.access import found, not_here, public, viewer

views = Blueprint("product_files", __name__)


@views.get("/labs/<lab>/product/<int:number>/files/<ending>")
@public
def show(lab: str, number: int, ending: str) -> ResponseReturnValue:
    writer = WRITERS.get(ending) or not_here()
    here = lab_at(viewer(), lab)
    edition = edition_of(here, found(version_at(here.id, number)))
    end_reading()
    name = f"{here.slug}-{edition.number}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(writer.write(edition), content_type=writer.media_type, headers=headers)
