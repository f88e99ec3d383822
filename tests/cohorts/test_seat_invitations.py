"""Invitations to a cohort: before an account exists, to somebody who is here, accepted when it is full, withdrawn, tampered with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts import passwords
from clustercourse.accounts.actions import accept_invitation, invite, register_invited
from clustercourse.accounts.actions.people import NewPerson
from clustercourse.cohorts.actions.seat_invitations import invite_to_cohort, withdraw_seat_invitation
from clustercourse.db import db, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.models.accounts import Address, Invitation
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import Cohort
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.seating import letters, states, steps
from tests.page import Browser

PASSWORD = "lantern copper orchard 7"


@pytest.fixture(autouse=True)
def cheap_hashing() -> Iterator[None]:
    passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use_hasher(PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1))


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def invited(cohort: int, email: str, by: int, place: str = "external") -> str:
    with writing():
        return invite_to_cohort(cohort, email, place=place, by=by)


def token() -> str:
    text = value(select(Letter.text).where(Letter.kind == "invitation").order_by(Letter.id.desc()))
    return re.findall(r"/invitations/(\S+)", text)[0]


def accepted(email: str, name: str = "Mette Kjær") -> int:
    with writing():
        return register_invited(token(), NewPerson(name, email, "unusable"))


@pytest.mark.both_databases_when_long
def test_somebody_without_an_account_registers_and_has_a_place(app: Flask, browser: Browser) -> None:
    cast, cohort = assemble(), make.cohort(admission="by_invitation", partner_places=1, external_places=0)
    assert invited(cohort, "Mette@example.com", cast.dan, "partner") == "invited"
    assert (states(cohort), letters()) == ([], [("invitation", "Mette@example.com")])
    letter = rows(select(Letter))[0]
    assert letter.subject == "Dan Krogh invites you to Master Class 2027"
    assert "Dan Krogh invites you to take part in Master Class 2027 on clustercourse." in letter.text
    slug = value(select(Cohort.slug))
    page = browser.visit(f"/invitations/{token()}")
    assert page.texts("p", "lead") == ["Dan Krogh invites Mette@example.com to take part in Master Class 2027."]
    answer = browser.post(
        f"/invitations/{token()}",
        data={**browser.csrf(), "name": "Mette Kjær", "password": PASSWORD, "role": "manager", "place": "external", "cohort": "99"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cohorts/{slug}/application")
    found = rows(select(Seat.place, Seat.state, Seat.organisation_id))
    assert [tuple(each) for each in found] == [("partner", "confirmed", None)]
    assert [tuple(each) for each in rows(select(Membership.person_id).where(Membership.person_id > cast.root))] == []
    assert letters()[1:] == [("seat_confirmed", "Mette@example.com")]


def test_somebody_who_is_here_gets_an_offer(cast: Cast) -> None:
    cohort = make.cohort(external_places=1)
    assert [invited(cohort, " Ada@Example.com", cast.dan), invited(cohort, "ada@example.com", cast.dan)] == ["offered", "offered"]
    assert invited(cohort, "ben@example.com", cast.dan) == "waitlisted"
    assert (rows(select(Invitation.id)), states(cohort)) == ([], ["offered", "waitlisted"])
    assert letters() == [("seat_offered", "ada@example.com"), ("seat_waitlisted", "ben@example.com")]


def test_a_place_is_counted_when_the_invitation_is_accepted(cast: Cast) -> None:
    cohort = make.cohort(external_places=1)
    invited(cohort, "mette@example.com", cast.dan)
    make.seat(cohort, cast.ada)
    person = accepted("mette@example.com")
    assert (states(cohort), letters()[-1]) == (["confirmed", "waitlisted"], ("seat_waitlisted", "mette@example.com"))
    assert [each[:3] for each in steps(2)] == [("", "waitlisted", person)]


def test_who_has_applied_meanwhile_gets_the_place(cast: Cast) -> None:
    cohort = make.cohort()
    invited(cohort, "mette@example.com", cast.dan)
    with writing():
        mette = make.person("Mette Kjær", email="mette@example.com")
    make.seat(cohort, mette, "applied")
    with writing():
        accept_invitation(token(), by=mette)
    assert states(cohort) == ["confirmed"]
    with pytest.raises(Refused), writing():
        accept_invitation(token(), by=mette)
    assert states(cohort) == ["confirmed"]


@pytest.mark.parametrize("state", ["confirmed", "finished"])
def test_who_has_a_place_keeps_it(cast: Cast, state: str) -> None:
    cohort = make.cohort(external_places=1)
    invited(cohort, "mette@example.com", cast.dan)
    mette = make.person("Mette Kjær", email="mette@example.com")
    make.seat(cohort, mette, state)
    with writing():
        accept_invitation(token(), by=mette)
    assert states(cohort) == [state]


def test_only_the_invited_address_takes_the_place(cast: Cast) -> None:
    cohort = make.cohort()
    invited(cohort, "mette@example.com", cast.dan)
    with pytest.raises(Refused) as refused, writing():
        accept_invitation(token(), by=cast.eve)
    assert refused.value.sentence == "This invitation was sent to mette@example.com. Sign in with that address."
    assert states(cohort) == []


def test_an_invitation_to_a_cohort_that_is_over(cast: Cast) -> None:
    cohort = make.cohort()
    invited(cohort, "mette@example.com", cast.dan)
    with writing():
        db.session.get_one(Cohort, cohort).state = "cancelled"
    with pytest.raises(Refused) as refused:
        accepted("mette@example.com")
    assert (refused.value.sentence, states(cohort)) == ("This cohort is over.", [])
    assert rows(select(Address.id).where(Address.key == "mette@example.com")) == []
    with pytest.raises(Refused):
        invited(cohort, "ada@example.com", cast.dan)


def test_what_cannot_be_invited(cast: Cast) -> None:
    cohort = make.cohort()
    for email, place, field in (("nobody", "external", "email"), ("mette@example.com", "royal", "place")):
        with pytest.raises(Refused) as refused:
            invited(cohort, email, cast.dan, place)
        assert refused.value.field == field
    for values in ({"cohort": cohort, "role": "manager"}, {"role": "partner"}, {"cohort": cohort, "organisation": 1, "role": "partner"}):
        with pytest.raises(Refused), writing():
            invite("mette@example.com", by=cast.dan, **values)
    assert (letters(), rows(select(Invitation.id))) == ([], [])


def test_a_second_invitation_replaces_the_first_to_the_same_cohort_only(cast: Cast) -> None:
    one, two = make.cohort("One"), make.cohort("Two")
    for cohort in (one, two, one):
        invited(cohort, "mette@example.com", cast.dan)
    found = rows(select(Invitation.cohort_id, Invitation.withdrawn_at.is_not(None)).order_by(Invitation.id))
    assert [tuple(each) for each in found] == [(one, True), (two, False), (one, False)]


def test_withdrawing_an_invitation(cast: Cast) -> None:
    cohort, other = make.cohort("One"), make.cohort("Two")
    invited(cohort, "mette@example.com", cast.dan)
    number = value(select(Invitation.id))
    with pytest.raises(NotHere), writing():
        withdraw_seat_invitation(other, number, by=cast.dan)
    for _twice in range(2):
        with writing():
            assert withdraw_seat_invitation(cohort, number, by=cast.dan) == "mette@example.com"
    with pytest.raises(Refused):
        accepted("mette@example.com")
    assert states(cohort) == []


def test_the_page_of_invitations(cast: Cast, new_browser: Callable[[], Browser]) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    slug = value(select(Cohort.slug))
    dan = new_browser().sign_in(cast.dan)
    path = f"/cohorts/{slug}/invitations/"
    assert dan.visit(path).texts("th") == []
    page = dan.send(path, email="mette@example.com", place="partner")
    assert (page.texts("div", "flash"), page.texts("th")[5:]) == (["The invitation is on its way."], ["mette@example.com"])
    assert dan.send(path, email="not an address", place="partner").errors == ["Error: Enter an e-mail address, such as name@example.com."]
    page = dan.send(path, f"{path}{value(select(Invitation.id))}/delete")
    assert (page.texts("div", "flash"), page.texts("th")) == (["The invitation to mette@example.com is withdrawn."], [])
    assert dan.send(path, email="ada@example.com", place="external").texts("div", "flash") == [
        "This address has an account here: a place is offered."
    ]
    new_browser().sign_in(cast.eve).visit(path, 404)
    assert states(cohort) == ["offered"]
