"""Sessions of a cohort: the programme, one, planning and changing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.sessions import change_session, plan_session
from clustercourse.cohorts.attendance_words import APOLOGY_WORDS
from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.forms.sessions import EditForm, PlanForm, SessionForm
from clustercourse.cohorts.policy import can_see_inside
from clustercourse.cohorts.queries.apologies import own_apology
from clustercourse.cohorts.queries.cohorts import CohortRow, cohort_at, parts_of
from clustercourse.cohorts.queries.programmes import materials_of_session, programme_of
from clustercourse.cohorts.queries.session_people import team_names, trainer_ids
from clustercourse.cohorts.queries.sessions import session_at
from clustercourse.cohorts.views._people import coordinated
from clustercourse.db import writing
from clustercourse.discussions.queries.topics import topics_of_session
from clustercourse.language import _
from clustercourse.web.access import public, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("sessions", __name__)


@views.get("/cohorts/<cohort>/sessions/")
@public
def index(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    return page("cohorts/sessions/index.html", cohort=thing, programme=programme_of(thing.id), blueprint=BLUEPRINTS.get(thing.blueprint))


@views.get("/cohorts/<cohort>/sessions/<int:session>/")
@public
def show(cohort: str, session: int) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    shown, materials = session_at(thing.id, session), materials_of_session(thing.id, session)
    apology = own_apology(session, viewer().person_id or 0) if viewer().seats.get(thing.id) == "confirmed" else None
    values: dict[str, Any] = {"materials": materials, "apology": apology, "words": APOLOGY_WORDS, "topics": ()}
    if can_see_inside(viewer(), thing):
        values["topics"] = topics_of_session(viewer(), session)
    return page("cohorts/sessions/show.html", cohort=thing, session=shown, **values)


@views.get("/cohorts/<cohort>/sessions/new")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    form = _filled(PlanForm(data=_beginning(thing)), thing)
    return page("cohorts/sessions/new.html", cohort=thing, form=form)


@views.post("/cohorts/<cohort>/sessions/new")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, said = coordinated(cohort), _("The session is planned.")
    form = _filled(PlanForm.sent(), thing)

    def plan() -> None:
        facts, when = form.facts(), form.when()
        with creating(viewer()) as answer:
            if not answer.was_given:
                plan_session(thing.id, facts, when, by=viewer().person_id or 0)

    if not form.carry_out(plan):
        return page("cohorts/sessions/new.html", 422, cohort=thing, form=form)
    return go(url_for("cohorts.sessions.index", cohort=cohort), said)


@views.get("/cohorts/<cohort>/sessions/<int:session>/edit")
@staff
def edit(cohort: str, session: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    shown = session_at(thing.id, session)
    form = _filled(EditForm.showing(shown, trainer_ids(session)), thing)
    return page("cohorts/sessions/edit.html", cohort=thing, session=shown, form=form)


@views.post("/cohorts/<cohort>/sessions/<int:session>/edit")
@staff
def update(cohort: str, session: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    shown, form = session_at(thing.id, session), _filled(EditForm.sent(), thing)

    def change() -> None:
        facts = form.facts()
        with writing():
            change_session(shown.id, facts, by=viewer().person_id or 0)

    if not form.carry_out(change):
        return page("cohorts/sessions/edit.html", 422, cohort=thing, session=shown, form=form)
    return go(url_for("cohorts.sessions.show", cohort=cohort, session=session), _("The changes are saved."))


def _filled(form: SessionForm, cohort: CohortRow) -> Any:
    form.choosing(parts_of(cohort.id), team_names(cohort.id))
    return form


def _beginning(cohort: CohortRow) -> dict[str, Any]:
    """What an empty form begins with; `?like=12`: the same as that session, a week later at the same time on the wall."""
    like = request.args.get("like", type=int)
    if like is None:
        return {"zone": cohort.time_zone, "minutes": 90, "counts": True}
    earlier = session_at(cohort.id, min(like, 2**31 - 1))
    said = asdict(earlier) | {"part": str(earlier.part_id or ""), "trainers": list(trainer_ids(earlier.id)), "fold": None}
    return said | {"on_day": earlier.on_day + timedelta(days=7)}
