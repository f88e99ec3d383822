"""The figures of a public report: only what is true, while the cohort goes on and afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions import reports
from clustercourse.cohorts.actions.reports import ReportFacts
from clustercourse.db import db, now, value, writing
from clustercourse.language import day
from clustercourse.models.cohorts import Cohort, Series
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cast import Cast, assemble
from tests.page import Browser, Page


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def reported(cohort: int, by: int) -> None:
    with writing():
        reports.save_report(cohort, ReportFacts("Two days", "x", "<p>We met.</p>"), by=by)
        reports.publish_report(cohort, by=by)


def shown(browser: Browser, cohort: int) -> Page:
    return browser.visit(f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/report")


def all_held(cohort: int) -> None:
    """What was to come was yesterday."""
    to_come = update(TrainingSession).where(TrainingSession.cohort_id == cohort, TrainingSession.ends_at > now())
    with writing() as session:
        session.execute(to_come.values(starts_at=now() - timedelta(hours=24), ends_at=now() - timedelta(hours=20)))


def stats(page: Page) -> list[str]:
    return page.texts("div", "stat")


@pytest.mark.both_databases_when_long
def test_only_minutes_that_were_held_are_counted(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    earlier = now() - timedelta(days=3)
    make.session(cohort, earlier)
    make.session(cohort, earlier + timedelta(days=1), minutes=60, counts=False)
    make.session(cohort, earlier - timedelta(days=1), minutes=45, cancelled_at=now())
    make.session(cohort, now() - timedelta(minutes=10), minutes=30)
    make.session(cohort, now() + timedelta(days=7), minutes=240)
    reported(cohort, cast.dan)
    page = shown(browser, cohort)
    assert stats(page) == ["90minutes of teaching so far"]
    assert page.texts("p", "lead") == [f"{day(earlier)} to {day(now() + timedelta(days=7))}"]
    assert "People counted so far: those who have a place." in page.text

    all_held(cohort)
    page = shown(browser, cohort)
    assert stats(page) == ["360minutes of teaching"]
    assert "People counted: those who had a place to the end." in page.text


def test_nothing_is_counted_before_the_first_session(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan, dates_in_words="early autumn 2031")
    reported(cohort, cast.dan)
    page = shown(browser, cohort)
    assert (stats(page), page.texts("p", "lead")) == ([], ["early autumn 2031"])
    make.session(cohort, now() + timedelta(days=7))
    page = shown(browser, cohort)
    assert (stats(page), page.texts("p", "lead")) == ([], [day(now() + timedelta(days=7))])
    assert "People counted so far: those who have a place." in page.text


def test_who_wants_to_be_named_is_named_among_them(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    for person, listed in ((cast.ada, "public"), (cast.ben, "cohort"), (make.person("Bo Beck"), "public")):
        make.seat(cohort, person, listed=listed)
    reported(cohort, cast.dan)
    assert "Among them: Ada Holm, Bo Beck. Regions:" in shown(browser, cohort).text


@pytest.mark.both_databases_when_long
def test_the_next_one_of_the_series_is_linked_once_everybody_sees_it(cast: Cast, browser: Browser) -> None:
    with writing():
        series, other = Series(title="Master Class", created_at=now()), Series(title="Other", created_at=now())
        db.session.add_all([series, other])
        db.session.flush()
        here, elsewhere = series.id, other.id
    cohort = make.cohort("This one", coordinator=cast.dan, series_id=here, state="closed")
    make.session(cohort, now() - timedelta(days=9))
    for title, days, said in (
        ("Before", -30, {"series_id": here}),
        ("Begun", -1, {"series_id": here}),
        ("Planned", 3, {"series_id": here, "state": "planned"}),
        ("Invited", 4, {"series_id": here, "admission": "by_invitation"}),
        ("Elsewhere", 5, {"series_id": elsewhere}),
        ("Alone", 6, {}),
    ):
        make.session(make.cohort(title, **said), now() + timedelta(days=days))
    reported(cohort, cast.dan)
    assert "The next one in this series" not in shown(browser, cohort).text
    make.cohort("Some day", series_id=here)
    assert "The next one in this series: Some day" in shown(browser, cohort).text
    following = make.cohort("Following", series_id=here)
    make.session(following, now() + timedelta(days=50))
    page = shown(browser, cohort)
    assert "The next one in this series: Following" in page.text
    assert f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == following))}/" in page.links()
