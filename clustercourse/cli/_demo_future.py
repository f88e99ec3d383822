"""The demo's Master Class to come, in Hamburg: few places, many applications, and a seat in every state but finished."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy import select

from clustercourse.accounts.actions import NewPerson, accept_invitation, add_person
from clustercourse.catalogue.actions import join
from clustercourse.cli._demo_people import ELBE, HAFENRODE, DemoPerson
from clustercourse.cli._demo_story import Stage, Story
from clustercourse.cohorts.actions.applications import answer_offer, withdraw_seat
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts
from clustercourse.cohorts.actions.parts import PartFacts
from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.reports import note_interest
from clustercourse.cohorts.actions.seat_invitations import invite_to_cohort, withdraw_seat_invitation
from clustercourse.cohorts.actions.seats import move_seat, offer_place, put_on_waiting_list, refuse_application, remove_from_cohort
from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.actions.teams import join_team, link_organisation
from clustercourse.db import db
from clustercourse.models.accounts import Invitation
from clustercourse.models.notifications import Letter

_ZONE, _TUESDAY = "Europe/Berlin", 1
_NEWCOMER = DemoPerson("Nele Harms", place=ELBE, zone=_ZONE)
_EARLY: tuple[tuple[str, dict[str, str]], ...] = (
    ("Frauke Petersen", {"message": "We host you, so I had better be there.", "listed": "public"}),
    ("Jörn Hansen", {"message": "I will lead the network from next summer on."}),
    ("Imke Roth", {"message": "I would gladly stand in if a colleague falls ill."}),
    ("Piret Kask", {"message": "I keep the books of our network and want to understand the rest.", "diet": "Lactose-free."}),
    ("Tomeu Vidal", {"message": "Our tanneries and our shoemakers have stopped talking to each other."}),
    ("Nikos Vlachos", {"message": "Winter is the only time I can leave the harbour."}),
    ("Sven Ekholm", {"message": "I look after the software firms among our members."}),
    ("Anneke Jacobs", {"message": "I plan our events and would like fewer, better ones."}),
    ("Pau Serra", {"message": "I would like to know what others do for their smallest members."}),
    ("Rikke Bonde", {"message": "Jeg rådgiver fem netværk og savner værktøjer."}),
    ("Søren Juhl", {"message": "The region wants to know what it gets for its money."}),
    ("Emil Nygaard", {"message": "Vores by har en havn og ingen plan for den."}),
    ("Dimitra Kanaki", {"message": "I speak for the boat builders in our network."}),
    ("Jonas Hellberg", {"message": "Elin says that this is where I learn to say no."}),
    ("Katrin Möller", {"message": "I share an office with Wiebke and half of her questions."}),
    ("Liv Aasen", {"message": "I study logistics and could write about the two days."}),
)
_LATE: tuple[tuple[str, dict[str, str]], ...] = (
    ("Sanne Mertens", {"message": "Is there room for somebody who has just begun?"}),
    (
        "Alma Rootsi",
        {"message": "I teach forestry and want our firms to come to class.", "access_needs": "Large print, please."},
    ),
)
_ABOUT = """\
A day and a half by the harbour, in a group small enough to sit around one table. Half of the time belongs to the cases that you bring.

Places are few. The coordinator looks for a mixed group: old and young clusters, networks, and those who pay for them.
"""
_PRACTICAL = """\
The room is on the third floor of a warehouse, ten minutes on foot from the main station. A hotel list comes with your place.
"""


def play_future(stage: Stage) -> Story:
    """From the plan until this morning."""
    first = stage.day(10, _TUESDAY)
    story = Story(stage, _facts(first), "day-and-a-half", begins=stage.today - timedelta(days=45))
    _open(story, first)
    story.goes_on(stage.today - timedelta(days=38))
    _fill(story)
    story.goes_on(stage.today - timedelta(days=30))
    withdraw_seat(story.seat("Sven Ekholm").id, by=stage.people["Sven Ekholm"], reason="My second child arrives that week.")
    answer_offer(story.seat("Pau Serra").id, accept=True, by=stage.people["Pau Serra"])
    story.goes_on(stage.today - timedelta(days=14))
    reason = "She wrote that she has changed jobs and left the cluster."
    remove_from_cohort(story.seat("Anneke Jacobs").id, by=story.by, reason=reason)
    story.goes_on(stage.today - timedelta(days=3))
    promote(story.id)
    for name, told in _LATE:
        story.applies(name, **told)
    story.goes_on(stage.today)
    invite_to_cohort(story.id, "kristjan.pold@example.com", place="external", by=story.by)
    note_interest(story.id, by=stage.people["Mads Friis"])
    return story


def move_to(future: Story, running: Story) -> None:
    """Somebody cannot come to Hamburg and joins the group that is under way; the place passes on."""
    reason = "The ferry does not run in that week, and Copenhagen still had a chair."
    move_seat(future.seat("Nikos Vlachos").id, running.id, by=future.by, reason=reason)


def _facts(first: date) -> CohortFacts:
    return CohortFacts(
        title=f"Nordic Master Class Hamburg {first.year}",
        summary="A day and a half around one table, with eight places. For people who lead clusters and networks, young and old.",
        about=_ABOUT,
        practical=_PRACTICAL,
        time_zone=_ZONE,
        partner_places=3,
        external_places=5,
        apply_until_on=first - timedelta(days=28),
        withdraw_until_on=first - timedelta(days=14),
        series="Nordic Master Class",
    )


def _open(story: Story, first: date) -> None:
    place = PartFacts("", "Hamburg", "DE", "Warehouse seven, third floor")
    information = ContactFacts("Questions about Hamburg", "Four Coasts Network", "hamburg@example.com", "+45 00 00 00 31")
    registration = ContactFacts("Anmeldung", ELBE, "anmeldung@example.com", "+49 00 00 00 32")
    join_team(story.id, email=story.stage.emails["Johan Berg"], role="trainer", by=story.by)
    link_organisation(story.id, slug=story.stage.organisations[ELBE][1], role="lead", by=story.by)
    link_organisation(story.id, slug=story.stage.organisations[HAFENRODE][1], role="co-provider", by=story.by)
    story.opens([place], {"information": information, "registration": registration})
    plan_from_blueprint(story.id, first_days=[story.written(first)], by=story.by)
    story.teaches("kick-off", by=["Johan Berg"], about="We begin with your questions and sort them into three heaps.")
    story.is_due("Send your case on one page", first - timedelta(days=12), 17)
    for name, told in _EARLY:
        story.applies(name, **told)


def _fill(story: Story) -> None:
    """Five external places and three for partners are given; who comes later waits, in this order."""
    people = story.stage.people
    refuse_application(story.seat("Liv Aasen").id, by=story.by, reason="This Master Class is for people who work in clusters already.")
    offer_place(story.seat("Katrin Möller").id, by=story.by)
    answer_offer(story.seat("Katrin Möller").id, accept=False, by=people["Katrin Möller"])
    offer_place(story.seat("Jörn Hansen").id, by=story.by)
    answer_offer(story.seat("Jörn Hansen").id, accept=True, by=people["Jörn Hansen"])
    _invite(story)
    story.takes("Frauke Petersen", "Piret Kask", "Tomeu Vidal", "Nikos Vlachos", "Sven Ekholm", "Anneke Jacobs")
    for name in ("Pau Serra", "Rikke Bonde", "Søren Juhl", "Emil Nygaard", "Dimitra Kanaki", "Jonas Hellberg", "Imke Roth"):
        put_on_waiting_list(story.seat(name).id, by=story.by)


def _invite(story: Story) -> None:
    """One invitation is accepted, one withdrawn, one will run out."""
    invite_to_cohort(story.id, "old.office@example.com", place="external", by=story.by)
    invite_to_cohort(story.id, "wrong.address@example.com", place="external", by=story.by)
    withdraw_seat_invitation(story.id, _invitation_to(story, "wrong.address@example.com").id, by=story.by)
    invite_to_cohort(story.id, _NEWCOMER.email, place="partner", by=story.by)
    letter = select(Letter.text).where(Letter.key == f"invitation:{_invitation_to(story, _NEWCOMER.email).token_digest}")
    found = re.search(r"/invitations/(\S+)", db.session.scalars(letter).one())
    new = NewPerson(_NEWCOMER.name, _NEWCOMER.email, story.stage.password_hash, time_zone=_NEWCOMER.zone)
    person_id = add_person(new, by=None, confirmed=True).person_id
    join(story.stage.organisations[ELBE][0], person_id=person_id, role="member", by=story.stage.people["Greta Paulsen"])
    accept_invitation(found[1] if found else "", by=person_id)


def _invitation_to(story: Story, email: str) -> Invitation:
    return db.session.scalars(select(Invitation).where(Invitation.cohort_id == story.id, Invitation.email == email)).one()
