"""The evidence log as a file, as far as one may read it: a post, because it is noted who takes it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs.actions.findings import note_export
from clustercourse.labs.exporting import findings_table
from clustercourse.labs.queries.findings import all_findings, written_about
from clustercourse.labs.views._here import worked_in
from clustercourse.labs.views.findings import known
from clustercourse.tables import as_csv
from clustercourse.web.access import me, signed_in, viewer

views = Blueprint("finding_exports", __name__)


@views.post("/labs/<lab>/findings/exports")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here = worked_in(lab)
    chosen = known(request.form.get("organisation", ""), written_about(viewer(), here))
    entries = all_findings(viewer(), here, organisation=chosen)
    content = as_csv(findings_table(entries))
    with writing():
        note_export(here.id, count=len(entries), by=me())
    response = Response(content, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{here.slug}-findings.csv")
    return response
