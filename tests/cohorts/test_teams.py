"""Parts of a cohort, its team, the organisations behind it; and what is posted, where it belongs to another cohort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions import news, parts, teams
from clustercourse.cohorts.actions.news import MaterialFacts, NewsFacts
from clustercourse.cohorts.actions.parts import MOST_PARTS, PartFacts
from clustercourse.cohorts.walltime import WallTime
from clustercourse.db import db, now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import (
    Cohort,
    CohortDeadline,
    CohortMaterial,
    CohortNews,
    CohortOrganisation,
    CohortPart,
    CohortReport,
    CohortTeam,
    Interest,
)
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.planned import verbs
from tests.page import Browser, Page

NOON = WallTime(date(2027, 5, 11), time(12), "Europe/Copenhagen")
AARHUS, BREMEN = PartFacts("First", "Aarhus", "DK"), PartFacts("Second", "Bremen", "DE", dates_in_words="early autumn 2027")


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def address_of(cohort: int) -> str:
    return f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/"


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def do(verb: Callable[..., Any], *given: Any, **named: Any) -> None:
    with writing():
        verb(*given, **named)


def refusal(verb: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused, writing():
        verb(*given, **named)
    return refused.value.sentence, refused.value.field


def parts_of(cohort: int) -> list[tuple[int, str, str]]:
    found = select(CohortPart.number, CohortPart.title, CohortPart.dates_in_words).where(CohortPart.cohort_id == cohort)
    return [tuple(each) for each in rows(found.order_by(CohortPart.number))]


def team_of(cohort: int) -> list[tuple[int, str]]:
    found = select(CohortTeam.person_id, CohortTeam.role).where(CohortTeam.cohort_id == cohort)
    return [tuple(each) for each in rows(found.order_by(CohortTeam.id))]


def backing_of(cohort: int) -> list[tuple[int, str]]:
    found = select(CohortOrganisation.organisation_id, CohortOrganisation.role).where(CohortOrganisation.cohort_id == cohort)
    return [tuple(each) for each in rows(found.order_by(CohortOrganisation.id))]


def row_in_team(cohort: int, person: int) -> int:
    return int(value(select(CohortTeam.id).where(CohortTeam.cohort_id == cohort, CohortTeam.person_id == person)))


@pytest.mark.both_databases_when_long
def test_a_part_is_added_changed_and_taken_away(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Elsewhere")
    for facts in (AARHUS, BREMEN):
        do(parts.add_part, cohort, facts, by=cast.dan)
    do(parts.add_part, other, AARHUS, by=cast.dan)
    for _twice in range(2):
        do(parts.change_part, cohort, 1, PartFacts("Kick-off", "Aarhus", "DK"), by=cast.dan)
    assert parts_of(cohort) == [(1, "Kick-off", ""), (2, "Second", "early autumn 2027")]
    do(parts.remove_part, cohort, 2, by=cast.dan)
    assert (parts_of(cohort), parts_of(other)) == ([(1, "Kick-off", "")], [(1, "First", "")])
    assert verbs() == ["cohorts.part_changed"] * 5
    for verb, more in ((parts.change_part, (AARHUS,)), (parts.remove_part, ())):
        with pytest.raises(NotHere), writing():
            verb(cohort, 2, *more, by=cast.dan)


def test_parts_that_cannot_be_added_or_taken_away(cast: Cast) -> None:
    cohort = make.cohort()
    for _each in range(MOST_PARTS):
        do(parts.add_part, cohort, PartFacts(), by=cast.dan)
    assert refusal(parts.add_part, cohort, PartFacts(), by=cast.dan) == ("A cohort has at most 12 parts.", None)
    only_last = ("Only the last part can be taken away, and the first one stays.", None)
    assert [refusal(parts.remove_part, cohort, number, by=cast.dan) for number in (1, 11)] == [only_last] * 2
    last = value(select(CohortPart.id).where(CohortPart.cohort_id == cohort, CohortPart.number == MOST_PARTS))
    make.session(cohort, part_id=last)
    said = ("This part has sessions. Move them to another part first.", None)
    assert refusal(parts.remove_part, cohort, MOST_PARTS, by=cast.dan) == said
    assert len(parts_of(cohort)) == MOST_PARTS


def test_the_only_part_stays(cast: Cast) -> None:
    cohort = make.cohort()
    do(parts.add_part, cohort, AARHUS, by=cast.dan)
    said = ("Only the last part can be taken away, and the first one stays.", None)
    assert refusal(parts.remove_part, cohort, 1, by=cast.dan) == said


def test_a_coordinator_adds_changes_and_takes_away_a_part(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    here = address_of(cohort)
    browser.sign_in(cast.dan)
    form = {**browser.csrf(), "once": "o" * 40, "title": "First", "place": "Aarhus", "country": "DK"}
    for _twice in range(2):
        assert browser.post(f"{here}parts/new", data=form).status_code == 303
    assert "The part is added." in browser.send(f"{here}parts/new", title="Second").text
    assert "The changes are saved." in browser.send(f"{here}parts/2", title="Third").text
    assert parts_of(cohort) == [(1, "First", ""), (2, "Third", "")]
    page = Page(browser.post(f"{here}parts/1/delete", data=browser.csrf(), follow_redirects=True))
    assert "Only the last part can be taken away" in page.text
    assert "The part is gone." in browser.send(f"{here}parts/2", f"{here}parts/2/delete").text
    browser.visit(f"{here}parts/2", 404)
    assert parts_of(cohort) == [(1, "First", "")]


@pytest.mark.both_databases_when_long
def test_somebody_joins_a_team_once_a_role(cast: Cast) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort("Elsewhere", coordinator=cast.dan)
    for email in ("cleo@example.com", " CLEO@example.com "):
        do(teams.join_team, cohort, email=email, role="trainer", by=cast.dan)
    do(teams.join_team, cohort, email="cleo@example.com", role="coordinator", by=cast.dan)
    assert team_of(cohort) == [(cast.dan, "coordinator"), (cast.cleo, "trainer"), (cast.cleo, "coordinator")]
    assert (team_of(other), verbs()) == ([(cast.dan, "coordinator")], ["cohorts.team_joined"] * 2)


def test_who_cannot_join_a_team(cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    make.person("Not Yet", email="not.yet@example.com", confirmed=False)
    nobody = ("Nobody here has this address yet. Invite them first.", "email")
    for email in ("stranger@example.com", "not.yet@example.com", ""):
        assert refusal(teams.join_team, cohort, email=email, role="trainer", by=cast.dan) == nobody
    wrong = ("Choose one from the list.", "role")
    assert refusal(teams.join_team, cohort, email="cleo@example.com", role="admin", by=cast.dan) == wrong
    assert team_of(cohort) == [(cast.dan, "coordinator")]


def test_the_last_coordinator_stays(cast: Cast) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort("Elsewhere", coordinator=cast.eve)
    do(teams.join_team, cohort, email="cleo@example.com", role="trainer", by=cast.dan)
    dan, eve = row_in_team(cohort, cast.dan), row_in_team(other, cast.eve)
    said = ("A cohort needs a coordinator. Add another one first.", None)
    assert refusal(teams.leave_team, cohort, dan, by=cast.dan) == said
    do(teams.join_team, cohort, email="ada@example.com", role="coordinator", by=cast.dan)
    for row in (dan, dan, eve):
        do(teams.leave_team, cohort, row, by=cast.dan)
    assert (team_of(cohort), team_of(other)) == ([(cast.cleo, "trainer"), (cast.ada, "coordinator")], [(cast.eve, "coordinator")])
    assert verbs().count("cohorts.team_left") == 1


def test_who_leaves_the_team_teaches_no_session_to_come(cast: Cast) -> None:
    cohort, moment = make.cohort(coordinator=cast.dan), now()
    over, to_come = (make.session(cohort, moment + timedelta(days=days)) for days in (-2, 2))
    with writing() as session:
        session.add_all([SessionTrainer(session_id=each, person_id=cast.cleo) for each in (over, to_come)])
    for role in ("trainer", "coordinator"):
        do(teams.join_team, cohort, email="cleo@example.com", role=role, by=cast.dan)

    def taught() -> list[int]:
        return [found.session_id for found in rows(select(SessionTrainer.session_id).order_by(SessionTrainer.session_id))]

    roles = [each.id for each in rows(select(CohortTeam.id).where(CohortTeam.person_id == cast.cleo).order_by(CohortTeam.id))]
    do(teams.leave_team, cohort, roles[0], by=cast.dan)
    assert taught() == [over, to_come]
    do(teams.leave_team, cohort, roles[1], by=cast.dan)
    assert taught() == [over]


def test_calendars_learn_that_a_part_takes_place_elsewhere(cast: Cast) -> None:
    cohort = make.cohort()
    for facts in (AARHUS, BREMEN):
        do(parts.add_part, cohort, facts, by=cast.dan)
    first, second = rows(select(CohortPart.id).order_by(CohortPart.number))
    for part in (first, second):
        make.session(cohort, part_id=part.id)

    def sequences() -> list[int]:
        return [found.sequence for found in rows(select(TrainingSession.sequence).order_by(TrainingSession.id))]

    do(parts.change_part, cohort, 1, PartFacts("Kick-off", "Aarhus", "DK"), by=cast.dan)
    assert sequences() == [0, 0]
    for _twice in range(2):
        do(parts.change_part, cohort, 1, PartFacts("Kick-off", "Odense", "DK"), by=cast.dan)
    assert sequences() == [1, 0]


@pytest.mark.both_databases_when_long
def test_an_organisation_stands_behind_a_cohort_in_one_role(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Elsewhere")
    first, second = cast.organisation_a, cast.organisation_b
    do(teams.link_organisation, other, slug=slug_of(first), role="lead", by=cast.dan)
    for role in ("partner", "partner", "lead"):
        do(teams.link_organisation, cohort, slug=slug_of(first), role=role, by=cast.dan)
    do(teams.link_organisation, cohort, slug=slug_of(second), role="co-provider", by=cast.dan)
    assert backing_of(cohort) == [(first, "lead"), (second, "co-provider")]
    ours, theirs = (
        value(select(CohortOrganisation.id).where(CohortOrganisation.cohort_id == each, CohortOrganisation.organisation_id == first))
        for each in (cohort, other)
    )
    for row in (ours, ours, theirs):
        do(teams.unlink_organisation, cohort, row, by=cast.dan)
    assert (backing_of(cohort), backing_of(other)) == ([(second, "co-provider")], [(first, "lead")])
    assert verbs() == ["cohorts.organisation_linked"] * 4 + ["cohorts.organisation_unlinked"]


def test_organisations_that_cannot_stand_behind_a_cohort(cast: Cast) -> None:
    cohort = make.cohort()
    with writing():
        db.session.get_one(Organisation, cast.organisation_b).closed_at = now()
    none = ("There is no open organisation of this name here.", "organisation")
    for slug in (slug_of(cast.organisation_b), "nowhere", ""):
        assert refusal(teams.link_organisation, cohort, slug=slug, role="partner", by=cast.dan) == none
    wrong = ("Choose one from the list.", "role")
    assert refusal(teams.link_organisation, cohort, slug=slug_of(cast.organisation_a), role="owner", by=cast.dan) == wrong
    assert backing_of(cohort) == []


def test_a_coordinator_keeps_team_and_organisations(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    team, organisations = f"{address_of(cohort)}team/", f"{address_of(cohort)}organisations/"
    browser.sign_in(cast.dan)
    assert browser.send(team, email="stranger@example.com").errors == ["Error: Nobody here has this address yet. Invite them first."]
    assert "Cleo Lund is in the team." in browser.send(team, email="cleo@example.com", role="trainer").text
    assert browser.send(team, organisations, organisation="").errors == ["Error: Choose one from the list."]
    page = browser.send(team, organisations, organisation=slug_of(cast.organisation_a), backing="lead")
    assert "The organisation stands behind the cohort." in page.text
    assert (team_of(cohort), backing_of(cohort)) == (
        [(cast.dan, "coordinator"), (cast.cleo, "trainer")],
        [(cast.organisation_a, "lead")],
    )
    dan, cleo = (row_in_team(cohort, person) for person in (cast.dan, cast.cleo))
    page = browser.send(team, f"{team}{dan}/delete")
    assert "A cohort needs a coordinator. Add another one first." in page.text
    browser.send(team, f"{team}{cleo}/delete")
    browser.send(team, f"{organisations}{value(select(CohortOrganisation.id))}/delete")
    assert (team_of(cohort), backing_of(cohort)) == ([(cast.dan, "coordinator")], [])


def test_a_trainer_posts_but_leaves_team_parts_and_report_alone(cast: Cast, browser: Browser) -> None:
    """And a coordinator of another cohort is a stranger here."""
    cohort = make.cohort(coordinator=cast.dan)
    make.cohort("Elsewhere", coordinator=cast.greta)
    do(teams.join_team, cohort, email="cleo@example.com", role="trainer", by=cast.dan)
    here = address_of(cohort)
    posts = ("news/new", "deadlines/new", "materials/new")
    settings = ("parts/new", "team/", "organisations/", "report/edit", "report/delete")
    statuses = {}
    for who, person in (("trainer", cast.cleo), ("elsewhere", cast.greta)):
        browser.sign_in(person)
        statuses[who] = [browser.post(f"{here}{path}", data=browser.csrf()).status_code for path in (*posts, *settings)]
    assert statuses == {"trainer": [422] * 3 + [403] * 5, "elsewhere": [403] * 8}


def test_nothing_of_another_cohort_is_changed_or_taken_away(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Elsewhere")
    with writing():
        posted = news.post_news(other, NewsFacts("Theirs", "x", "<p>x</p>"), by=cast.eve).id
        material = news.add_material(other, MaterialFacts("Theirs", address="https://example.org"), by=cast.eve).id
        deadline = news.set_deadline(other, "Theirs", NOON, by=cast.eve).id
    do(news.remove_news, cohort, posted, by=cast.dan)
    do(news.remove_material, cohort, material, by=cast.dan)
    with pytest.raises(NotHere), writing():
        news.set_deadline(cohort, "Ours now", NOON, by=cast.dan, number=deadline)
    left = [[tuple(each) for each in rows(select(table.cohort_id, table.title))] for table in (CohortNews, CohortMaterial, CohortDeadline)]
    assert left == [[(other, "Theirs")]] * 3


def test_a_material_is_taken_away_once(cast: Cast) -> None:
    cohort = make.cohort()
    with writing():
        gone, stays = (news.add_material(cohort, MaterialFacts(title, address="/glossary"), by=cast.dan).id for title in ("Old", "New"))
    for _twice in range(2):
        do(news.remove_material, cohort, gone, by=cast.dan)
    assert [found.id for found in rows(select(CohortMaterial.id))] == [stays]
    assert verbs().count("cohorts.material_removed") == 1


def test_what_is_sent_twice_is_posted_once(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    browser.sign_in(cast.dan)
    day = {"on_day": "2027-05-11", "at_time": "12:00", "zone": "Europe/Copenhagen"}
    for noun, fields in (
        ("news", {"title": "News", "text": "Words"}),
        ("deadlines", {"title": "Due", **day}),
        ("materials", {"title": "Link", "session": "", "address": "https://example.org"}),
    ):
        form = {**browser.csrf(), "once": noun * 9, **fields}
        answers = [browser.post(f"{address_of(cohort)}{noun}/new", data=form).status_code for _twice in range(2)]
        assert (noun, answers) == (noun, [303, 303])
    assert [found.title for table in (CohortNews, CohortDeadline, CohortMaterial) for found in rows(select(table.title))] == [
        "News", "Due", "Link",
    ]  # fmt: skip


def test_a_report_is_written_published_and_withdrawn(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    edit = f"{address_of(cohort)}report/edit"
    browser.sign_in(cast.dan)
    assert browser.send(edit, title="Two days", text="").errors == ["Error: Write the report first."]
    assert "The report is saved." in browser.send(edit, title="Two days", text="We **met**.").text
    browser.sign_in(cast.eve).visit(f"{address_of(cohort)}report", 404)
    browser.sign_in(cast.dan)
    assert "The report is public." in browser.send(edit, text="We **met** again.", publish="yes").text
    assert "We met again." in browser.sign_in(cast.eve).visit(f"{address_of(cohort)}report").text
    browser.sign_in(cast.dan)
    page = browser.send(edit, edit.replace("edit", "delete"))
    assert "The report is off the public pages. Its words are kept." in page.text
    found = rows(select(CohortReport.text, CohortReport.html, CohortReport.published_at))
    assert [(text, html.strip(), published) for text, html, published in found] == [
        ("We **met** again.", "<p>We <strong>met</strong> again.</p>", None)
    ]


def test_a_visitor_asks_to_hear_of_the_next_one_and_changes_their_mind(cast: Cast, browser: Browser) -> None:
    cohort, hidden = make.cohort(state="closed"), make.cohort("Hidden", admission="by_invitation")
    with writing():
        db.session.add(Interest(cohort_id=cohort, person_id=cast.ada, created_at=now()))
    browser.sign_in(cast.eve)

    def who() -> list[int]:
        return [found.person_id for found in rows(select(Interest.person_id).order_by(Interest.person_id))]

    for path, left in (("interest", sorted((cast.ada, cast.eve))), ("interest/delete", [cast.ada])):
        for _twice in range(2):
            assert browser.post(f"{address_of(cohort)}{path}", data=browser.csrf()).status_code == 303
        assert who() == left
    assert browser.post(f"{address_of(hidden)}interest", data=browser.csrf()).status_code == 404
    assert who() == [cast.ada]
