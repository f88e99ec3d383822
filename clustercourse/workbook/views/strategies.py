"""The strategy document: the page, and writing it as a file."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.events import record
from clustercourse.text import render_learner_markdown
from clustercourse.web.access import me, not_here, signed_in, viewer
from clustercourse.web.pages import page
from clustercourse.workbook.queries.remarks import remarks_of
from clustercourse.workbook.queries.strategies import document_of, strategy_of
from clustercourse.workbook.queries.workbooks import workbook_here
from clustercourse.workbook.writers import WRITERS

views = Blueprint("strategies", __name__)


@views.get("/workbook/<workbook>/strategy/")
@signed_in
def show(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    strategy = strategy_of(viewer(), here)
    remarks = remarks_of(here, strategy)
    return page("workbook/strategies/show.html", here=here, strategy=strategy, remarks=remarks, markdown=render_learner_markdown)


@views.post("/workbook/<workbook>/strategy/file")
@signed_in
def create(workbook: str) -> ResponseReturnValue:
    here = workbook_here(viewer(), workbook)
    ending = request.form.get("ending", "")
    writer = WRITERS.get(ending) or not_here()
    strategy = strategy_of(viewer(), here)
    with_private = request.form.get("private") == "yes"
    is_short = request.form.get("length") != "all"
    document = document_of(here, strategy, remarks_of(here, strategy), with_private=with_private, is_short=is_short)
    body = writer.write(document)
    with writing():
        record("workbook.exported", by=me(), thing=("workbook", here.id or 0), detail={"ending": ending, "private": with_private})
    name = f"strategy-{here.slug}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, mimetype=None, content_type=writer.media_type, headers=headers)
