"""Joining two entries of one person: everything goes over, nothing is lost, two different people are never made one by accident."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts.actions.data import erase
from clustercourse.accounts.exporting import zip_of
from clustercourse.admin.joining import join_people, preview_joining
from clustercourse.db import Base, now, row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.learning.actions import enrol
from clustercourse.models.accounts import Account, Address, Person, SignIn
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import CohortCourse
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import assemble
from tests.cohorts import taking
from tests.page import Browser, Page, fields_of

pytestmark = pytest.mark.postgresql_first


@pytest.fixture
def twice(app: Flask) -> tuple[int, int]:
    """Ada Holm, who registered, and Ada Hólm, whom somebody put on a list under another address."""
    kept = make.person("Ada Holm", email="ada@example.com")
    make.account(kept)
    return kept, make.person("Ada Hólm", email="a.holm@example.org")


def course_of(key: str) -> int:
    return int(value(select(Course.id).where(Course.key == key)))


def joined(kept: int, email: str = "a.holm@example.org") -> int:
    with writing():
        return join_people(kept, email, by=kept)


def refused(kept: int, email: str = "a.holm@example.org") -> str:
    with pytest.raises(Refused) as refusal:
        preview_joining(kept, email)
    with pytest.raises(Refused), writing():
        join_people(kept, email, by=kept)
    return str(refusal.value.sentence)


def test_everything_goes_over(twice: tuple[int, int]) -> None:
    kept, gone = twice
    cohort, organisation = make.cohort(coordinator=gone), make.organisation()
    course = course_of(make.published_course())
    seat = make.seat(cohort, gone)
    session = make.session(cohort)
    make.membership(gone, organisation)
    make.sign_in(gone)
    with writing() as open_session:
        open_session.add(CohortCourse(cohort_id=cohort, course_id=course))
        open_session.add(AttendanceMark(session_id=session, seat_id=seat, status="present", source="register", by_id=gone, at=now()))
        enrol(gone, course, by=gone, language="en")

    assert joined(kept) == gone

    pointing = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name not in ("person", "event") and any(key.column.table.name == "person" for key in column.foreign_keys)
        if value(select(column).where(column == gone).limit(1)) is not None
    ]
    assert pointing == []
    assert value(select(Seat.person_id).where(Seat.id == seat)) == kept
    assert value(select(AttendanceMark.by_id)) == kept
    assert value(select(Enrolment.person_id)) == kept
    found = rows(select(Address.email, Address.is_primary).where(Address.person_id == kept).order_by(Address.id))
    assert [tuple(each) for each in found] == [("ada@example.com", True), ("a.holm@example.org", False)]
    assert tuple(row(select(Person.name, Person.joined_into_id).where(Person.id == gone)) or ()) == ("", kept)
    assert value(select(SignIn.id).where(SignIn.person_id.in_(twice), SignIn.ended_at.is_(None))) is None
    event = row(select(Event.person_id, Event.thing, Event.thing_id).where(Event.verb == "accounts.people_joined"))
    assert tuple(event or ()) == (kept, "person", gone)
    letter = row(select(Letter.to_address, Letter.text).where(Letter.kind == "people_joined"))
    assert letter is not None
    assert (letter.to_address, "a.holm@example.org" in letter.text) == ("ada@example.com", True)
    taking.work()
    assert value(select(Enrolment.cohort_id).where(Enrolment.person_id == kept)) == cohort


def test_what_both_have_is_there_once(twice: tuple[int, int]) -> None:
    """Of two enrolments the kept one counts; of two seats the one that is not over. The rest stays with the emptied entry."""
    kept, gone = twice
    organisation, cohort = make.organisation(), make.cohort()
    course = course_of(make.published_course())
    for person in twice:
        make.membership(person, organisation)
        with writing():
            enrol(person, course, by=person, language="en")
    make.seat(cohort, kept)
    make.seat(cohort, gone, "withdrawn", message="I am ill.")
    joined(kept)
    assert [each.person_id for each in rows(select(Membership.person_id))] == [kept]
    assert {each.person_id for each in rows(select(Enrolment.person_id))} == {kept, gone}
    assert {(each.person_id, each.state) for each in rows(select(Seat.person_id, Seat.state))} == {(kept, "confirmed"), (gone, "withdrawn")}


def test_what_stays_behind_is_exported_and_erased_with_the_person(twice: tuple[int, int]) -> None:
    kept, gone = twice
    cohort = make.cohort()
    make.seat(cohort, kept)
    make.seat(cohort, gone, "withdrawn", message="I am ill in Århus.")
    joined(kept)
    assert "I am ill in Århus." in _json_of(zip_of(kept, None))
    with writing():
        erase(kept, by=kept)
    assert {each.message for each in rows(select(Seat.message))} == {""}


def _json_of(archive: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return "".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())


def test_the_only_password_goes_over(twice: tuple[int, int]) -> None:
    kept, gone = twice
    with writing() as session:
        session.delete(session.scalars(select(Account).where(Account.person_id == kept)).one())
    make.account(gone, "theirs")
    joined(kept)
    assert tuple(row(select(Account.person_id, Account.password_hash)) or ()) == (kept, "theirs")


def test_a_password_never_replaces_another(twice: tuple[int, int]) -> None:
    kept, gone = twice
    make.account(gone, "theirs")
    joined(kept)
    assert [tuple(each) for each in rows(select(Account.person_id, Account.password_hash))] == [(kept, "unusable")]


def test_a_third_entry_follows(twice: tuple[int, int]) -> None:
    kept, gone = twice
    joined(kept)
    last = make.person("Ada Holm Berg", email="ahb@example.com")
    joined(last, "ada@example.com")
    assert {each.joined_into_id for each in rows(select(Person.joined_into_id).where(Person.id.in_((kept, gone))))} == {last}


def test_what_stands_in_the_way_is_said(twice: tuple[int, int]) -> None:
    kept, gone = twice
    assert refused(kept, "nobody@example.com") == "Nobody here has this address."
    assert refused(kept, "ADA@example.com") == "This is an address of the same person."
    cohort = make.cohort("Harbour")
    own, other = make.seat(cohort, kept), make.seat(cohort, gone, "waitlisted", queue_number=1)
    assert refused(kept) == "Both stand on the list of “Harbour”. Have one of them taken off it first."
    with writing() as session:
        session.get_one(Seat, own).state = "removed"
    sentence = "In “Harbour”, the seat of Ada Hólm counts and that of Ada Holm is over. Open Ada Hólm and join from there."
    assert refused(kept) == sentence
    assert preview_joining(gone, "ada@example.com").obstacles == ()
    make.person("Root Ravn", email="root@example.com", admin=True)
    assert refused(kept, "root@example.com") == "Root Ravn is an admin. Take that role back first."
    assert value(select(Person.id).where(Person.joined_into_id.is_not(None))) is None
    assert {own, other} == {each.id for each in rows(select(Seat.id))}


def test_an_admin_looks_first_and_then_joins(app: Flask, browser: Browser) -> None:
    cast = assemble()
    twin = make.person("Ada Hólm", email="hidden@example.com")
    make.seat(make.cohort("Harbour"), twin)
    browser.sign_in(cast.root)
    place = f"/admin/people/{cast.ada}/join"
    assert "Nobody here has this address." in browser.visit(f"{place}?email=who@example.com", 422).text
    shown = browser.visit(f"{place}?email=Hidden@example.com")
    assert "Ada Hólm becomes one with Ada Holm. This cannot be undone." in shown.text
    assert "Harbour" in shown.text
    again = browser.send(f"{place}?email=hidden@example.com", place)
    assert "Ask them first. Two people can have one name." in again.text
    assert "Harbour" in again.text
    form = {**fields_of(browser.visit(f"{place}?email=hidden@example.com").form(place)), "is_one": "y"}
    done = [Page(browser.post(place, data=form, follow_redirects=True)) for _twice in range(2)]
    assert ["They are one person now." in each.text for each in done] == [True, True]
    assert len(rows(select(Event.id).where(Event.verb == "accounts.people_joined"))) == 1
    assert "This entry is empty" in browser.visit(f"/admin/people/{twin}/").text
    assert browser.visit("/admin/people/?text=hidden@").texts("th")[5:] == ["Ada Holm"]
    assert browser.get(f"/admin/people/{twin}/join").status_code == 404
