"""The demo's running Master Class: two days in Copenhagen some weeks ago, then a clinic every week, the next one tomorrow or on Monday."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time, timedelta

from clustercourse.cli._demo_discussion import play_discussion
from clustercourse.cli._demo_story import Stage, Story
from clustercourse.cohorts.actions.apologies import decide_apology
from clustercourse.cohorts.actions.attendance import Mark
from clustercourse.cohorts.actions.check_ins import Device, ask_to_be_let_in, check_in, decide_check_in_request
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts
from clustercourse.cohorts.actions.courses import add_course
from clustercourse.cohorts.actions.exceptions import end_exception, grant_exception
from clustercourse.cohorts.actions.locks import lock_register
from clustercourse.cohorts.actions.parts import PartFacts
from clustercourse.cohorts.actions.session_moves import move_session
from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.actions.sessions import When
from clustercourse.cohorts.actions.teams import join_team, link_organisation
from clustercourse.cohorts.queries.exceptions import exceptions_of
from clustercourse.db import now
from clustercourse.viewer import Viewer

_ZONE, _FRIDAY = "Europe/Copenhagen", 4
_DAYS = ("day-1-morning", "day-1-afternoon", "day-2-morning", "day-2-afternoon")
_CLINICS = (
    "Members who never come to a meeting.",
    "Money: fees, projects and what a member gets for them.",
    "Bringing firms and researchers to one table.",
    "Growing without more posts.",
    "Your bridge plans, five minutes each.",
)
_APPLICATIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Ines Holm", {"message": "I want to go through the course together with others.", "listed": "public"}),
    ("Tilde Munk", {"message": "Ines and I share the work and would like to speak the same language."}),
    ("Lene Krogh", {"message": "Jeg skal skrive byrådets nye aftale med klyngen.", "diet": "Vegetar."}),
    ("Birgit Toft", {"message": "Fire kyster og én kalender: hvordan holder man sammen på det?"}),
    ("Maja Wikander", {"message": "I coordinate three working groups and have never learned how."}),
    ("Lutz Ahlers", {"message": "I took over the cluster office of our town in spring."}),
    ("Nathalie Dumont", {"message": "I would like to practise asking members for money.", "diet": "I do not eat fish."}),
    ("Mart Lepik", {"message": "I build houses and chair our network in my spare time."}),
    ("Lucía Roig", {"message": "I prepare our strategy for the next three years.", "access_needs": "I use a wheelchair."}),
    ("Katerina Doukas", {"message": "Our members are hotels and boat builders. They rarely meet.", "listed": "nobody"}),
)
_ABOUT = """\
Two days together, then five clinics of an hour online, one a week. Between them you read the course *Cluster theory and bridge-building* \
at your own pace.

You need about three hours a week. Each clinic takes up the questions that came in until the evening before.
"""
_PRACTICAL = """\
We meet in an old customs house by the water. The entrance is on the side of the canal, and there is a lift.

The link to the clinics stands with each of them. Please come with a camera and in a quiet room.
"""
GUIDE = """\
How a clinic works

Ten minutes: what happened since last time.
Thirty minutes: two cases from the group, fifteen minutes each.
Fifteen minutes: one tool, tried on one of the cases.
Five minutes: what each of us does until next week.
"""


@dataclass(frozen=True)
class Days:
    """When it all happens. `clinic` is the third clinic, on the next working day; `moved` the second one, put off to the last."""

    first: date
    clinic: date
    moved: date

    @classmethod
    def around(cls, today: date) -> Days:
        clinic = today + timedelta(days=1 if today.weekday() not in (_FRIDAY, _FRIDAY + 1) else 7 - today.weekday())
        moved = today - timedelta(days=max(0, today.weekday() - _FRIDAY))
        before = clinic - timedelta(weeks=2)
        first = before - timedelta(days=before.weekday() - 1 if before.weekday() > 2 else before.weekday() + 6)
        return cls(first, clinic, moved)


def play_running(stage: Stage) -> Story:
    """From the plan until this morning."""
    days = Days.around(stage.today)
    story = Story(stage, _facts(days), "blended", begins=days.first - timedelta(days=56))
    _open(story)
    story.goes_on(days.first - timedelta(days=35))
    story.takes(*(name for name, _told in _APPLICATIONS))
    _plan_sessions(story, days)
    story.goes_on(days.first - timedelta(days=5))
    apology = story.apologises("Birgit Toft", "day-2-morning", "Jeg holder oplæg for vores bestyrelse den formiddag.")
    decide_apology(apology, excuse=True, words="", by=story.by)
    story.goes_on(days.first + timedelta(days=1))
    _first_morning(story)
    story.goes_on(days.first + timedelta(days=2))
    _mark_days(story)
    story.goes_on(days.clinic - timedelta(days=12))
    _after_first_clinic(story)
    story.goes_on(days.clinic - timedelta(days=9))
    _put_off(story, days)
    story.goes_on(stage.today)
    _today(story)
    play_discussion(story)
    return story


def _facts(days: Days) -> CohortFacts:
    return CohortFacts(
        title=f"Nordic Master Class Copenhagen {days.first.year}",
        summary="Two days together and five online clinics, beside the course on cluster theory. For people who work with it every week.",
        about=_ABOUT,
        practical=_PRACTICAL,
        time_zone=_ZONE,
        external_places=14,
        apply_until_on=days.first - timedelta(days=36),
        withdraw_until_on=days.first - timedelta(days=10),
        series="Nordic Master Class",
    )


def _open(story: Story) -> None:
    information = ContactFacts("Clinic desk", "Four Coasts Network", "clinics@example.com", "+45 00 00 00 21")
    join_team(story.id, email=story.stage.emails["Johan Berg"], role="trainer", by=story.by)
    link_organisation(story.id, slug=story.stage.organisations["Cluster House North"][1], role="lead", by=story.by)
    parts = [PartFacts("Two days together", "Copenhagen", "DK", "The old customs house"), PartFacts("Five clinics online")]
    story.opens(parts, {"information": information})
    for name, told in _APPLICATIONS:
        story.applies(name, **told)
    if story.stage.course_id is not None:
        add_course(story.id, story.stage.course_id, stays=True, by=story.by)


def _plan_sessions(story: Story, days: Days) -> None:
    first_days = [story.written(days.first), story.written(days.clinic - timedelta(weeks=2))]
    plan_from_blueprint(story.id, first_days=first_days, link="https://meet.example.com/copenhagen", by=story.by)
    story.teaches("day-1-morning", by=["Johan Berg"], about="Who we are, what a cluster is, and what your office is there for.")
    story.teaches("day-2-afternoon", by=["Johan Berg", "Sofie Lund"], about="Your own cluster: two gaps, two owners, one first step.")
    for number, about in enumerate(
        ("Members who never come.", "Money.", "Firms and research.", "Growing without more posts.", "Plans."), 1
    ):
        story.teaches(f"clinic-{number}", by=["Johan Berg"], about=about)
    story.is_due("Finish the first module of the course", days.first - timedelta(days=1), 20)
    story.is_due("Send your case for the fourth clinic", days.clinic + timedelta(days=6), 18)
    story.is_due("Hand in your bridge plan", days.clinic + timedelta(days=21), 12)


def _first_morning(story: Story) -> None:
    """People check in one by one, three of them with one telephone; two who are not on the list ask to be let in."""
    people = ("Ines Holm", "Tilde Munk", "Lucía Roig", "Katerina Doukas", "Lutz Ahlers", "Nathalie Dumont", "Mart Lepik")
    shared = people[4:]
    for at, name in enumerate(people):
        with story.at_the_door("day-1-morning", minutes=at * 2 - 10) as session:
            browser = "one telephone" if name in shared else name
            device = Device(hashlib.sha256(f"{session}:{browser}".encode()).hexdigest()[:32], "192.0.2.0/24")
            check_in(session, device, by=story.stage.people[name])
    with story.at_the_door("day-1-morning", minutes=6) as session:
        bram = ask_to_be_let_in(session, message="Nathalie said there is a free chair.", by=story.stage.people["Bram Claes"])
        decide_check_in_request(bram.id, decision="accepted", by=story.by)
    with story.at_the_door("day-1-morning", minutes=12) as session:
        pau = ask_to_be_let_in(session, message="I am in town by chance and would love to listen.", by=story.stage.people["Pau Serra"])
        decide_check_in_request(pau.id, decision="declined", words="The room is full today. We see you in Hamburg.", by=story.by)


def _mark_days(story: Story) -> None:
    story.marks("day-1-morning")
    story.marks("day-1-afternoon", Tilde=Mark("present", arrived=20))
    story.marks("day-2-morning", Mart=Mark("present", "online"), Lutz=Mark("absent"))
    story.marks("day-2-afternoon", Maja=Mark("absent"), Katerina=Mark("present", left=150))
    story.shares("How a clinic works", "clinic.txt", GUIDE)
    story.points_to("Reading for the third clinic", "https://www.example.com/reading/research", key="clinic-3")
    story.says("Two good days", "Everybody left with a first step. Pictures and the list of gaps follow in the first clinic.")


def _after_first_clinic(story: Story) -> None:
    story.marks("clinic-1", usually=Mark("present", "online"), Lutz=Mark("absent"))
    for key in (*_DAYS, "clinic-1"):
        lock_register(story.session(key).id, by=None)


def _put_off(story: Story, days: Days) -> None:
    when = When(story.written(days.moved), time(9, 0), _ZONE, 60)
    move_session(story.session("clinic-2").id, when, by=story.by)
    story.says("The second clinic is put off", "Johan has lost his voice. The new day stands in your calendar; the link stays the same.")


def _today(story: Story) -> None:
    story.apologises("Tilde Munk", "clinic-3", "I am at sea with a member that day and have no connection.")
    with story.at_the_door("clinic-2", minutes=4) as session:
        ask_to_be_let_in(session, message="Birgit sent me the link, may I take her chair?", by=story.stage.people["Rikke Bonde"])
    story.says("Places in Hamburg", "The next Master Class of the series takes applications now. Tell your neighbours.", is_public=True)
    _let_past(story, "Birgit Toft", "She was excused on the second day and goes on with the group.", ends=False)
    _let_past(story, "Maja Wikander", "Her computer was being repaired for a week.", ends=True)


def _let_past(story: Story, name: str, reason: str, *, ends: bool) -> None:
    """An exception for somebody, past the first thing that stands in their way; one that ends is taken back at once."""
    coordinator = Viewer(person_id=story.by, cohort_teams={story.id: frozenset({"coordinator"})})
    found = exceptions_of(coordinator, story.id, story.stage.people[name]).hindrances
    if not found:
        return
    until = now() + timedelta(days=14)
    exception = grant_exception(found[0].enrolment_id, found[0].item_id, found[0].what, until=until, reason=reason, by=story.by)
    if ends:
        end_exception(exception, by=story.by)
