"""Who can be named in a space, while a name is typed."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.discussions.mentions import handles
from clustercourse.discussions.queries.people import people_of
from clustercourse.discussions.views._here import space_here
from clustercourse.web.access import signed_in
from clustercourse.web.pages import page

views = Blueprint("people", __name__)

MOST = 8


@views.get("/cohorts/<cohort>/discussion/people")
@views.get("/courses/<course>/discussion/people")
@signed_in
def index(cohort: str = "", course: str = "") -> ResponseReturnValue:
    typed = request.args.get("q", "").strip().casefold()
    people = people_of(space_here(cohort, course))
    known = {person: handle for handle, person in handles(people).items()}
    fitting = [person for person in people if any(part.startswith(typed) for part in _parts(person.name))]
    return page("discussions/people/index.html", people=[(known[person.person_id], person) for person in fitting[:MOST]])


def _parts(name: str) -> list[str]:
    """Where what is typed may begin: the whole name, and each word of it."""
    folded = name.casefold()
    return [folded, *folded.split()]
