"""A sheet: its page, and saving what is typed into it."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from clustercourse.db import now, writing
from clustercourse.language import Message, _, clock
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.sheets import Written
from clustercourse.workbook.queries.contents import beside_sheet
from clustercourse.workbook.queries.shown import shown_sheet
from clustercourse.workbook.views._here import learner_of, new_row_key, save, sheet_at

views = Blueprint("sheets", __name__)


@views.get("/workbook/<workbook>/<sheet>/")
@signed_in
def show(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    shown = shown_sheet(here, new_row=new_row_key())
    return page("workbook/sheets/show.html", here=here, shown=shown, beside=beside_sheet(viewer(), here), learner=learner_of(here))


@views.post("/workbook/<workbook>/<sheet>/")
@signed_in
def update(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    with writing():
        written = save(here)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(_answer(workbook, sheet, written))
    if written.left_over:
        return go(here.address, _left_over(written), "bad")
    table = request.form.get("do", "").partition(":")[2].partition(":")[0]
    return go(f"{here.address}#f-{table}" if table else f"{here.address}#results", _("Saved."))


def _left_over(written: Written) -> Message:
    texts = ", ".join(f"“{typed.typed}”" for typed in written.left_over)
    return _("The table is full, so this was not added: {texts}. Everything else is saved.", texts=texts)


def _answer(workbook: str, sheet: str, written: Written) -> dict[str, object]:
    """What a script needs after a save: the numbers of the new values, remarks beside inputs, results of rows, and the results."""
    here = sheet_at(workbook, sheet)
    shown = shown_sheet(here)
    spots = {*written.changed, *written.beside}
    touched = [each for each in shown.inputs if each.spot in spots]
    return {
        "saved_at": clock(now()),
        "numbers": {each.name: each.known for each in touched},
        "beside": [each.name for each in touched if each.beside],
        "notes": {each.name: render_template("workbook/sheets/_note.html", input=each, here=here) for each in touched},
        "names": {row.key: row.name for row in shown.rows if row.name},
        "missing": render_template("workbook/sheets/_missing.html", shown=shown),
        "rows": {row.key: render_template("workbook/sheets/_row_results.html", row=row) for row in shown.rows},
        "left_over": str(_left_over(written)) if written.left_over else "",
        "results": render_template("workbook/sheets/_results.html", here=here, shown=shown),
    }
