"""The demo's other cohorts: a consortium in two cities, a day without a date yet, one that is being planned and one that was cancelled."""

from __future__ import annotations

from datetime import timedelta

from clustercourse.cli._demo_people import PEIPSI, SARONIC, SCHELDT, TRAMUNTANA
from clustercourse.cli._demo_story import Stage, Story
from clustercourse.cohorts.actions.applications import answer_offer
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts, cancel_cohort
from clustercourse.cohorts.actions.parts import PartFacts, change_part
from clustercourse.cohorts.actions.reports import note_interest
from clustercourse.cohorts.actions.seat_invitations import invite_to_cohort
from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.actions.teams import join_team, link_organisation

_MONDAY, _THURSDAY, _JULY = 0, 3, 7
_INVITED = (
    "Marga Ferrer",
    "Lucía Roig",
    "Eleni Markou",
    "Katerina Doukas",
    "Lotte Verhaegen",
    "Bram Claes",
    "Kadri Saar",
    "Mart Lepik",
)
_CONSORTIUM = """\
Four organisations learn together for two weeks, the second one five weeks after the first. In between everybody tries something at home.

The first part is about members and money, the second about working with small firms in other countries.
"""
_JOURNEY = """\
Flights and nights are paid from the project. Keep your boarding passes and hand them in by the end of each part.
"""
_ONE_DAY = """\
One day for people who are new in a cluster office: what the words mean, what others do, and what you do on Monday.
"""


def play_consortium(stage: Stage) -> Story:
    """Eight people are invited to two weeks in two cities; all of them have said yes."""
    first, second = stage.day(5, _MONDAY), stage.day(10, _MONDAY)
    facts = CohortFacts(
        title=f"QUAYWISE training Palma and Athens {first.year}",
        kind="consortium",
        summary="Two weeks for the four partners of one project: the first in Palma, the second in Athens.",
        about=_CONSORTIUM,
        practical=_JOURNEY,
        time_zone="Europe/Madrid",
        admission="by_invitation",
        partner_places=8,
        project_acronym="QUAYWISE",
        project_title="Harbour clusters that work for small firms",
        work_package="Work package 3: training of cluster offices",
        funder="European Union, a programme for small and medium-sized enterprises",
    )
    story = Story(stage, facts, "two-parts", begins=stage.today - timedelta(weeks=4))
    join_team(story.id, email=stage.emails["Johan Berg"], role="trainer", by=story.by)
    for name, role in ((TRAMUNTANA, "lead"), (SARONIC, "partner"), (SCHELDT, "co-provider"), (PEIPSI, "partner")):
        link_organisation(story.id, slug=stage.organisations[name][1], role=role, by=story.by)
    palma = PartFacts("Members and money", "Palma", "ES", "The school of design, hall B")
    athens = PartFacts("Small firms abroad", "Athens", "GR", "The harbour academy")
    information = ContactFacts("Project office", TRAMUNTANA, "projectes@example.com", "+34 00 00 00 41")
    registration = ContactFacts("Travel desk", SARONIC, "travel@example.com", "+30 00 00 00 42")
    story.opens([palma, athens], {"information": information, "registration": registration})
    days = [story.written(first), story.written(second)]
    plan_from_blueprint(story.id, first_days=days, zones=["Europe/Madrid", "Europe/Athens"], by=story.by)
    story.is_due("Say from where you travel", first - timedelta(days=17), 12)
    _invite(story)
    story.says("Welcome on board", "All eight have accepted. The hotel in Palma is booked; yours in Athens follows.")
    story.goes_on(stage.today)
    return story


def _invite(story: Story) -> None:
    for name in _INVITED:
        invite_to_cohort(story.id, story.stage.emails[name], place="partner", by=story.by)
        answer_offer(story.seat(name).id, accept=True, by=story.stage.people[name])


def play_open_day(stage: Stage) -> Story:
    """A day for everybody; when it will be is only known in words. Two have a place already and two want to hear of it."""
    year = stage.today.year + (stage.today.month >= _JULY)
    facts = CohortFacts(
        title=f"Cluster day for newcomers {year}",
        kind="open-training",
        summary="One day for everybody who has just begun to work in a cluster or a network. No earlier course is needed.",
        about=_ONE_DAY,
        dates_in_words=f"early autumn {year}",
        admission="at_once",
        external_places=30,
        one_per_organisation_first=True,
    )
    story = Story(stage, facts, "one-day", begins=stage.today - timedelta(days=20))
    information = ContactFacts("Newcomers' desk", "Cluster House North", "newcomers@example.com", "+45 00 00 00 51")
    story.opens([PartFacts("", "Aarhus", "DK", "", "a Tuesday or a Thursday")], {"information": information})
    story.applies("Torstein Moen", message="I will bring the two who join us in summer.")
    story.applies("Jakob Ravn", message="I would like to help at the tables.")
    for name in ("Karen Dahl", "Wiebke Thomsen"):
        note_interest(story.id, by=stage.people[name])
    story.goes_on(stage.today)
    return story


def play_planned(stage: Stage) -> Story:
    """Next year's Master Class, which only its team sees."""
    year = stage.today.year + 1
    facts = CohortFacts(
        title=f"Nordic Master Class Tartu {year}",
        summary="Two days by a river, for builders of networks. The programme is being written.",
        time_zone="Europe/Tallinn",
        dates_in_words=f"the second half of {year}",
        external_places=16,
        series="Nordic Master Class",
    )
    story = Story(stage, facts, "two-days", begins=stage.today - timedelta(days=6))
    change_part(story.id, 1, PartFacts("", "Tartu", "EE", "", "when the students are back"), by=story.by)
    story.goes_on(stage.today)
    return story


def play_cancelled(stage: Stage) -> Story:
    """A day that will not take place."""
    first = stage.day(3, _THURSDAY)
    facts = CohortFacts(
        title=f"Cluster day Bodø {first.year}",
        kind="open-training",
        summary="One day on cold chains and who pays for them.",
        time_zone="Europe/Oslo",
        external_places=12,
        apply_until_on=first - timedelta(days=7),
    )
    story = Story(stage, facts, "one-day", begins=stage.today - timedelta(days=40))
    information = ContactFacts("Kurskontoret", "Lofot Cold Chain Cluster", "kurs@example.com", "+47 00 00 00 61")
    story.opens([PartFacts("", "Bodø", "NO", "The fish hall")], {"information": information})
    plan_from_blueprint(story.id, first_days=[story.written(first)], by=story.by)
    story.applies("Ingrid Solbakken", message="At last something in the north.")
    story.goes_on(stage.today - timedelta(days=5))
    cancel_cohort(story.id, by=story.by, reason="Only one person has applied. We try again when the fishing season is over.")
    story.goes_on(stage.today)
    return story
