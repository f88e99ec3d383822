"""A decision about one or several seats: looked at first, then carried out for all of them or none."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from clustercourse.cohorts.actions.seat_steps import decide
from clustercourse.cohorts.forms.seats import DecisionForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.people import cohorts_to_move_to
from clustercourse.cohorts.queries.waiting import PLACES, places_taken
from clustercourse.cohorts.seat_words import DONE_WORDS, STEP_WORDS
from clustercourse.cohorts.views._people import chosen_of, coordinated
from clustercourse.cohorts.words import SEAT_WORDS
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.forms import choices, creating
from clustercourse.web.pages import go, page

views = Blueprint("seat_steps", __name__)


@views.get("/cohorts/<cohort>/seats/steps")
@staff
def new(cohort: str) -> ResponseReturnValue:
    thing = coordinated(cohort)
    form = DecisionForm(formdata=request.args)
    if request.args.get("step") == "write":
        return go(url_for("cohorts.messages.new", cohort=cohort, seat=form.seat.data))
    return _look(thing, form) if _is_said(form) else _say_what(cohort)


@views.post("/cohorts/<cohort>/seats/steps")
@staff
def create(cohort: str) -> ResponseReturnValue:
    thing, form = coordinated(cohort), DecisionForm.sent()
    if not _is_said(form):
        return _say_what(cohort)
    _may_move(thing, form)

    def carry_out() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                decide(thing.id, form.seat.data, form.decision(), by=me())
            answer.address = url_for("cohorts.seats.index", cohort=cohort)

    if not form.carry_out(carry_out):
        return _look(thing, form, 422)
    return go(url_for("cohorts.seats.index", cohort=cohort), DONE_WORDS[form.step.data])


def _is_said(form: DecisionForm) -> bool:
    return bool(form.seat.data) and form.step.data in STEP_WORDS


def _say_what(cohort: str) -> ResponseReturnValue:
    return go(url_for("cohorts.seats.index", cohort=cohort), _("Tick the people and choose what to do."), "note")


def _may_move(cohort: CohortRow, form: DecisionForm) -> None:
    """Only to cohorts that the same person coordinates: any other is as if nothing was chosen."""
    form.target.choices = _targets(cohort)
    if form.target.data not in {choice.value for choice in form.target.choices}:
        form.target.data = ""


def _targets(cohort: CohortRow) -> list[SelectChoice]:
    """Nothing is chosen for the coordinator."""
    others = cohorts_to_move_to(viewer(), cohort.id)
    return choices({"": _("Choose a cohort"), **others}) if others else []


def _look(cohort: CohortRow, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    if not form.target.choices:
        form.target.choices = _targets(cohort)
    chosen, taken = chosen_of(cohort, form.seat.data or ()), places_taken(cohort.id)
    free = {place: max(0, getattr(cohort, f"{place}_places") - taken[place]) for place in PLACES}
    words = {"words": STEP_WORDS, "seat_words": SEAT_WORDS}
    return page("cohorts/seat_steps/new.html", status, cohort=cohort, form=form, chosen=chosen, free=free, **words)
