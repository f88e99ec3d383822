"""A cohort: planning it, what is said about it, its way from planned to closed, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cohorts.actions import cohorts as actions
from clustercourse.cohorts.actions.cohorts import CohortFacts, ContactFacts
from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.queries.lists import cohort_lists
from clustercourse.db import db, now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.language import today
from clustercourse.models.cohorts import Cohort, CohortContact, CohortPart, CohortStep, CohortTeam, Series
from clustercourse.viewer import NOBODY, Viewer
from tests import cast, make
from tests.page import Browser

FACTS = CohortFacts(title="Master Class Århus 2027", summary="For people who run clusters.", external_places=20)


def planned(by: int, *, blueprint: str = "day-and-a-half", facts: CohortFacts = FACTS, contact: bool = True) -> int:
    with writing():
        cohort = actions.plan_cohort(facts, blueprint=blueprint, by=by)
        if contact:
            actions.set_contact(cohort.id, "registration", ContactFacts(email="register@example.com"), by=by)
        return cohort.id


def state(cohort_id: int) -> tuple[str, list[tuple[str, str]]]:
    found = rows(select(Cohort.state).where(Cohort.id == cohort_id))[0].state
    steps = rows(select(CohortStep.from_state, CohortStep.to_state).where(CohortStep.cohort_id == cohort_id).order_by(CohortStep.id))
    return found, [tuple(step) for step in steps]


@pytest.mark.parametrize(
    ("key", "minutes", "parts"),
    [
        ("one-day", 390, 1),
        ("day-and-a-half", 420, 1),
        ("two-days", 555, 1),
        ("two-weeks", 3000, 1),
        ("two-parts", 3000, 2),
        ("blended", 1020, 2),
    ],
)
def test_a_format_has_the_minutes_that_were_counted(key: str, minutes: int, parts: int) -> None:
    made = BLUEPRINTS[key]
    assert (made.minutes, made.parts) == (minutes, parts)
    assert len({slot.key for slot in made.slots}) == len(made.slots)


def test_planning_makes_the_parts_and_a_coordinator(app: Flask) -> None:
    person = make.person()
    first, second = planned(person, blueprint="two-parts"), planned(person, blueprint="")

    found = rows(select(Cohort.slug, Cohort.state, Cohort.blueprint).order_by(Cohort.id))
    assert [tuple(each) for each in found] == [
        ("master-class-aarhus-2027", "planned", "two-parts"),
        ("master-class-aarhus-2027-2", "planned", ""),
    ]
    parts = rows(select(CohortPart.cohort_id, CohortPart.number).order_by(CohortPart.id))
    assert [tuple(each) for each in parts] == [(first, 1), (first, 2), (second, 1)]
    team = rows(select(CohortTeam.person_id, CohortTeam.role).where(CohortTeam.cohort_id == first))
    assert [tuple(each) for each in team] == [(person, "coordinator")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"admission": "by_lot"}, "admission"),
        ({"language": "xx"}, "language"),
        ({"external_places": -1}, "external_places"),
        ({"partner_places": 2001}, "partner_places"),
    ],
)
def test_values_that_are_no_choice_are_refused(app: Flask, change: dict[str, object], field: str) -> None:
    person = make.person()
    with pytest.raises(Refused) as refusal, writing():
        actions.plan_cohort(CohortFacts(**{"title": "X"} | change), blueprint="", by=person)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert rows(select(Cohort.id)) == []


def test_publishing_asks_for_a_summary_and_a_contact(app: Flask) -> None:
    person = make.person()
    bare = planned(person, facts=CohortFacts(title="Bare"))
    silent = planned(person, contact=False)
    for cohort_id, word in ((bare, "sentence or two"), (silent, "whom to write to")):
        with pytest.raises(Refused) as refusal, writing():
            actions.publish_cohort(cohort_id, by=person)
        assert word in refusal.value.sentence
        assert state(cohort_id)[0] == "planned"


def test_the_way_from_planned_to_closed_and_back(app: Flask) -> None:
    person = make.person()
    cohort_id = planned(person)
    for step in (actions.publish_cohort, actions.close_cohort, actions.reopen_cohort, actions.close_cohort):
        for _twice in range(2):
            with writing():
                step(cohort_id, by=person)

    assert state(cohort_id) == (
        "closed",
        [("", "planned"), ("planned", "published"), ("published", "closed"), ("closed", "published"), ("published", "closed")],
    )


def test_taking_back_a_publication_once_somebody_applied_is_refused(app: Flask) -> None:
    person, other = make.person(), make.person("Ben Berg")
    cohort_id = planned(person)
    with writing():
        actions.publish_cohort(cohort_id, by=person)
    with writing():
        actions.withdraw_cohort(cohort_id, by=person)
        actions.withdraw_cohort(cohort_id, by=person)
        actions.publish_cohort(cohort_id, by=person)
    make.seat(cohort_id, other, "applied")
    with pytest.raises(Refused), writing():
        actions.withdraw_cohort(cohort_id, by=person)
    assert state(cohort_id)[0] == "published"


def test_steps_that_make_no_sense_are_refused(app: Flask) -> None:
    person = make.person()
    tried: list[tuple[str, Callable[[int], None]]] = [
        ("planned", lambda one: actions.close_cohort(one, by=person)),
        ("planned", lambda one: actions.reopen_cohort(one, by=person)),
        ("published", lambda one: actions.cancel_cohort(one, by=person, reason="  ")),
        ("closed", lambda one: actions.cancel_cohort(one, by=person, reason="Ill")),
        ("closed", lambda one: actions.publish_cohort(one, by=person)),
        ("cancelled", lambda one: actions.reopen_cohort(one, by=person)),
        ("cancelled", lambda one: actions.withdraw_cohort(one, by=person)),
    ]
    for begin, step in tried:
        cohort_id = make.cohort(state=begin)
        with pytest.raises(Refused), writing():
            step(cohort_id)
        assert state(cohort_id) == (begin, [])
    with pytest.raises(NotHere), writing():
        actions.publish_cohort(999, by=person)


def test_cancelling_keeps_the_reason(app: Flask) -> None:
    person = make.person()
    cohort_id = planned(person)
    for _twice in range(2):
        with writing():
            actions.cancel_cohort(cohort_id, by=person, reason="The trainer is ill.")
    steps = rows(select(CohortStep.to_state, CohortStep.reason, CohortStep.by_id).where(CohortStep.cohort_id == cohort_id))
    assert [tuple(each) for each in steps] == [("planned", "", person), ("cancelled", "The trainer is ill.", person)]


def test_fewer_places_than_are_given_are_refused(app: Flask) -> None:
    person = make.person()
    cohort_id = planned(person)
    for number in range(3):
        make.seat(cohort_id, make.person(f"Guest {number}"))
    make.seat(cohort_id, make.person("Partner"), place="partner")
    with pytest.raises(Refused) as refusal, writing():
        actions.change_cohort(cohort_id, CohortFacts(title="New", external_places=2), by=person)
    assert (refusal.value.field, refusal.value.sentence) == ("external_places", "3 of these places are given or offered already.")
    with writing():
        actions.change_cohort(cohort_id, CohortFacts(title="New", external_places=3, withdraw_until_on=date(2027, 1, 2)), by=person)
    found = rows(select(Cohort.title, Cohort.external_places, Cohort.slug))
    assert [tuple(each) for each in found] == [("New", 3, "master-class-aarhus-2027")]


def test_a_contact_is_one_row_a_purpose(app: Flask) -> None:
    person = make.person()
    cohort_id = planned(person, contact=False)
    for email in ("a@example.com", "b@example.com", "b@example.com"):
        with writing():
            actions.set_contact(cohort_id, "information", ContactFacts(name="Desk", email=email), by=person)
    assert [tuple(each) for each in rows(select(CohortContact.purpose, CohortContact.email))] == [("information", "b@example.com")]


def test_the_next_one_begins_where_the_earlier_ended(app: Flask) -> None:
    person = make.person()
    earlier = planned(person)
    with writing():
        following = actions.plan_next(earlier, CohortFacts(title="Next", dates_in_words="early autumn"), blueprint="one-day", by=person).id
        third = actions.plan_next(following, CohortFacts(title="Third"), blueprint="", by=person).id
    said = select(Cohort.id, Cohort.title, Cohort.summary, Cohort.external_places, Cohort.state, Series.title)
    found = rows(said.join(Series, Series.id == Cohort.series_id).order_by(Cohort.id))
    assert [tuple(each) for each in found] == [
        (earlier, "Master Class Århus 2027", "For people who run clusters.", 20, "planned", "Master Class Århus 2027"),
        (following, "Next", "For people who run clusters.", 20, "planned", "Master Class Århus 2027"),
        (third, "Third", "For people who run clusters.", 20, "planned", "Master Class Århus 2027"),
    ]
    contacts = rows(select(CohortContact.cohort_id, CohortContact.email).order_by(CohortContact.id))
    assert [tuple(each) for each in contacts] == [(number, "register@example.com") for number in (earlier, following, third)]
    with pytest.raises(NotHere), writing():
        actions.plan_next(999, CohortFacts(title="Nothing"), blueprint="", by=person)


def test_lists_show_what_one_may_see(app: Flask) -> None:
    person = make.person()
    open_one = make.cohort("Open")
    hidden = make.cohort("Hidden", state="planned")
    closed_group = make.cohort("Closed group", admission="by_invitation")
    over = make.cohort("Over", state="closed")
    mine = make.cohort("Mine", state="planned", coordinator=person)

    def shown(viewer: Viewer) -> tuple[set[int], set[int], set[int]]:
        lists = cohort_lists(viewer)
        return tuple({each.id for each in part} for part in (lists.mine, lists.coming, lists.past))  # type: ignore[return-value]

    assert shown(NOBODY) == (set(), {open_one}, {over})
    coordinator = Viewer(person_id=person, cohort_teams={mine: frozenset({"coordinator"})})
    assert shown(coordinator) == ({mine}, {open_one}, {over})
    assert shown(Viewer(person_id=9, seats={closed_group: "offered"})) == ({closed_group}, {open_one}, {over})
    assert shown(Viewer(person_id=9, roles=frozenset({"admin"}))) == (set(), {open_one, hidden, closed_group, mine}, {over})


@pytest.mark.both_databases
def test_lists_can_be_searched(app: Flask) -> None:
    wanted = make.cohort("Øresund offshore wind", language="da")
    make.cohort("Food")
    with writing():
        db.session.add(CohortPart(cohort_id=wanted, number=1, place="Gothenburg"))
    for asked in ({"text": "WIND"}, {"text": "øresund"}, {"language": "da"}, {"place": "gothen"}):
        assert [each.id for each in cohort_lists(NOBODY, **asked).coming] == [wanted]
    assert cohort_lists(NOBODY, text="100%").coming == ()


def test_lists_can_begin_at_a_day(app: Flask) -> None:
    soon, late, unknown = make.cohort("Soon"), make.cohort("Late"), make.cohort("Unknown", dates_in_words="next year")
    make.session(soon, now() + timedelta(days=10))
    make.session(late, now() + timedelta(days=100))
    begin = (now() + timedelta(days=50)).date().isoformat()
    assert [each.id for each in cohort_lists(NOBODY, since=begin).coming] == [late, unknown]
    assert [each.id for each in cohort_lists(NOBODY, since="no day").coming] == [soon, late, unknown]


def test_what_is_missing_in_a_plan_is_said(app: Flask) -> None:
    dan = cast.assemble().dan
    make.cohort("Earlier", coordinator=dan)
    browser: Browser = app.test_client()  # type: ignore[assignment]
    browser.sign_in(dan)
    said = {"title": "Class", "blueprint": "two-parts", "time_zone": "Europe/Stockholm"}
    assert "Say the first day, or the dates in words." in browser.send("/cohorts/new", **said).text
    assert "This format has two parts. Say when the second one begins." in browser.send("/cohorts/new", first_day="2027-05-10", **said).text
    page = browser.send("/cohorts/new", first_day="2027-05-10", second_day="2027-05-03", **said)
    assert "The second part begins after the first." in page.text
    page = browser.send("/cohorts/new", first_day="2027-05-10", second_day="0001-01-01", **said)
    assert "The second part begins after the first." in page.text
    assert value(select(func.count()).select_from(Cohort)) == 1


def test_a_coordinator_plans_publishes_and_changes(app: Flask) -> None:
    people = cast.assemble()
    with writing() as session:
        session.add(CohortTeam(cohort_id=make.cohort("Earlier"), person_id=people.dan, role="coordinator", created_at=make.now()))
    browser: Browser = app.test_client()  # type: ignore[assignment]
    browser.sign_in(people.dan)
    said = {"title": "Nordic class", "blueprint": "day-and-a-half", "time_zone": "Europe/Stockholm", "place": "Gothenburg"}
    page = browser.send("/cohorts/new", first_day="2027-05-11", **said)
    assert page.heading == "Settings"
    assert "5 sessions, 420 minutes" in page.text
    page = browser.send("/cohorts/nordic-class/edit", external_places="12", funder="Interreg", publish="yes")
    assert "Say in a sentence or two what this is and for whom, and whom to write to, then publish it." in page.text
    assert "The changes are saved." in page.text
    page = browser.send("/cohorts/nordic-class/edit", summary="For managers.")
    assert "The changes are saved." in page.text
    page = browser.send("/cohorts/nordic-class/edit", publish="yes")
    assert "Say whom to write to for information or registration, then publish it." in page.text
    page = browser.send("/cohorts/nordic-class/edit", information_email="ask@example.com", publish="yes")
    assert page.heading == "Nordic class"
    found = rows(select(Cohort.state, Cohort.external_places, Cohort.summary).where(Cohort.slug == "nordic-class"))
    assert [tuple(each) for each in found] == [("published", 12, "For managers.")]


def test_days_after_the_end_are_refused(app: Flask) -> None:
    person = make.person()
    cohort = make.cohort(coordinator=person)
    make.session(cohort, make.now() + timedelta(days=10))
    last = today(make.now() + timedelta(days=10), "Europe/Copenhagen")
    for name in ("apply_until_on", "withdraw_until_on"):
        for day in (last + timedelta(days=1), date(202, 1, 1)):
            with pytest.raises(Refused) as refusal, writing():
                actions.change_cohort(cohort, CohortFacts(title="T", dates_in_words="May", external_places=10, **{name: day}), by=person)
            assert refusal.value.field == name
    with writing():
        actions.change_cohort(cohort, CohortFacts(title="T", external_places=10, apply_until_on=last), by=person)
