"""Who finds whom, and where they are said to meet: as the pages of cohorts, courses and organisations show people."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.actions.data import erase
from clustercourse.accounts.actions.joining import join_people
from clustercourse.accounts.actions.people import NewPerson, add_person, change_profile
from clustercourse.accounts.finding import index_person
from clustercourse.catalogue.actions import close_organisation
from clustercourse.db import end_reading, now, value, writing
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort, CohortReport, CohortTeam
from clustercourse.models.content import Course, CourseTeam
from clustercourse.models.learning import Enrolment
from clustercourse.models.search import SearchEntry
from clustercourse.models.seats import Seat
from clustercourse.search.entries import Audience, put
from clustercourse.search.finding import find
from clustercourse.viewer import NOBODY, Viewer
from tests import make
from tests.cast import as_seen
from tests.search.looking import ADMIN, titles

both = pytest.mark.both_databases


def findable(name: str = "Nora Canary") -> int:
    person = make.person(name)
    with writing() as session:
        index_person(session.get_one(Person, person))
    return person


def meets(viewer: Viewer, asked: str = "canary") -> list[tuple[str, str, str, str]]:
    """(name, place, organisation there, address) of everybody who is found."""
    end_reading()
    return [
        ("".join(piece.text for piece in each.title), each.meeting.place, each.meeting.organisation, each.address)
        for each in find(viewer, asked).found
        if each.meeting
    ]


def slug(cohort: int) -> str:
    return str(value(select(Cohort.slug).where(Cohort.id == cohort)))


def listed(seat: int, how: str) -> None:
    with writing() as session:
        session.execute(update(Seat).where(Seat.id == seat).values(listed=how))


def report(cohort: int, *, published: bool) -> None:
    with writing() as session:
        at = now() if published else None
        session.merge(CohortReport(id=1, cohort_id=cohort, title="R", text="", html="", published_at=at, changed_at=now()))


@both
def test_people_of_a_cohort_meet_as_each_wants_to_be_listed(app: Flask) -> None:
    nora, ada, eve = findable(), make.person("Ada"), make.person("Eve")
    cohort, elsewhere, cluster = make.cohort("Ours"), make.cohort("Elsewhere"), make.organisation("Wind Cluster")
    seat = make.seat(cohort, nora, organisation_id=cluster)
    make.seat(cohort, ada)
    make.seat(elsewhere, eve)
    met = [("Nora Canary", "cohort", "Wind Cluster", f"/cohorts/{slug(cohort)}/")]
    assert meets(as_seen(ada)) == met
    assert [meets(viewer) for viewer in (NOBODY, as_seen(eve))] == [[], []]
    listed(seat, "nobody")
    assert meets(as_seen(ada)) == []
    listed(seat, "public")
    assert meets(as_seen(ada)) == met
    assert meets(as_seen(eve)) == []


@both
def test_who_has_no_place_is_found_by_coordinators_only(app: Flask) -> None:
    nora, ada, dan, cleo = findable(), make.person("Ada"), make.person("Dan"), make.person("Cleo")
    cohort = make.cohort(coordinator=dan)
    with writing() as session:
        session.add(CohortTeam(cohort_id=cohort, person_id=cleo, role="trainer", created_at=now()))
    seat = make.seat(cohort, nora)
    make.seat(cohort, ada)
    for state in ("applied", "waitlisted", "offered", "refused", "withdrawn", "removed", "moved"):
        with writing() as session:
            session.execute(update(Seat).where(Seat.id == seat).values(state=state))
        assert [meets(as_seen(person)) for person in (ada, cleo, nora)] == [[], [], []], state
        assert meets(as_seen(dan)) == [("Nora Canary", "seat", "", f"/cohorts/{slug(cohort)}/seats/{seat}/")], state


@both
def test_those_who_run_a_cohort_find_the_unlisted_too(app: Flask) -> None:
    nora, dan, cleo, other = findable(), make.person("Dan"), make.person("Cleo"), make.person("Other")
    cohort = make.cohort(coordinator=dan)
    make.cohort("Elsewhere", coordinator=other)
    with writing() as session:
        session.add(CohortTeam(cohort_id=cohort, person_id=cleo, role="trainer", created_at=now()))
    make.seat(cohort, nora, listed="nobody")
    assert [each[1] for each in meets(as_seen(cleo))] == ["cohort"]
    assert [each[1] for each in meets(as_seen(dan))] == ["seat"]
    assert meets(as_seen(other)) == []


@both
def test_a_team_is_found_by_whoever_may_see_the_cohort(app: Flask) -> None:
    nora, ada = findable(), make.person("Ada")
    cohort = make.cohort(coordinator=nora, state="planned")
    assert meets(NOBODY) == []
    with writing() as session:
        session.execute(update(Cohort).values(state="published"))
    assert meets(NOBODY) == [("Nora Canary", "team", "", f"/cohorts/{slug(cohort)}/")]
    with writing() as session:
        session.execute(update(Cohort).values(admission="by_invitation"))
    assert [meets(NOBODY), meets(as_seen(ada))] == [[], []]
    make.seat(cohort, ada, "applied")
    assert [each[1] for each in meets(as_seen(ada))] == ["team"]


@both
def test_a_public_report_names_who_wants_to_be_named(app: Flask) -> None:
    cohort = make.cohort(admission="by_invitation")
    make.seat(cohort, findable(), "finished", listed="public")
    make.seat(cohort, findable("Hidden Canary"), "finished")
    make.seat(cohort, findable("Gone Canary"), "removed", listed="public")
    report(cohort, published=False)
    assert meets(NOBODY) == []
    report(cohort, published=True)
    assert meets(NOBODY) == [("Nora Canary", "report", "", f"/cohorts/{slug(cohort)}/report")]


@both
def test_members_of_an_organisation_find_each_other(app: Flask) -> None:
    nora, ada, eve, root = findable(), make.person("Ada"), make.person("Eve"), make.person("Root", admin=True)
    cluster, other = make.organisation("Wind Cluster"), make.organisation("Other")
    make.membership(nora, cluster)
    make.membership(ada, cluster, "manager")
    make.membership(eve, other)
    assert [each[1:3] for each in meets(as_seen(ada))] == [("organisation", "Wind Cluster")]
    assert [meets(as_seen(eve)), meets(NOBODY)] == [[], []]
    with writing():
        close_organisation(cluster, by=root)
    assert meets(as_seen(ada)) == []


@both
def test_trainers_find_the_people_of_their_courses(app: Flask) -> None:
    nora, left, cleo, author = findable(), findable("Left Canary"), make.person("Cleo"), make.person("Author")
    make.published_course(key="ours")
    course = value(select(Course.id).where(Course.key == "ours"))
    with writing() as session:
        for person, gone in ((nora, None), (left, now())):
            session.add(Enrolment(person_id=person, course_id=course, language="en", created_at=now(), withdrawn_at=gone))
        session.add(CourseTeam(course_id=course, person_id=cleo, role="trainer", created_at=now()))
        session.add(CourseTeam(course_id=course, person_id=author, role="author", created_at=now()))
    assert meets(as_seen(cleo)) == [("Nora Canary", "learner", "", "/courses/ours/learners")]
    assert [meets(as_seen(author)), meets(as_seen(nora))] == [[], []]


@both
def test_administrators_find_everybody(app: Flask) -> None:
    nora = findable()
    assert meets(ADMIN) == [("Nora Canary", "person", "", f"/admin/people/{nora}/")]


@both
def test_a_person_is_found_by_the_name_they_have_now(app: Flask) -> None:
    with writing():
        soren = add_person(NewPerson("Søren Ørsted", "soren@example.com", "hash"), by=None, confirmed=True).person_id
    assert titles("soeren", ADMIN) == ["Søren Ørsted"]
    with writing():
        change_profile(soren, by=soren, name="Søren Vang")
    assert [titles(asked, ADMIN) for asked in ("ørsted", "vang")] == [[], ["Søren Vang"]]


@both
def test_an_erasure_takes_a_persons_words_out(app: Flask) -> None:
    nora, ada = findable(), findable("Ada Canary")
    for person in (nora, ada):
        with writing():
            put("post", person, address=f"/topics/{person}/", title="canary", body="said", audience=Audience(), person_id=person)
    with writing():
        erase(nora, by=None)
    assert titles("canary", ADMIN) == ["canary", "Ada Canary"]
    assert value(select(SearchEntry.person_id).where(SearchEntry.kind == "post")) == ada


@both
def test_joined_people_are_one_and_keep_what_both_wrote(app: Flask) -> None:
    nora, other = findable(), findable("N. Canary")
    with writing():
        put("post", 1, address="/topics/1/", title="Post", body="canary", audience=Audience(), person_id=other)
    with writing():
        join_people(nora, other, address="n@example.com", by=nora)
    found = find(ADMIN, "canary").found
    assert [("".join(piece.text for piece in each.title), each.by) for each in found] == [("Nora Canary", ""), ("Post", "Nora Canary")]


def test_nobody_is_listed_twice(app: Flask) -> None:
    nora, dan = findable(), make.person("Dan")
    for title in ("Master Class", "Workshop"):
        make.seat(make.cohort(title, coordinator=dan), nora)
    assert len(meets(as_seen(dan))) == 1
