"""The demo's finished Master Class: a day and a half in Gothenburg six weeks ago, with its register, its news and its public report."""

from __future__ import annotations

from datetime import date, time, timedelta

from clustercourse.cli._demo_story import Stage, Story
from clustercourse.cohorts.actions.apologies import decide_apology
from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts, close_cohort
from clustercourse.cohorts.actions.locks import lock_register, unlock_register
from clustercourse.cohorts.actions.news import cancel_deadline
from clustercourse.cohorts.actions.parts import PartFacts
from clustercourse.cohorts.actions.reports import ReportFacts, note_interest, publish_report, save_report
from clustercourse.cohorts.actions.seats import set_membership_dates
from clustercourse.cohorts.actions.session_moves import cancel_session
from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.actions.sessions import SessionFacts, When, plan_session, split_session
from clustercourse.cohorts.actions.teams import join_team, link_organisation
from clustercourse.text import render_learner_markdown

SERIES = "Nordic Master Class"
_ZONE, _TUESDAY = "Europe/Stockholm", 1
_KEYS = ("kick-off", "ten-tools", "ten-tools-2", "cases", "own-cluster", "next-steps")
_APPLICATIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Karen Dahl", {"message": "I want to see how others teach what we teach."}),
    ("Mads Friis", {"message": "We pay for three clusters and would like to ask better questions."}),
    ("Elin Sandström", {"message": "Our board asks what the next five years should bring.", "listed": "public"}),
    ("Oskar Lindqvist", {"message": "I am new in the office and come from industry.", "diet": "No gluten."}),
    ("Greta Paulsen", {"message": "I lead a network of foundries and need a strategy that fits on one page."}),
    ("Henning Brandt", {"message": "Greta told me to come. I look after the members."}),
    ("Lotte Verhaegen", {"message": "I would like to compare our fees with those of others.", "diet": "Vegan."}),
    ("Ingrid Solbakken", {"message": "Thirty-nine members and one post: what do we leave out?"}),
    ("Torstein Moen", {"message": "I run the working group on cold storage.", "access_needs": "I hear badly on the left side."}),
    ("Kadri Saar", {"message": "Our builders are small and far apart. How do you keep them together?"}),
    ("Wiebke Thomsen", {"message": "The town pays for a cluster office and wonders what to expect of it."}),
    ("Jakob Ravn", {"message": "I advise young networks and collect good examples."}),
    ("Marga Ferrer", {"message": "We have eighty-eight members and the same twelve at every meeting.", "diet": "No nuts, please."}),
    ("Eleni Markou", {"message": "I can stay for the first day only if the ferry does not run.", "listed": "nobody"}),
)
_ABOUT = """\
A day of theory and tools, and a morning with your own cluster. You bring a question that you have not been able to answer at home.

* What a cluster is, and what it is not
* Ten tools for looking at a region and its firms
* Cases from four countries, told by those who were there
"""
_PRACTICAL = """\
The house is five minutes from the tram stop *Kvarngatan*. Lunch and coffee are on us; the hotel is not.

Bring a computer and the list of your members.
"""
HANDOUT = """\
Ten tools on one page

1. Map the firms and what they buy from each other.
2. Ask ten members what they lost sleep over this year.
3. Draw the diamond of your region and mark what is missing.
4. Rate the seven gaps and choose two.
5. Name an owner for every bridge.
6. Count who comes to meetings, and who never does.
7. Compare your fees with what a member gets.
8. Write down what you stopped doing.
9. Visit one cluster that is ten years older than yours.
10. Read this page again in half a year.
"""
_REPORT = """\
Fourteen people from eight countries met for a day and a half. They run clusters and networks of twenty-seven to ninety-six members, \
advise them, or pay for them.

The first day began with theory: why nearness may pay, and when it does not. After lunch the group tried ten tools on one region that \
everybody knew a little. The cases came from the participants.

On the second morning each of them worked on their own cluster. Most left with two gaps they want to bridge and the name of a person \
who will own the bridge.

> I had words for half of what I do every day. Now I have them for the other half.

The next Master Class of this series takes place in Hamburg.
"""


def play_finished(stage: Stage) -> Story:
    """The whole story, from the plan to the report."""
    first = stage.day(-6, _TUESDAY)
    story = Story(stage, _facts(first), "day-and-a-half", begins=first - timedelta(days=70))
    _open(story)
    story.goes_on(first - timedelta(days=58))
    story.takes(*(name for name, _told in _APPLICATIONS))
    story.goes_on(first - timedelta(days=45))
    _plan_sessions(story, first)
    story.goes_on(first - timedelta(days=9))
    _decide_apologies(story)
    story.goes_on(first - timedelta(days=1))
    cancel_session(story.session("walk-along-the-quays").id, reason="A storm is forecast for the evening. We meet indoors.", by=story.by)
    story.goes_on(first + timedelta(days=2))
    _mark(story, first)
    story.goes_on(first + timedelta(days=4))
    _lock(story)
    story.goes_on(first + timedelta(days=12))
    _close(story)
    story.goes_on(stage.today)
    note_interest(story.id, by=stage.people["Karen Dahl"])
    return story


def _facts(first: date) -> CohortFacts:
    return CohortFacts(
        title=f"Nordic Master Class Gothenburg {first.year}",
        summary="A day and a half for people who lead or support clusters: theory, ten tools, and your own cluster on the table.",
        about=_ABOUT,
        practical=_PRACTICAL,
        time_zone=_ZONE,
        partner_places=2,
        external_places=14,
        apply_until_on=first - timedelta(days=40),
        withdraw_until_on=first - timedelta(days=14),
        series=SERIES,
    )


def _open(story: Story) -> None:
    gothenburg = PartFacts("", "Gothenburg", "SE", "Kvarnhuset, second floor")
    information = ContactFacts("Training desk", "Four Coasts Network", "training@example.com", "+45 00 00 00 11")
    registration = ContactFacts("Office", "Göta River Mobility Cluster", "kurser@example.com", "+46 00 00 00 12")
    join_team(story.id, email=story.stage.emails["Johan Berg"], role="trainer", by=story.by)
    link_organisation(story.id, slug=story.stage.organisations["Göta River Mobility Cluster"][1], role="co-provider", by=story.by)
    story.opens([gothenburg], {"information": information, "registration": registration})
    for name, told in _APPLICATIONS:
        story.applies(name, **told)


def _plan_sessions(story: Story, first: date) -> None:
    plan_from_blueprint(story.id, first_days=[story.written(first)], by=story.by)
    story.teaches("kick-off", by=["Johan Berg"], about="Why firms of one trade sit side by side, and what an office can add to that.")
    story.teaches("ten-tools", by=["Johan Berg"], about="Five tools, each of them tried on one region.")
    story.teaches("cases", by=["Johan Berg", "Sofie Lund"], about="Four stories from four regions. One of them went wrong.")
    split_session(story.session("ten-tools").id, first_minutes=45, pause=15, by=story.by)
    story.teaches("ten-tools-2", by=["Johan Berg"], about="The other five tools, in two rooms.")
    evening = When(story.written(first), time(18, 0), _ZONE, 90)
    about = "An hour and a half on foot, with a pause for fish soup."
    html = render_learner_markdown(about)
    walk = SessionFacts("Walk along the quays", about, html, counts=False, venue="Meet at the old crane")
    plan_session(story.id, walk, evening, by=story.by)
    story.is_due("Send the question you bring", first - timedelta(days=7), 17)
    story.is_due("Send the first page of your bridge plan", first + timedelta(days=9), 12)
    cancel_deadline(story.id, story.is_due("Choose a working group", first - timedelta(days=4), 12), by=story.by)
    story.says("The programme is there", "The times of both days stand below. The second afternoon is free for your journey home.")


def _decide_apologies(story: Story) -> None:
    flight = story.apologises("Marga Ferrer", "next-steps", "My flight leaves at noon and there is no later one that day.")
    decide_apology(flight, excuse=True, words="", by=story.by)
    call = story.apologises("Oskar Lindqvist", "cases", "I have a call with a customer that afternoon.")
    decide_apology(call, excuse=False, words="A call can be moved to the evening. Please try.", by=story.by)


def _mark(story: Story, first: date) -> None:
    set_membership_dates(story.seat("Eleni Markou").id, joined_on=None, left_on=story.written(first), by=story.by)
    story.marks("kick-off", Torstein=Mark("present", arrived=25))
    story.marks("ten-tools")
    story.marks("ten-tools-2", Kadri=Mark("absent"))
    story.marks("cases", Oskar=Mark("absent"))
    story.marks("own-cluster", Lotte=Mark("present", "online"), Wiebke=Mark("not_expected"))
    story.marks("next-steps", Oskar=Mark("absent"), Henning=Mark("present", left=50))
    story.shares("The ten tools on one page", "ten-tools.txt", HANDOUT)
    story.points_to("Pictures of the walls we wrote on", "https://www.example.com/gothenburg/walls", key="cases")


def _lock(story: Story) -> None:
    for key in _KEYS:
        lock_register(story.session(key).id, by=None)
    session = story.session("ten-tools-2")
    unlock_register(session.id, by=story.by, reason="One person sat in the other group room and was missed.")
    kadri = Change(story.seat("Kadri Saar").id, Mark("present"), None)
    mark_attendance(session.id, [kadri], by=story.by, source="register", reason="Her group confirms that she was there.")
    lock_register(session.id, by=story.by)


def _close(story: Story) -> None:
    close_cohort(story.id, by=story.by)
    title = "A day and a half in Gothenburg"
    report = ReportFacts(title, _REPORT, render_learner_markdown(_REPORT), "https://www.example.com/films/gothenburg")
    save_report(story.id, report, by=story.by)
    publish_report(story.id, by=story.by)
    thanks = "The report is public, with a short film. Those who have not sent their bridge plan can still do so."
    story.says("Thank you for coming", thanks, is_public=True)
