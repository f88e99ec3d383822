"""Who looks after the learners of a course: its trainers and administrators put people in and take them out."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.learning import actions, policy
from clustercourse.listing import PAGE_SIZE
from clustercourse.models.accounts import Account
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Letter
from clustercourse.viewer import Viewer
from tests import make
from tests.cast import assemble, join_team
from tests.page import Browser

CLOSED = "/courses/closed-course/"
LEARNERS = f"{CLOSED}learners"


def course_id() -> int:
    found: int = value(select(Course.id).where(Course.key == "closed-course"))
    return found


def enrolments() -> list[tuple[int, bool, bool]]:
    """(person, withdrawn, finished) of everybody in the closed course, in order."""
    found = rows(select(Enrolment).where(Enrolment.course_id == course_id()).order_by(Enrolment.id))
    return [(each.person_id, each.withdrawn_at is not None, each.finished_at is not None) for each in found]


def letters() -> list[tuple[str, str]]:
    return [(kind, to) for kind, to in rows(select(Letter.kind, Letter.to_address).order_by(Letter.id))]


def put_in(email: str, by: int) -> str:
    with writing():
        return actions.enrol_somebody(course_id(), email=email, by=by)


def finish(person: int) -> None:
    with writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == person).values(finished_at=now()))


def test_a_trainer_enrols_somebody_in_an_invited_course(app: Flask, browser: Browser, new_browser: Any) -> None:
    cast = assemble()
    make.published_course()
    make.published_course(key="closed-course", access="invited")
    join_team(cast.cleo, "closed-course")
    ada = new_browser().sign_in(cast.ada)
    ada.visit(CLOSED, 404)

    browser.sign_in(cast.cleo)
    assert LEARNERS in browser.visit(CLOSED).links()
    empty = browser.visit(LEARNERS)
    assert (empty.heading, empty.texts("p", "lead")) == ("Learners", ["0 people are in this course."])
    after = browser.send(LEARNERS, email=" Ada@Example.com ")
    assert after.texts("div", "flash") == ["Ada Holm is in the course now. A letter is on its way to them."]
    assert after.texts("th")[4:] == ["Ada Holm"]
    assert enrolments() == [(cast.ada, False, False)]
    assert letters() == [("enrolled", "ada@example.com")]
    letter = rows(select(Letter))[0]
    assert (letter.subject, letter.person_id, letter.language) == ("You are in the course “A small course”", cast.ada, "en")
    assert "Cleo Lund has put you into the course “A small course” on clustercourse." in letter.text
    assert f"\n{app.extensions['settings'].base_url}{CLOSED}\n" in letter.text
    events = rows(select(Event.verb, Event.by_id, Event.person_id).where(Event.verb.startswith("learning.")))
    assert [tuple(event) for event in events] == [("learning.enrolled", cast.cleo, cast.ada)]
    assert ada.visit(CLOSED).heading == "A small course"


@pytest.mark.both_databases_when_long
def test_the_same_form_twice_and_the_same_person_twice(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    browser.sign_in(cast.root)
    sent = {**browser.csrf(), "once": "one form", "email": "ada@example.com"}
    assert [browser.post(LEARNERS, data=sent).status_code for _ in range(2)] == [303, 303]
    assert (enrolments(), letters()) == ([(cast.ada, False, False)], [("enrolled", "ada@example.com")])
    assert browser.send(LEARNERS, email="ada@example.com").errors == ["Error: Ada Holm is in this course already."]
    assert (enrolments(), letters()) == ([(cast.ada, False, False)], [("enrolled", "ada@example.com")])


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@example.com", "Error: Nobody here has this address yet. Invite them first, then enrol them here."),
        ("unproved@example.com", "Error: Nobody here has this address yet. Invite them first, then enrol them here."),
        ("closed@example.com", "Error: The account of Carl Dam is closed."),
        ("ada", "Error: Enter an e-mail address, such as name@example.com."),
        ("", "Error: Enter an e-mail address."),
    ],
)
def test_who_cannot_be_enrolled(app: Flask, browser: Browser, email: str, said: str) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    make.person("Una Berg", email="unproved@example.com", confirmed=False)
    closed = make.person("Carl Dam", email="closed@example.com")
    make.account(closed)
    with writing() as session:
        session.execute(update(Account).where(Account.person_id == closed).values(closed_at=now()))
    browser.sign_in(cast.root)
    refused = browser.send(LEARNERS, email=email)
    assert (refused.status, refused.errors) == (422, [said])
    assert "/organisations/" in refused.links()
    assert (enrolments(), letters()) == ([], [])


@pytest.mark.both_databases_when_long
def test_taking_somebody_out_keeps_what_they_did_and_tells_them(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    put_in("ada@example.com", cast.root)
    put_in("ben@example.com", cast.root)
    first: int = value(select(Enrolment.id).where(Enrolment.person_id == cast.ada))
    browser.sign_in(cast.root)
    out = browser.send(LEARNERS, f"{LEARNERS}/{first}/delete")
    assert out.texts("div", "flash") == ["Ada Holm is out of the course. What they did is kept, should they come back."]
    assert out.texts("th")[4:] == ["Ben Berg"]
    with writing():
        actions.take_out(first, by=cast.root)
    assert enrolments() == [(cast.ada, True, False), (cast.ben, False, False)]
    assert letters() == [("enrolled", "ada@example.com"), ("enrolled", "ben@example.com"), ("taken_out", "ada@example.com")]
    assert browser.post(f"{LEARNERS}/{first}/delete", data=browser.csrf()).status_code == 404

    assert put_in("ada@example.com", cast.root) == "Ada Holm"
    assert enrolments() == [(cast.ada, False, False), (cast.ben, False, False)]
    assert letters()[3:] == [("enrolled", "ada@example.com")]


def test_who_has_finished_stays_and_can_begin_anew(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    put_in("ada@example.com", cast.root)
    finish(cast.ada)
    done: int = value(select(Enrolment.id))
    with pytest.raises(Refused, match="is not taken out of it"), writing():
        actions.take_out(done, by=cast.root)
    browser.sign_in(cast.root)
    assert [form.get("action") for form in browser.visit(LEARNERS).forms() if "/delete" in (form.get("action") or "")] == []
    put_in("ada@example.com", cast.root)
    assert enrolments() == [(cast.ada, False, True), (cast.ada, False, False)]


def test_strangers_and_authors_do_not_see_who_is_in_a_course(app: Flask, browser: Browser, new_browser: Any) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    make.published_course()
    join_team(cast.cleo, "small-course")
    join_team(cast.eve, "closed-course", role="author")
    put_in("ada@example.com", cast.root)
    enrolment: int = value(select(Enrolment.id))
    for person, status in ((cast.ada, 404), (cast.cleo, 404), (cast.eve, 403)):
        other = new_browser().sign_in(person)
        assert other.get(LEARNERS).status_code == status
        assert other.post(LEARNERS, data={**other.csrf(), "email": "ben@example.com"}).status_code == status
        assert other.post(f"{LEARNERS}/{enrolment}/delete", data=other.csrf()).status_code == status
    trainer = new_browser().sign_in(cast.cleo)
    assert trainer.post(f"/courses/small-course/learners/{enrolment}/delete", data=trainer.csrf()).status_code == 404
    assert LEARNERS not in new_browser().sign_in(cast.eve).visit(CLOSED).links()
    assert enrolments() == [(cast.ada, False, False)]


def test_the_rule() -> None:
    class Here:
        course_id, access, is_enrolled, is_finished = 7, "invited", False, False

    viewers = [Viewer(1), Viewer(1, teams={7: frozenset({"author"})}), Viewer(1, teams={8: frozenset({"trainer"})})]
    may = [Viewer(1, teams={7: frozenset({"author", "trainer"})}), Viewer(1, roles=frozenset({"admin"}))]
    assert [policy.can_manage_learners(each, Here()) for each in (*viewers, *may)] == [False, False, False, True, True]


@pytest.mark.both_databases_when_long
def test_many_learners_stand_on_pages_and_cost_the_same(app: Flask, browser: Browser, statements: Any) -> None:
    cast = assemble()
    make.published_course(key="closed-course", access="invited")
    browser.sign_in(cast.root)
    put_in("ada@example.com", cast.root)
    browser.visit(LEARNERS)
    with statements() as few:
        browser.visit(LEARNERS)
    with writing():
        for number in range(PAGE_SIZE):
            actions.enrol(make.person(f"Person {number:02}"), course_id(), by=cast.root, language="en")
    with statements() as many:
        first = browser.visit(LEARNERS)
    assert (len(few), len(many)) == (5, 5)
    assert first.texts("th")[4:6] + first.texts("th")[-1:] == ["Ada Holm", "Person 00", "Person 48"]
    assert browser.visit(f"{LEARNERS}?page=2").texts("th")[4:] == ["Person 49"]
    assert browser.visit(f"{LEARNERS}?page=x").texts("th")[4] == "Ada Holm"
