"""The sessions of a format: how many, how long, on which days, in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.session_plans import plan_from_blueprint
from clustercourse.cohorts.blueprints import BLUEPRINTS
from clustercourse.cohorts.queries.programmes import programme_of
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.db import end_reading, rows, writing
from clustercourse.errors import Refused
from clustercourse.models.cohorts import Cohort, CohortPart
from tests import make
from tests.cast import assemble
from tests.cohorts.planned import verbs
from tests.page import Browser

MONDAY, TUESDAY, LATER = date(2027, 8, 30), date(2027, 8, 31), date(2027, 10, 25)
MINUTES = {"one-day": 390, "day-and-a-half": 420, "two-days": 555, "two-weeks": 3000, "two-parts": 3000, "blended": 1020}


def cohort_of(blueprint: str, coordinator: int, **values: object) -> int:
    cohort = make.cohort(coordinator=coordinator, blueprint=blueprint, **values)
    with writing() as session:
        for number in range(1, (BLUEPRINTS[blueprint].parts if blueprint else 1) + 1):
            session.add(CohortPart(cohort_id=cohort, number=number, place=("Palma", "Athens")[number - 1], venue=f"House {number}"))
    return cohort


def planned(cohort: int, *days: date, by: int, zones: tuple[str, ...] = (), link: str = "") -> tuple[SessionRow, ...]:
    with writing():
        plan_from_blueprint(cohort, first_days=days, zones=zones, link=link, by=by)
    return sessions_of(cohort)


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize("blueprint", sorted(MINUTES))
def test_a_format_has_the_minutes_it_says(app: Flask, blueprint: str) -> None:
    dan = make.person("Dan Krogh")
    cohort = cohort_of(blueprint, dan)
    made = planned(cohort, *(MONDAY, LATER)[: BLUEPRINTS[blueprint].parts], by=dan)
    assert sum(session.minutes for session in made) == MINUTES[blueprint] == programme_of(cohort).minutes
    assert [session.key for session in made] == [slot.key for slot in BLUEPRINTS[blueprint].slots]
    assert len({session.uid for session in made}) == len(made)
    assert verbs() == ["cohorts.session_planned"] * len(made)


def test_a_day_and_a_half_in_the_cohorts_zone_and_language(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    cohort = cohort_of("day-and-a-half", dan, time_zone="Europe/Kyiv")
    made = planned(cohort, TUESDAY, by=dan)
    assert [(each.on_day, each.at_time, each.minutes, each.starts_at.hour, each.zone) for each in made] == [
        (TUESDAY, time(10, 0), 90, 7, "Europe/Kyiv"),
        (TUESDAY, time(12, 45), 90, 9, "Europe/Kyiv"),
        (TUESDAY, time(14, 45), 75, 11, "Europe/Kyiv"),
        (date(2027, 9, 1), time(9, 0), 90, 6, "Europe/Kyiv"),
        (date(2027, 9, 1), time(10, 45), 75, 7, "Europe/Kyiv"),
    ]
    assert [each.title for each in made] == [
        "Cluster theory",
        "Ten tools",
        "Cases",
        "Work on your own cluster",
        "Peer discussion and next steps",
    ]
    assert {each.shown_venue for each in made} == {"House 1"}


def test_two_parts_in_two_places_and_two_zones(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    cohort = cohort_of("two-parts", dan, time_zone="Europe/Madrid")
    made = planned(cohort, MONDAY, LATER, by=dan, zones=("Europe/Madrid", "Europe/Athens"))
    ends = [made[0], made[9], made[10], made[19]]
    assert [(each.on_day, each.zone, each.part_number, each.part_place) for each in ends] == [
        (MONDAY, "Europe/Madrid", 1, "Palma"),
        (date(2027, 9, 3), "Europe/Madrid", 1, "Palma"),
        (LATER, "Europe/Athens", 2, "Athens"),
        (date(2027, 10, 29), "Europe/Athens", 2, "Athens"),
    ]
    parts = programme_of(cohort).parts
    assert [(part.number, part.place, len(part.days), len(part.days[0].sessions)) for part in parts] == [
        (1, "Palma", 5, 2),
        (2, "Athens", 5, 2),
    ]


def test_ten_days_leave_the_weekend_out(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    made = planned(cohort_of("two-weeks", dan), MONDAY, by=dan)
    days = list(dict.fromkeys(session.on_day for session in made))
    assert [day.weekday() for day in days] == [0, 1, 2, 3, 4] * 2
    assert (days[0], days[-1]) == (MONDAY, date(2027, 9, 10))


def test_clinics_are_online_at_the_same_time_on_the_wall_through_the_clock_change(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    made = planned(cohort_of("blended", dan), MONDAY, date(2027, 10, 20), by=dan, link="https://meet.example.org/clinic")
    assert [(each.at_time, each.starts_at.hour, each.link) for each in made[4:]] == [
        (time(10, 0), 8, "https://meet.example.org/clinic"),
        (time(10, 0), 8, "https://meet.example.org/clinic"),
        (time(10, 0), 9, "https://meet.example.org/clinic"),
        (time(10, 0), 9, "https://meet.example.org/clinic"),
        (time(10, 0), 9, "https://meet.example.org/clinic"),
    ]
    assert {each.link for each in made[:4]} == {""}


@pytest.mark.parametrize(
    ("blueprint", "days", "field", "sentence"),
    [
        ("", (MONDAY,), None, "This cohort has no format. Plan its sessions one by one."),
        ("one-day", (), "first_day", "Say the first day of each part: this format has 1."),
        ("two-parts", (MONDAY,), "second_day", "Say the first day of each part: this format has 2."),
        ("two-weeks", (TUESDAY,), "first_day", "The days of this format run from Monday to Friday. Choose a Monday."),
        ("two-parts", (MONDAY, date(2027, 10, 26)), "second_day", "The days of this format run from Monday to Friday. Choose a Monday."),
        ("two-parts", (LATER, MONDAY), "second_day", "A part begins after the end of the one before."),
        ("blended", (MONDAY, TUESDAY), "second_day", "A part begins after the end of the one before."),
        ("one-day", (date(1, 1, 1),), "first_day", "Choose a day of this century."),
    ],
)
def test_what_cannot_be_planned(app: Flask, blueprint: str, days: tuple[date, ...], field: str | None, sentence: str) -> None:
    dan = make.person("Dan Krogh")
    cohort = cohort_of(blueprint, dan)
    with pytest.raises(Refused) as refused, writing():
        plan_from_blueprint(cohort, first_days=days, by=dan)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)
    assert sessions_of(cohort) == ()


def test_a_cohort_is_planned_once_and_not_when_it_is_over(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    cohort, closed = cohort_of("one-day", dan), cohort_of("one-day", dan, state="closed")
    before = planned(cohort, MONDAY, by=dan)
    for each, sentence in ((cohort, "This cohort has sessions already."), (closed, "This cohort is over. Plan the next one instead.")):
        with pytest.raises(Refused) as refused, writing():
            plan_from_blueprint(each, first_days=[TUESDAY], by=dan)
        assert refused.value.sentence == sentence
    assert (sessions_of(cohort), sessions_of(closed)) == (before, ())


@pytest.mark.both_databases
def test_two_coordinators_at_once_plan_it_once(app: Flask) -> None:
    dan = make.person("Dan Krogh")
    cohort, barrier, ends = cohort_of("one-day", dan), Barrier(2), list[str]()

    def plan() -> None:
        barrier.wait()
        with app.app_context():
            try:
                with writing():
                    plan_from_blueprint(cohort, first_days=[MONDAY], by=dan)
            except Refused as refusal:
                ends.append(refusal.sentence)

    end_reading()
    threads = [Thread(target=plan) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end_reading()
    assert ends == ["This cohort has sessions already."]
    assert len(sessions_of(cohort)) == 5


def test_the_page_makes_the_sessions(app: Flask, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    cast = assemble()
    cohort = cohort_of("two-parts", cast.dan)
    slug = rows(select(Cohort.slug).where(Cohort.id == cohort))[0].slug
    address = f"/cohorts/{slug}/sessions/plan"
    new_browser().sign_in(cast.eve).visit(address, 404)
    browser.sign_in(cast.dan)
    assert address in browser.visit(f"/cohorts/{slug}/sessions/").links()
    page = browser.send(address, first_day="2027-08-30", second_day="2027-10-26")
    assert (page.status, page.errors) == (422, ["Error: The days of this format run from Monday to Friday. Choose a Monday."])
    page = browser.send(address, first_day="2027-08-30", second_day="2027-10-25", second_zone="Europe/Athens")
    assert page.texts("div", "flash") == ["The sessions are planned. Look through them and move what differs."]
    assert page.texts("h2") == ["Part 1 · Palma", "Part 2 · Athens"]
    assert page.texts("p", "lead") == ["3,000 minutes of teaching in all."]
    assert page.texts("p", "planned-time")[-1] == "13:00–15:30 Athens (12:00–14:30 for you)"
