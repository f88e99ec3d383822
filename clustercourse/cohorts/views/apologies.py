"""Apologies: a person says beforehand that they cannot come, takes it back, and the coordinator decides."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.apologies import decide_apology, send_apology, withdraw_apology
from clustercourse.cohorts.forms.attendance import ApologyForm, DecisionForm
from clustercourse.cohorts.queries.apologies import apology_at, own_apology
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.cohorts.views._people import coordinated_session
from clustercourse.db import now, writing
from clustercourse.language import _
from clustercourse.web.access import found, me, require, signed_in, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("apologies", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/apology")
@signed_in
def new(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = _attended(cohort, session)
    apology = own_apology(meeting.id, me())
    return _shown(here, meeting, ApologyForm(data={"text": apology.text if apology else ""}))


@views.post("/cohorts/<cohort>/sessions/<int:session>/apology")
@signed_in
def create(cohort: str, session: int) -> ResponseReturnValue:
    here, meeting = _attended(cohort, session)
    form = ApologyForm.sent()

    def send() -> None:
        with writing():
            send_apology(meeting.id, person_id=me(), text=form.text.data or "", by=me())

    if not form.carry_out(send):
        return _shown(here, meeting, form, 422)
    return go(_own(cohort, session), _("Thank you for telling us. The coordinator decides, and you get a letter."))


@views.post("/cohorts/<cohort>/sessions/<int:session>/apology/delete")
@signed_in
def delete(cohort: str, session: int) -> ResponseReturnValue:
    _here, meeting = _attended(cohort, session)
    with writing():
        withdraw_apology(meeting.id, person_id=me(), by=me())
    return go(_own(cohort, session), _("Your apology is taken back. You are expected."))


@views.get("/cohorts/<cohort>/sessions/<int:session>/apologies/<int:number>")
@staff
def edit(cohort: str, session: int, number: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    apology = found(apology_at(meeting.id, number))
    return page("cohorts/apologies/edit.html", here=here, meeting=meeting, apology=apology, form=DecisionForm())


@views.post("/cohorts/<cohort>/sessions/<int:session>/apologies/<int:number>")
@staff
def update(cohort: str, session: int, number: int) -> ResponseReturnValue:
    here, meeting = coordinated_session(cohort, session)
    apology, form = found(apology_at(meeting.id, number)), DecisionForm.sent()
    excuse = request.form.get("decision") == "excused"

    decided = []

    def decide() -> None:
        with writing():
            decided.append(decide_apology(apology.id, excuse=excuse, words=form.words.data or "", by=me()).decision)

    if not form.carry_out(decide):
        return page("cohorts/apologies/edit.html", 422, here=here, meeting=meeting, apology=apology, form=form)
    is_excused = decided == ["excused"]
    said = _("{name} is excused. A letter is on its way.") if is_excused else _("{name} is not excused. A letter is on its way.")
    return go(url_for("cohorts.registers.show", cohort=cohort, session=session), said.format(name=apology.name))


def _shown(here: CohortRow, meeting: SessionRow, form: ApologyForm, status: int = 200) -> ResponseReturnValue:
    apology, begun = own_apology(meeting.id, me()), meeting.starts_at <= now()
    return page("cohorts/apologies/new.html", status, here=here, meeting=meeting, apology=apology, form=form, begun=begun)


def _attended(cohort: str, session: int) -> tuple[CohortRow, SessionRow]:
    here = cohort_at(viewer(), cohort)
    require(viewer().takes_part(here.id))
    return here, session_at(here.id, session)


def _own(cohort: str, session: int) -> str:
    return url_for("cohorts.apologies.new", cohort=cohort, session=session)
