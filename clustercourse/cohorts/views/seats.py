"""The people of a cohort, for those who run it: the list, one seat with its history, and from when to when somebody takes part."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.actions.seats import set_membership_dates
from clustercourse.cohorts.forms.seats import DatesForm
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.enrolled import refuses_seat
from clustercourse.cohorts.queries.people import people_of
from clustercourse.cohorts.queries.seats import SeatRow, seat_at, steps_of
from clustercourse.cohorts.seat_words import LETS_IN, POSSIBLE, STEP_WORDS
from clustercourse.cohorts.views._people import coordinated, run_by_me
from clustercourse.cohorts.words import LISTED_WORDS, PLACE_WORDS, SEAT_WORDS
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go, page

views = Blueprint("seats", __name__)

_WORDS: dict[str, Any] = {"seat_words": SEAT_WORDS, "place_words": PLACE_WORDS, "step_words": STEP_WORDS, "listed_words": LISTED_WORDS}


@views.get("/cohorts/<cohort>/seats/")
@staff
def index(cohort: str) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    asked = {name: request.args.get(name, "")[:100] for name in ("text", "state")}
    return page("cohorts/seats/index.html", cohort=thing, people=people_of(thing, **asked), asked=asked, **_WORDS)


@views.get("/cohorts/<cohort>/seats/<int:number>/")
@staff
def show(cohort: str, number: int) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    seat = seat_at(thing, number)
    return _shown(thing, seat, DatesForm(data={"joined_on": seat.joined_on, "left_on": seat.left_on}))


@views.post("/cohorts/<cohort>/seats/<int:number>/")
@staff
def update(cohort: str, number: int) -> ResponseReturnValue:
    thing = coordinated(cohort)
    seat, form = seat_at(thing, number), DatesForm.sent()

    def change() -> None:
        with writing():
            set_membership_dates(seat.id, joined_on=form.joined_on.data, left_on=form.left_on.data, by=me())

    if not form.carry_out(change):
        return _shown(thing, seat, form, 422)
    return go(url_for("cohorts.seats.show", cohort=cohort, number=number), _("The dates are saved."))


def _shown(cohort: CohortRow, seat: SeatRow, form: DatesForm, status: int = 200) -> ResponseReturnValue:
    possible = tuple(step for step in POSSIBLE[seat.state] if step != seat.place and not (cohort.is_over and step in LETS_IN))
    held_back = refuses_seat(cohort.id, seat.person_id) if seat.state in ("applied", "offered", "waitlisted") else None
    shown = {"cohort": cohort, "seat": seat, "steps": steps_of(seat.id), "form": form, "possible": possible, "held_back": held_back}
    return page("cohorts/seats/show.html", status, **shown, **_WORDS)
