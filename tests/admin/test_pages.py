"""What those who run the site see and do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.actions import give_role
from clustercourse.db import db, now, row, rows, value, writing
from clustercourse.learning.actions import enrol
from clustercourse.models.accounts import Account, SignIn, SiteRole
from clustercourse.models.content import CourseTeam
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from tests import make
from tests.cast import assemble
from tests.page import Browser

PAGES = ("/admin/people/", "/admin/courses/", "/admin/letters/", "/admin/jobs/", "/admin/audit/")


def dead_letter() -> int:
    with writing():
        letter = Letter(
            key="test:1",
            kind="confirm",
            to_address="ada@example.com",
            language="en",
            subject="Confirm",
            text="Hello",
            html="<p>Hello</p>",
            message_id="<1@example.com>",
            state="dead",
            tries=8,
            last_error="smtp_down",
            created_at=now(),
        )
        db.session.add(letter)
        db.session.flush()
        return letter.id


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_admins_only(app: Flask, browser: Browser, path: str) -> None:
    cast = assemble()
    assert browser.get(path).status_code == 303
    assert browser.sign_in(cast.eve).get(path).status_code == 404
    make_trainer(cast.cleo)
    assert browser.sign_in(cast.cleo).get(path).status_code == 403
    assert browser.sign_in(cast.root).get(path).status_code == 200


def make_trainer(person: int) -> None:
    course = make.published_course()
    with writing() as session:
        from clustercourse.models.content import Course

        found = session.scalars(select(Course.id).where(Course.key == course)).one()
        session.add(CourseTeam(course_id=found, person_id=person, role="trainer", created_at=now()))


def test_people_are_found_by_name_and_address(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.root)
    assert browser.visit("/admin/people/?text=BERG").texts("th")[5:] == ["Ben Berg"]
    assert browser.visit("/admin/people/?text=greta@").texts("th")[5:] == ["Greta Dahl"]
    assert browser.visit("/admin/people/?text=nobody%25").texts("th") == []


@pytest.mark.both_databases
def test_people_are_found_whatever_letters_their_names_have(app: Flask, browser: Browser) -> None:
    make.person("Åse Østergård")
    browser.sign_in(assemble().root)
    assert browser.visit("/admin/people/?text=ÅSE øST").texts("th")[5:] == ["Åse Østergård"]


def test_people_are_found_by_their_role(app: Flask, browser: Browser) -> None:
    cast = assemble()
    with writing():
        give_role(cast.eve, "advisory-board", by=cast.root)
    browser.sign_in(cast.root)
    assert browser.visit("/admin/people/?role=advisory-board").texts("th")[5:] == ["Eve Friis"]
    assert browser.visit("/admin/people/?role=advisory-board&text=root").texts("th") == []
    assert len(browser.visit("/admin/people/?role=none").texts("th")) > 7


def test_what_ends_somebodys_sign_ins_is_asked_before(app: Flask, browser: Browser) -> None:
    cast = assemble()
    with writing():
        give_role(cast.ada, "facilitator", by=cast.root)
    page = browser.sign_in(cast.root).visit(f"/admin/people/{cast.ada}/")
    asked = {
        str(form.get("action")).removeprefix(f"/admin/people/{cast.ada}/"): form.get("data-question") for form in page.tree.iter("form")
    }
    assert [asked[f"roles/{role}"] for role in ("admin", "advisory-board", "steering-group")] == [
        f"Give Ada Holm the role “{word}”? They are signed out everywhere, and have it when they sign in again."
        for word in ("Admin", "Advisory Board", "Steering group")
    ]
    assert asked["roles/facilitator/delete"] == "Take the role “Facilitator of labs” from Ada Holm? They are signed out everywhere."
    assert asked["closure"] == "Close the account of Ada Holm? They are signed out everywhere, and cannot sign in until you open it again."


def test_giving_and_taking_the_role_of_admin(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.root).send(f"/admin/people/{cast.ada}/", f"/admin/people/{cast.ada}/roles/admin")
    assert rows(select(SiteRole.person_id, SiteRole.role).order_by(SiteRole.id)) == [(cast.root, "admin"), (cast.ada, "admin")]
    browser.send(f"/admin/people/{cast.ada}/", f"/admin/people/{cast.ada}/roles/admin/delete")
    assert rows(select(SiteRole.person_id)) == [(cast.root,)]


def test_a_closed_account_cannot_sign_in(app: Flask, browser: Browser, new_browser: object) -> None:
    cast = assemble()
    make.account(cast.ada)
    theirs: Browser = new_browser().sign_in(cast.ada)  # type: ignore[operator]
    theirs.visit("/organisations/")
    browser.sign_in(cast.root).send(f"/admin/people/{cast.ada}/", f"/admin/people/{cast.ada}/closure")
    assert theirs.get("/organisations/").status_code == 303
    assert value(select(SignIn.ended_at).where(SignIn.person_id == cast.ada)) is not None
    browser.send(f"/admin/people/{cast.ada}/", f"/admin/people/{cast.ada}/closure/delete")
    assert value(select(Account.closed_at).where(Account.person_id == cast.ada)) is None


def test_a_letter_that_was_given_up_is_sent_again_once(app: Flask, browser: Browser) -> None:
    cast = assemble()
    letter = dead_letter()
    browser.sign_in(cast.root).send("/admin/letters/", f"/admin/letters/{letter}")
    assert row(select(Letter.state, Letter.tries)) == ("waiting", 0)
    again = browser.post(f"/admin/letters/{letter}", data=browser.csrf(), follow_redirects=True)
    assert "This letter needs no second try." in again.get_data(as_text=True)


@pytest.mark.both_databases_when_long
def test_what_waits_says_when_it_is_tried_again(app: Flask, browser: Browser) -> None:
    root = make.person("Root", admin=True)
    first, second, third = (make.letter(f"{name}@example.com") for name in ("ada", "ben", "cleo"))
    due = datetime(2030, 1, 2, 13, 30, tzinfo=UTC)
    with writing() as session:
        session.execute(update(Job).where(Job.key == f"letter:{first}").values(due_at=due, tries=2, last_error="smtp_451"))
        session.execute(update(Letter).where(Letter.id == first).values(tries=2, last_error="smtp_451"))
        session.execute(update(Job).where(Job.key == f"letter:{second}").values(state="done"))
        again = {"values": {}, "created_at": now(), "due_at": due - timedelta(hours=1)}
        session.add(Job(kind="notifications.deliver", key=f"letter:{second}:77", **again))
        session.add(Job(kind="notifications.deliver", key=f"letter:{second}9", **again))
        session.execute(update(Letter).where(Letter.id == third).values(state="sent"))
    browser.sign_in(root)
    words = browser.visit("/admin/letters/").texts("td")
    assert [text for text in words if text.startswith(("Waiting", "Sent"))] == [
        "Sent",
        "Waitingleaves at 02/01/2030, 13:30",
        "Waiting (smtp_451)tries again at 02/01/2030, 14:30",
    ]
    assert "Waiting (smtp_451)tries again at 02/01/2030, 14:30" in browser.visit("/admin/jobs/?state=waiting").texts("td")


def test_a_job_that_was_given_up_is_tried_again(app: Flask, browser: Browser) -> None:
    cast = assemble()
    with writing():
        db.session.add(Job(kind="none", key="none:1", values={}, state="dead", tries=8, due_at=now(), created_at=now(), last_error="fault"))
    number = value(select(Job.id))
    browser.sign_in(cast.root).send("/admin/jobs/?state=dead", f"/admin/jobs/{number}")
    assert row(select(Job.state, Job.tries)) == ("waiting", 0)
    assert value(select(Event.verb).where(Event.verb == "admin.job_retried")) == "admin.job_retried"


def test_a_course_team_is_kept(app: Flask, browser: Browser) -> None:
    cast = assemble()
    course = make.published_course()
    home = f"/admin/courses/{course}/"
    browser.sign_in(cast.root)
    assert browser.send(home, f"{home}team", email="unknown@example.com", role="trainer").errors == [
        "Error: Nobody here has this address. Ask them to register first."
    ]
    browser.send(home, f"{home}team", email="Cleo@example.com", role="trainer")
    browser.send(home, f"{home}team", email="cleo@example.com", role="trainer")
    assert rows(select(CourseTeam.person_id, CourseTeam.role)) == [(cast.cleo, "trainer")]
    browser.send(home, f"{home}team/{value(select(CourseTeam.id))}/delete")
    assert rows(select(CourseTeam.id)) == []


def test_long_lists_come_in_pages(app: Flask, browser: Browser, statements: object) -> None:
    cast = assemble()
    with writing():
        for number in range(60):
            make.person(f"Person {number:02}")
    browser.sign_in(cast.root)
    with statements() as seen:  # type: ignore[operator]
        first = browser.visit("/admin/people/")
    assert len(seen) == 3
    second = browser.visit("/admin/people/?page=2")
    assert (len(first.texts("tr")), len(second.texts("tr"))) == (51, 18)


def test_a_person_is_shown_with_the_titles_of_their_courses(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = make.person("Ada Holm")
    with writing():
        enrol(person, 1, by=person, language="en")
    page = browser.sign_in(assemble().root).visit(f"/admin/people/{person}/")
    assert [node.text for node in page.tree.iter("a") if node.get("href") == "/courses/small-course/"] == ["A small course"]
