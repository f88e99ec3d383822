"""The evidence log: reading, noting, correcting by a new entry, removing one's own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.findings import note_finding, remove_finding
from clustercourse.labs.finding_forms import FindingForm
from clustercourse.labs.queries.findings import FINDINGS_OPEN, FindingRow, finding_at, findings_of, written_about
from clustercourse.labs.queries.homework import day_of
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.participants import participants_of
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import found, me, not_here, public, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("findings", __name__)


@views.get("/labs/<lab>/findings/")
@public
def index(lab: str) -> ResponseReturnValue:
    here, number = lab_at(viewer(), lab), request.args.get("page", 1, type=int)
    names = written_about(viewer(), here)
    chosen = known(request.args.get("organisation", ""), names)
    log = findings_of(viewer(), here, organisation=chosen, number=number)
    shown: dict[str, Any] = {"log": log, "names": names, "chosen": chosen, "is_open": here.state in FINDINGS_OPEN}
    return page("labs/findings/index.html", lab=here, words=words, **shown)


@views.get("/labs/<lab>/findings/new")
@signed_in
def new(lab: str) -> ResponseReturnValue:
    here = worked_in(lab)
    earlier = _earlier(here, FindingForm(data={"corrects": request.args.get("corrects", "")}).corrects_id)
    if earlier is None:
        return _shown(here, _offered(here, FindingForm(data={"on_day": day_of(here.id)})), None)
    said = {**vars(earlier), "organisation": str(earlier.organisation_id or ""), "corrects": str(earlier.id)}
    return _shown(here, _offered(here, FindingForm(data=said)), earlier)


@views.post("/labs/<lab>/findings/new")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here = worked_in(lab)
    form = _offered(here, FindingForm.sent())
    earlier = _earlier(here, form.corrects_id)
    if form.carry_out(lambda: _note(here, form)):
        return go(f"{here.address}findings/", _("It stands in the log."))
    return _shown(here, form, earlier, 422)


@views.post("/labs/<lab>/findings/<int:number>/delete")
@signed_in
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    finding: FindingRow = found(finding_at(viewer(), here, number))
    require(finding.author_id == me())
    with writing():
        remove_finding(finding.id, by=me())
    return go(f"{here.address}findings/", _("The words of your entry are removed. That there was one stays in the log."))


def known(asked: str, names: Collection[tuple[str, str]]) -> str:
    """The organisation that was asked for, where the viewer may know of entries about it; else all of them are shown."""
    return asked if asked in dict(names) else ""


def _note(here: LabRow, form: FindingForm) -> None:
    side = "facilitator" if policy.can_facilitate_lab(viewer(), here) else "participant"
    with creating(viewer()) as answer:
        if not answer.was_given:
            note_finding(here.id, form.facts(), side=side, by=me(), corrects_id=form.corrects_id)


def _earlier(here: LabRow, number: int | None) -> FindingRow | None:
    """One's own entry that is corrected; anybody else's is not here."""
    if number is None:
        return None
    earlier: FindingRow = found(finding_at(viewer(), here, number))
    return earlier if earlier.author_id == me() else not_here()


def _offered(here: LabRow, form: FindingForm) -> FindingForm:
    """The facilitator writes about the lab or anybody in it; others about their own organisation."""
    runs = policy.can_facilitate_lab(viewer(), here)
    own = [one for one in participants_of(here.id) if runs or (one.left_on is None and viewer().belongs_to(one.organisation_id))]
    whole = [("", str(_("The lab as a whole")))] if runs else []
    return form.offer([*whole, *((str(one.organisation_id), one.name) for one in own)])


def _shown(here: LabRow, form: FindingForm, earlier: FindingRow | None, status: int = 200) -> ResponseReturnValue:
    return page("labs/findings/new.html", status, lab=here, form=form, earlier=earlier, is_open=here.state in FINDINGS_OPEN)
