"""What follows from submissions and remarks: who is told, and what the mirrors of cohorts learn."""

from __future__ import annotations

from clustercourse.events import on
from clustercourse.models.events import Event
from clustercourse.workbook.actions.joins import join_private_workbooks
from clustercourse.workbook.actions.mirrors import look_at_cohort, look_at_seat, look_at_submitted
from clustercourse.workbook.notices import tell_decided, tell_handed_over, tell_remarked, tell_reviewers
from clustercourse.workbook.queries.submissions import reason_of


@on("workbook.submitted")
def look_into_mirrors(event: Event) -> None:
    """What an organisation submits may count from now on in the place of what it submitted before."""
    look_at_submitted(event.detail["sheet"])


@on("cohorts.seat_changed")
def look_who_takes_part(event: Event) -> None:
    """An organisation counts while somebody takes part for it."""
    if {event.detail["from"], event.detail["to"]} & {"confirmed", "finished"}:
        look_at_cohort(event.detail["cohort"])


@on("cohorts.seat_details_changed")
def look_for_whom(event: Event) -> None:
    """Somebody takes part for another organisation."""
    if "organisation_id" in event.detail.get("fields", ()) and event.thing_id is not None:
        look_at_seat(event.thing_id)


@on("workbook.submitted")
def tell_those_who_read(event: Event) -> None:
    if event.thing_id is not None and event.detail["shared_with"] != "nobody":
        tell_reviewers(event.thing_id, by=event.by_id)


@on("workbook.submission_decided")
def tell_the_author(event: Event) -> None:
    if event.thing_id is not None:
        tell_decided(event.thing_id, event.detail["to"], by=event.by_id, reason=reason_of(event.thing_id))


@on("workbook.commented")
def tell_of_remark(event: Event) -> None:
    if event.thing_id is not None and event.detail["submission"] is not None:
        tell_remarked(event.detail["submission"], by=event.by_id, comment=event.thing_id)


@on("workbook.handed_over")
def tell_keeper(event: Event) -> None:
    """Whoever looks after the workbook from now on."""
    tell_handed_over(event.detail["handover"], by=event.by_id)


@on("accounts.people_joined")
def put_private_workbooks_together(event: Event) -> None:
    """Both entries of one person may have had a private workbook; a person has one."""
    if event.person_id is not None and event.thing_id is not None:
        join_private_workbooks(event.person_id, event.thing_id, by=event.by_id)
