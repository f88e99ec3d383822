"""The file beside a report, for those who read the report; always to be saved, never shown inside a page."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs.views.homework_reports import read_at
from clustercourse.web.access import found, signed_in
from clustercourse.web.downloads import download

views = Blueprint("homework_files", __name__)


@views.get("/labs/<lab>/homework/<int:number>/reports/<int:participant>/file")
@signed_in
def show(lab: str, number: int, participant: int) -> ResponseReturnValue:
    report = found(read_at(lab, number, participant).report)
    return download(found(report.digest), "application/octet-stream", name=report.file_name)
