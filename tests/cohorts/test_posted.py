"""What a team posts: news and their letters, deadlines, materials, the report, and who wants to hear of the next one."""

from __future__ import annotations

import io
from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions import news as actions
from clustercourse.cohorts.actions import reports
from clustercourse.cohorts.actions.cohorts import publish_cohort
from clustercourse.cohorts.actions.news import MaterialFacts, NewsFacts
from clustercourse.cohorts.actions.reports import ReportFacts
from clustercourse.cohorts.walltime import WallTime
from clustercourse.db import db, rows, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.file_types import type_of
from clustercourse.jobs import work_waiting
from clustercourse.models.cohorts import Cohort, CohortContact, CohortDeadline, CohortMaterial, CohortNews, CohortReport, Interest
from clustercourse.models.notifications import Letter, LetterChoice
from tests import make
from tests.cast import Cast, assemble
from tests.page import Browser

NOON = WallTime(date(2027, 5, 11), time(12), "Europe/Copenhagen")


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def slug_of(cohort: int) -> str:
    return str(rows(select(Cohort.slug).where(Cohort.id == cohort))[0].slug)


def letters(kind: str) -> list[str]:
    return [found.to_address for found in rows(select(Letter.to_address).where(Letter.kind == kind).order_by(Letter.to_address))]


@pytest.mark.both_databases_when_long
def test_news_go_once_to_the_people_who_want_them(cast: Cast) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort("Elsewhere")
    for person in (cast.ada, cast.ben):
        make.seat(cohort, person)
    make.seat(cohort, cast.greta, "waitlisted")
    make.seat(other, cast.eve)
    with writing():
        db.session.add(LetterChoice(person_id=cast.ben, announcements="off", at=make.now()))
        actions.post_news(cohort, NewsFacts("The room is another one", "First floor.\n\nBring a pen.", "<p>First floor.</p>"), by=cast.dan)
    for _twice in range(2):
        work_waiting()
    assert letters("cohort_news") == ["ada@example.com"]
    html = rows(select(Letter.html).where(Letter.kind == "cohort_news"))[0].html
    assert "<p>First floor.</p>" in html
    assert "<p>Bring a pen.</p>" in html


def test_news_taken_off_the_page_are_not_sent(cast: Cast) -> None:
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    with writing():
        news = actions.post_news(cohort, NewsFacts("Too early", "x", "<p>x</p>"), by=cast.dan)
        for number in (news.id, news.id, 999):
            actions.remove_news(cohort, number, by=cast.dan)
    work_waiting()
    assert (rows(select(CohortNews.id)), letters("cohort_news")) == ([], [])


def test_only_news_for_everybody_are_seen_by_everybody(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    with writing():
        actions.post_news(cohort, NewsFacts("Among us", "x", "<p>x</p>"), by=cast.dan)
        actions.post_news(cohort, NewsFacts("For all", "x", "<p>x</p>", is_public=True), by=cast.dan)
    seen = {}
    for who, person in (("stranger", cast.eve), ("participant", cast.ada)):
        text = browser.sign_in(person).visit(f"/cohorts/{slug_of(cohort)}/").text
        seen[who] = ("Among us" in text, "For all" in text)
    assert seen == {"stranger": (False, True), "participant": (True, True)}


def test_a_deadline_is_set_changed_called_off_and_set_again(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Elsewhere")

    def stands() -> list[tuple[str, int, bool]]:
        said = select(CohortDeadline.title, CohortDeadline.sequence, CohortDeadline.cancelled_at.is_not(None))
        return [tuple(found) for found in rows(said.order_by(CohortDeadline.id))]

    with writing():
        number = actions.set_deadline(cohort, "Hand in", NOON, by=cast.dan).id
    for _twice in range(2):
        with writing():
            actions.set_deadline(cohort, "Hand in your plan", NOON, by=cast.dan, number=number)
    assert stands() == [("Hand in your plan", 1, False)]
    for _twice in range(2):
        with writing():
            actions.cancel_deadline(cohort, number, by=cast.dan)
    assert stands() == [("Hand in your plan", 2, True)]
    with writing():
        actions.set_deadline(cohort, "Hand in your plan", NOON, by=cast.dan, number=number)
    assert stands() == [("Hand in your plan", 3, False)]
    with pytest.raises(NotHere), writing():
        actions.cancel_deadline(other, number, by=cast.dan)


def test_a_deadline_needs_a_day_of_this_century(cast: Cast, browser: Browser) -> None:
    new = f"/cohorts/{slug_of(make.cohort(coordinator=cast.dan))}/deadlines/new"
    browser.sign_in(cast.dan)
    for year in ("0001", "0027", "9999"):
        page = browser.send(new, title="Hand in", on_day=f"{year}-05-11", at_time="12:00", zone="Europe/Copenhagen")
        assert page.errors == ["Error: Choose a day of this century."]
    assert rows(select(CohortDeadline.id)) == []


@pytest.mark.parametrize(("name", "content"), [("talk.mp3", b"\xff\xfb\x90\x00sound"), ("talk.mp3", b"ID3\x04sound")])
def test_sound_with_and_without_a_title_is_a_material(name: str, content: bytes) -> None:
    assert (type_of(content, name), type_of(content, "talk.pdf")) == ("audio/mpeg", None)


def test_materials_are_refused_without_anything_and_for_another_cohorts_session(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Elsewhere")
    session = make.session(other)
    for facts, field in (
        (MaterialFacts("Empty"), "address"),
        (MaterialFacts("Slides", address="https://e.org", session_id=session), "session"),
    ):
        with pytest.raises(Refused) as refusal, writing():
            actions.add_material(cohort, facts, by=cast.dan)
        assert refusal.value.field == field
    assert rows(select(CohortMaterial.id)) == []


def test_a_file_is_a_download_for_the_people_of_the_cohort_only(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "removed")
    new = f"/cohorts/{slug_of(cohort)}/materials/new"
    browser.sign_in(cast.dan)
    page = browser.send(new, title="Slides", files={"file": (io.BytesIO(b"<script>alert(1)</script>\x00"), "slides.pdf")})
    assert "This kind of file cannot be shared here" in page.text
    page = browser.send(new, title="Slides", files={"file": (io.BytesIO(b"%PDF-1.7 x"), "../../my slides.pdf")})
    assert "The material is there" in page.text
    number = rows(select(CohortMaterial.id))[0].id
    address = f"/cohorts/{slug_of(cohort)}/materials/{number}"
    answer = browser.sign_in(cast.ada).get(address)
    assert (answer.data, answer.headers["Content-Disposition"]) == (b"%PDF-1.7 x", 'attachment; filename="my slides.pdf"')
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    assert [browser.sign_in(person).get(address).status_code for person in (cast.ben, cast.eve)] == [404, 404]


def test_a_link_must_lead_somewhere(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    browser.sign_in(cast.dan)
    for odd in ("javascript:alert(1)", "//evil.example", "nowhere"):
        page = browser.send(f"/cohorts/{slug_of(cohort)}/materials/new", title="Reading", address=odd)
        assert "Enter a whole address" in page.text
    assert rows(select(CohortMaterial.id)) == []


def test_a_report_is_for_everybody_only_while_it_is_public(cast: Cast, browser: Browser) -> None:
    cohort, bare = make.cohort(coordinator=cast.dan, admission="by_invitation"), make.cohort("Bare")
    address = f"/cohorts/{slug_of(cohort)}/report"
    with pytest.raises(Refused), writing():
        reports.publish_report(bare, by=cast.dan)
    with writing():
        reports.save_report(cohort, ReportFacts("Two days", "x", "<p>We met.</p>"), by=cast.dan)
    seen = []
    for step in (reports.publish_report, reports.publish_report, reports.withdraw_report, reports.withdraw_report):
        with writing():
            step(cohort, by=cast.dan)
        seen.append([browser.sign_in(person).get(address).status_code for person in (cast.eve, cast.dan)])
    assert seen == [[200, 200], [200, 200], [404, 200], [404, 200]]
    assert [tuple(found) for found in rows(select(CohortReport.title, CohortReport.published_at))] == [("Two days", None)]


def test_a_small_group_is_not_counted_in_public(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    with writing():
        reports.save_report(cohort, ReportFacts("Two days", "x", "<p>We met.</p>"), by=cast.dan)
        reports.publish_report(cohort, by=cast.dan)
    for number in range(3):
        make.seat(cohort, make.person(f"Guest {number}"))
    counts = []
    for name in ("Fourth", "Fifth"):
        make.seat(cohort, make.person(name))
        counts.append("organisations" in browser.visit(f"/cohorts/{slug_of(cohort)}/report").text.split("People counted")[0])
    assert counts == [False, True]


def test_who_wants_to_hear_of_the_next_one_is_told_once(cast: Cast) -> None:
    earlier, later = make.cohort("First"), make.cohort("Second", state="planned", summary="For managers.")
    with writing():
        for cohort, person in ((earlier, cast.ada), (later, cast.ada), (later, cast.ben), (later, cast.eve)):
            for _twice in range(2):
                reports.note_interest(cohort, by=person)
        for _twice in range(2):
            reports.end_interest(later, by=cast.eve)
        db.session.add(CohortContact(cohort_id=later, purpose="information", email="ask@example.com"))
    assert len(rows(select(Interest.id))) == 3
    for _twice in range(2):
        with writing():
            publish_cohort(later, by=cast.dan)
        work_waiting()
    assert letters("series_next") == ["ada@example.com", "ben@example.com"]
