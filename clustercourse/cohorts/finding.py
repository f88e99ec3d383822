"""Who meets whom in cohorts, for the search: on the page of the cohort, in its list of places, in its team and in its public report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Boolean, String, bindparam, cast, func, literal, or_, select

from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort, CohortReport, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.search import rules
from clustercourse.viewer import Viewer

_PLACED = ("confirmed", "finished")
_page = literal("/cohorts/") + Cohort.slug + "/"
_organisation = func.coalesce(Organisation.name, "")
_inside: BindParameter[Any] = bindparam("cohorts_inside", expanding=True)
_run: BindParameter[Any] = bindparam("cohorts_run", expanding=True)
_coordinated: BindParameter[Any] = bindparam("cohorts_coordinated", expanding=True)
_known: BindParameter[Any] = bindparam("cohorts_known", expanding=True)


def _cohorts(viewer: Viewer) -> dict[str, Any]:
    """The cohorts in which somebody takes part, which they run, and those they have anything to do with."""
    return {
        "cohorts_inside": [cohort_id for cohort_id in viewer.seats if viewer.takes_part(cohort_id)],
        "cohorts_run": list(viewer.cohort_teams),
        "cohorts_coordinated": [cohort_id for cohort_id in viewer.cohort_teams if viewer.coordinates(cohort_id)],
        "cohorts_known": list({*viewer.seats, *viewer.cohort_teams}),
        "sees_all": viewer.is_admin,
    }


def _seats(place: str, address: Any) -> Any:
    met = rules.meeting(Seat.person_id, place, at=Cohort.title, address=address, organisation=_organisation)
    return met.join(Cohort, Cohort.id == Seat.cohort_id).outerjoin(Organisation, Organisation.id == Seat.organisation_id)


rules.people_met(
    _seats("cohort", _page).where(
        Seat.state.in_(_PLACED),
        or_(Seat.cohort_id.in_(_run), Seat.cohort_id.in_(_inside) & (Seat.listed != "nobody")),
    ),
    _cohorts,
)
rules.people_met(
    _seats("seat", _page + "seats/" + cast(Seat.id, String) + "/").where(Seat.cohort_id.in_(_coordinated)),
    _cohorts,
)
_team = rules.meeting(CohortTeam.person_id, "team", at=Cohort.title, address=_page).join(Cohort, Cohort.id == CohortTeam.cohort_id)
rules.people_met(
    _team.where(
        or_(
            Cohort.id.in_(_known),
            (Cohort.state != "planned") & (Cohort.admission != "by_invitation"),
            bindparam("sees_all", type_=Boolean),
        )
    ),
    _cohorts,
)
_is_reported = Cohort.id.in_(select(CohortReport.cohort_id).where(CohortReport.published_at.is_not(None)))
rules.people_met(
    _seats("report", _page + "report").where(Seat.state.in_(_PLACED), Seat.listed == "public", _is_reported),
    _cohorts,
)
rules.people_met(
    rules.meeting(CohortTeam.person_id, "report", at=Cohort.title, address=_page + "report")
    .join(Cohort, Cohort.id == CohortTeam.cohort_id)
    .where(CohortTeam.role == "trainer", _is_reported),
    _cohorts,
)
