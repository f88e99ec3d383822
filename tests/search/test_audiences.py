"""Nobody finds what is not for them: beside every entry that is found stand entries of others with the same words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import now, value, writing
from clustercourse.models.content import Course, CourseTeam
from clustercourse.models.learning import Enrolment
from clustercourse.search.entries import Audience, Entry, put_all
from clustercourse.search.finding import find
from clustercourse.viewer import NOBODY, Viewer
from tests import make
from tests.search.looking import ADMIN, entry, titles

both = pytest.mark.both_databases


def seen(viewer: Viewer) -> list[str]:
    return sorted(titles("canary", viewer))


def signed_in(person: int, **values: object) -> Viewer:
    return replace(NOBODY, person_id=person, **values)  # type: ignore[arg-type]


@both
def test_everybody_and_who_is_signed_in(app: Flask) -> None:
    entry("canary public")
    entry("canary signed in", who="signed_in")
    entry("canary admins", who="inside")
    assert seen(NOBODY) == ["canary public"]
    assert seen(signed_in(make.person())) == ["canary public", "canary signed in"]
    assert seen(ADMIN) == ["canary admins", "canary public", "canary signed in"]


@dataclass(frozen=True)
class Courses:
    open: int
    closed: int


def two_courses() -> Courses:
    make.published_course(key="open-course")
    make.published_course(key="closed-course", access="invited")
    ids = [value(select(Course.id).where(Course.key == key)) for key in ("open-course", "closed-course")]
    for name, course in zip(("open", "closed"), ids, strict=True):
        entry(f"canary {name}", course=course)
        entry(f"canary {name} signed in", course=course, who="signed_in")
        entry(f"canary {name} inside", kind="post", course=course, who="inside")
    return Courses(*ids)


def enrolled(person: int, course: int, *, withdrawn: bool = False) -> None:
    with writing() as session:
        left = now() if withdrawn else None
        session.add(Enrolment(person_id=person, course_id=course, language="en", created_at=now(), withdrawn_at=left))


@both
def test_courses(app: Flask) -> None:
    courses = two_courses()
    inside, left, trainer, elsewhere = (make.person(name) for name in ("In", "Left", "Trainer", "Else"))
    for person, withdrawn in ((inside, False), (left, True)):
        enrolled(person, courses.open, withdrawn=withdrawn)
        enrolled(person, courses.closed, withdrawn=withdrawn)
    with writing() as session:
        session.add(CourseTeam(course_id=courses.closed, person_id=trainer, role="trainer", created_at=now()))
    public, known = ["canary open"], ["canary open", "canary open signed in"]
    closed = ["canary closed", "canary closed inside", "canary closed signed in"]
    assert seen(NOBODY) == public
    assert seen(signed_in(elsewhere)) == known
    assert seen(signed_in(left)) == known
    assert seen(signed_in(trainer)) == [*closed, *known]
    assert seen(signed_in(inside)) == [*closed, "canary open", "canary open inside", "canary open signed in"]
    assert seen(ADMIN) == seen(signed_in(inside))


@both
def test_a_course_that_closes_takes_everything_of_it_along(app: Flask) -> None:
    courses = two_courses()
    entry("canary post", kind="post", language="", course=courses.open, who="signed_in")
    stranger = signed_in(make.person())
    assert seen(stranger) == ["canary open", "canary open signed in", "canary post"]
    with writing() as session:
        session.execute(update(Course).where(Course.id == courses.open).values(access="invited"))
    assert seen(stranger) == []


@both
def test_posts_of_a_cohort(app: Flask) -> None:
    mine, others = make.cohort("Mine"), make.cohort("Others")
    entry("canary mine", kind="topic", language="", cohort=mine, who="inside")
    entry("canary others", kind="post", language="", cohort=others, who="inside")
    person = make.person()
    for state in ("applied", "offered", "waitlisted", "refused", "declined", "expired", "withdrawn", "removed", "moved"):
        assert seen(signed_in(person, seats={mine: state})) == [], state
    for state in ("confirmed", "finished"):
        assert seen(signed_in(person, seats={mine: state})) == ["canary mine"], state


@both
def test_those_who_run_a_cohort_find_its_posts(app: Flask) -> None:
    mine, others = make.cohort("Mine"), make.cohort("Others")
    entry("canary mine", kind="topic", language="", cohort=mine, who="inside")
    entry("canary others", kind="post", language="", cohort=others, who="inside")
    assert seen(NOBODY) == []
    assert seen(signed_in(make.person())) == []
    assert seen(signed_in(make.person(), cohort_teams={mine: frozenset({"trainer"})})) == ["canary mine"]
    assert seen(signed_in(make.person(), seats=dict.fromkeys(range(others + 1, 2000), "confirmed"))) == []
    assert seen(ADMIN) == ["canary mine", "canary others"]


@both
def test_thousands_of_hits_of_others_hide_nothing(app: Flask) -> None:
    mine, others = make.cohort("Mine"), make.cohort("Others")
    entry("canary mine", kind="post", language="", cohort=mine, who="inside")
    inside = Audience(cohort_id=others, who="inside")
    with writing():
        put_all(Entry("post", 10**6 + number, "/", "canary others", "", inside) for number in range(400))
    assert seen(signed_in(make.person(), seats={mine: "confirmed"})) == ["canary mine"]
    assert find(ADMIN, "canary").is_cut
    assert find(ADMIN, "canary mine").total == 1


@pytest.mark.parametrize("wrong", [{"cohort_id": 1}, {"cohort_id": 1, "course_id": 1, "who": "inside"}, {"who": "friends"}])
def test_an_audience_that_would_let_too_many_in_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"entry|audience"):
        Audience(**wrong)  # type: ignore[arg-type]


def test_no_word_of_a_question_reaches_the_marks(app: Flask) -> None:
    entry("canary mine", kind="post", language="", cohort=make.cohort(), who="inside")
    entry("canary public")
    for asked in (
        "_everybody",
        "everybody",
        "_cohort1",
        "cohort1",
        "_post",
        "t_canari",
        "inside",
        "_admins",
        '"_admins"',
        '"_post t_canary"',
    ):
        assert [titles(asked, viewer) for viewer in (NOBODY, ADMIN)] == [[], []], asked


def test_people_alone_are_for_their_acquaintances() -> None:
    for kind, who in (("person", "everybody"), ("post", "acquainted")):
        with pytest.raises(ValueError, match="person"):
            Entry(kind, 1, "/", "Nora", "", Audience(who=who))
