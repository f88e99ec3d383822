"""What seats learn from invitations, from their cohort and from people who leave the house; and what courses learn from both."""

from __future__ import annotations

from clustercourse.cohorts.actions.attending import note_presence
from clustercourse.cohorts.actions.courses import ENROL, leave_courses, settle_cohort, settle_later, take_courses
from clustercourse.cohorts.actions.messages import tell_cancelled
from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.seat_invitations import take_invited_seat
from clustercourse.cohorts.actions.seat_steps import finish_seats, leave_all, reopen_seats
from clustercourse.cohorts.cohort_letters import NEWS, NEXT
from clustercourse.cohorts.notices import tell_of_apology, tell_of_application
from clustercourse.cohorts.queries.enrolled import cohorts_with_place, enrolled_in_course
from clustercourse.events import on
from clustercourse.jobs import enqueue
from clustercourse.models.events import Event


@on("accounts.invitation_accepted")
def seat_invited(event: Event) -> None:
    """Whoever accepts an invitation to a cohort gets the kind of place it names, or stands on its waiting list."""
    cohort = event.detail.get("cohort")
    if cohort is not None and event.person_id is not None:
        take_invited_seat(cohort, event.person_id, place=event.detail["role"], by=event.person_id)


@on("accounts.erased")
def free_seats(event: Event) -> None:
    """The places of somebody who is erased pass on."""
    if event.person_id is not None:
        leave_all(event.person_id, by=event.by_id)


@on("accounts.people_joined")
def take_courses_of_both(event: Event) -> None:
    """Who comes by the place of the other takes the courses of its cohort."""
    for cohort in cohorts_with_place(event.person_id or 0):
        enqueue(ENROL, f"{ENROL}:{event.id}:{cohort}", {"cohort": cohort})


@on("cohorts.cohort_changed")
def fill_more_places(event: Event) -> None:
    """More places are offered to those who wait."""
    if event.thing_id is not None and {"partner_places", "external_places"} & set(event.detail.get("fields", ())):
        promote(event.thing_id)


@on("cohorts.cohort_published")
def fill_first_places(event: Event) -> None:
    """Whoever was put on the list while it was planned."""
    if event.thing_id is not None:
        promote(event.thing_id)


@on("cohorts.cohort_cancelled")
def tell_people(event: Event) -> None:
    """Everybody who counted on it hears of it."""
    if event.thing_id is not None:
        tell_cancelled(event.thing_id)


@on("cohorts.cohort_closed")
def finish(event: Event) -> None:
    """Whoever has a place has finished."""
    if event.thing_id is not None:
        finish_seats(event.thing_id, by=event.by_id)


@on("cohorts.cohort_reopened")
def go_on(event: Event) -> None:
    """Whoever had finished has a place again."""
    if event.thing_id is not None:
        reopen_seats(event.thing_id, by=event.by_id)


@on("cohorts.news_posted")
def write_news(event: Event) -> None:
    """Letters to the people of the cohort, by the worker."""
    enqueue(NEWS, f"{NEWS}:{event.thing_id}", {"news": event.thing_id})


@on("cohorts.cohort_published")
def tell_the_interested(event: Event) -> None:
    """Letters to those who wanted to hear of it, by the worker."""
    enqueue(NEXT, f"{NEXT}:{event.thing_id}:{event.id}", {"cohort": event.thing_id})


@on("cohorts.seat_changed")
def go_with_seat(event: Event) -> None:
    """Whoever gets a place takes the courses of the cohort; whoever gives it up goes on alone. A cohort that closes changes nothing."""
    cohort, came_from, to = event.detail["cohort"], event.detail["from"], event.detail["to"]
    if event.person_id is None or came_from == "finished":
        return
    if to == "confirmed":
        take_courses(cohort, event.person_id, by=event.by_id)
    elif came_from == "confirmed" and to != "finished":
        leave_courses(cohort, event.person_id, by=event.by_id)


@on("cohorts.seat_changed")
def ask_coordinators(event: Event) -> None:
    """Whoever applies waits for an answer."""
    if event.detail["to"] == "applied" and event.person_id is not None and event.thing_id is not None:
        tell_of_application(event.thing_id, event.detail["cohort"], by=event.person_id, step=event.id)


@on("cohorts.apology_sent")
def ask_to_decide(event: Event) -> None:
    """Whoever cannot come waits to be excused."""
    if event.person_id is not None and event.thing_id is not None:
        tell_of_apology(event.thing_id, event.detail["seat"], by=event.person_id)


@on("cohorts.attendance_marked")
def count_presence(event: Event) -> None:
    """Being there may finish a lesson, and a mark taken back may open it again."""
    if event.person_id is not None and event.thing_id is not None:
        note_presence(event.thing_id, event.person_id, by=event.by_id)


@on("cohorts.session_cancelled")
@on("cohorts.session_restored")
def look_again(event: Event) -> None:
    """What a course asks of the people of a cohort depends on the sessions that are held."""
    settle_cohort(event.detail["cohort"], key=str(event.id))


@on("content.published")
def look_at_register_again(event: Event) -> None:
    """A new version may ask for sessions that were held already."""
    settle_later([enrolment.id for enrolment in enrolled_in_course(event.detail["course"])], key=str(event.id))
