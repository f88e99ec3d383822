"""Invitations: for one address, with a fixed role, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse.accounts.actions import accept_invitation, invite, register_invited, withdraw_invitation
from clustercourse.accounts.actions.people import NewPerson
from clustercourse.db import now, writing
from clustercourse.errors import Refused
from clustercourse.house import house, use_house
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.catalogue import Membership
from clustercourse.models.events import Event
from tests import make
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]
Letters = Callable[[], list[tuple[str, str]]]
LinkIn = Callable[[str], str]


@pytest.fixture
def greta(app: Flask) -> int:
    return make.person("Greta Dahl", email="greta@example.com")


def sent_by(greta: int, email: str = "Ada@example.com", role: str = "member") -> int:
    organisation = make.organisation("Cluster A")
    make.organisation("Cluster B")
    with writing():
        invite(email, by=greta, organisation=organisation, role=role)
    return organisation


def memberships() -> list[tuple[int, int, str]]:
    with writing() as session:
        return [(row.person_id, row.organisation_id, row.role) for row in session.scalars(select(Membership).order_by(Membership.id))]


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize("registration", ["open", "invited"])
def test_somebody_new_registers_and_joins(browser: Browser, greta: int, letters: Letters, link_in: LinkIn, registration: str) -> None:
    use_house(replace(house(), registration=registration))
    organisation = sent_by(greta, role="manager")
    assert letters() == [("invitation", "Ada@example.com")]
    path = link_in("invitation")
    page = browser.visit(path)
    assert page.texts("p", "lead") == ["Greta Dahl invites Ada@example.com to join Cluster A."]
    page = browser.send(path, follow=False, name="Ada Holm", password=PASSWORD)
    assert (page.status, page.response.location) == (303, "/")
    with writing() as session:
        ada = session.scalars(select(Person.id).where(Person.name == "Ada Holm")).one()
        address = session.scalars(select(Address).where(Address.person_id == ada)).one()
        assert (address.email, address.is_primary, address.confirmed_at is not None) == ("Ada@example.com", True, True)
        assert session.scalars(select(Event.verb).order_by(Event.id)).all() == [
            "accounts.invited",
            "accounts.registered",
            "accounts.address_confirmed",
            "accounts.invitation_accepted",
            "catalogue.joined",
            "accounts.signed_in",
        ]
    assert memberships() == [(ada, organisation, "manager")]
    assert browser.get("/me/settings/").status_code == 200
    assert browser.get(path).status_code == 410


def test_nothing_in_the_form_changes_role_place_or_address(browser: Browser, greta: int, link_in: LinkIn) -> None:
    organisation = sent_by(greta)
    extra = {"email": "eve@example.com", "role": "manager", "organisation": "2", "organisation_id": str(organisation + 1)}
    browser.post(link_in("invitation"), data={**token(browser), "name": "Ada Holm", "password": PASSWORD, **extra})
    with writing() as session:
        assert session.scalars(select(Address.email).order_by(Address.id)).all() == ["greta@example.com", "Ada@example.com"]
    assert [row[1:] for row in memberships()] == [(organisation, "member")]


def test_somebody_with_an_account_signs_in_and_accepts(browser: Browser, greta: int, link_in: LinkIn) -> None:
    ada = member()
    organisation = sent_by(greta)
    path = link_in("invitation")
    page = browser.visit(path)
    assert f"/sign-in?next={path}" in page.links()
    assert browser.post(path, data={**token(browser), "name": "Eve", "password": "violet bridge tractor 9"}).status_code == 422
    page = browser.send(f"/sign-in?next={path}", "/sign-in", email="ada@example.com", password=PASSWORD)
    assert page.heading == "You are invited"
    assert browser.send(path, f"{path}/acceptance", follow=False).status == 303
    assert memberships() == [(ada, organisation, "member")]
    assert browser.post(f"{path}/acceptance", data=token(browser, "/me/settings/")).status_code == 303
    assert memberships() == [(ada, organisation, "member")]


def test_another_person_cannot_accept(browser: Browser, greta: int, link_in: LinkIn) -> None:
    member()
    eve = member("Eve Friis", "eve@example.com")
    sent_by(greta)
    path = link_in("invitation")
    browser.sign_in(eve)
    page = browser.visit(path)
    assert [form.get("action") for form in page.forms() if "/invitations/" in (form.get("action") or "")] == []
    browser.post(f"{path}/acceptance", data=token(browser, "/me/settings/"))
    assert memberships() == []


@pytest.mark.parametrize("how", ["withdrawn", "expired", "replaced"])
def test_an_invitation_that_is_over(browser: Browser, greta: int, link_in: LinkIn, how: str) -> None:
    organisation = sent_by(greta)
    path = link_in("invitation")
    with writing() as session:
        first = session.scalars(select(Invitation.id)).one()
        if how == "withdrawn":
            withdraw_invitation(first, by=greta)
            withdraw_invitation(first, by=greta)
        elif how == "expired":
            session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
        else:
            invite("ada@example.com", by=greta, organisation=organisation)
    assert browser.visit(path, 410).heading == "This link does not work any more"
    assert browser.post(path, data={**token(browser), "name": "Ada Holm", "password": PASSWORD}).status_code == 410
    assert memberships() == []


def test_a_closed_house_takes_nobody_in(browser: Browser, greta: int, link_in: LinkIn) -> None:
    use_house(replace(house(), registration="closed"))
    sent_by(greta)
    assert browser.visit(link_in("invitation")).texts("form", "form-narrow") == []
    browser.post(link_in("invitation"), data={**token(browser, "/sign-in"), "name": "Ada Holm", "password": PASSWORD})
    with writing() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.both_databases_when_long
def test_redeeming_twice_is_refused_in_the_action(app: Flask, greta: int, link_in: LinkIn) -> None:
    sent_by(greta)
    key = link_in("invitation").rpartition("/")[2]
    with writing():
        ada = register_invited(key, NewPerson("Ada Holm", "ignored@example.com", "hash"))
    for again in (lambda: register_invited(key, NewPerson("Eve", "e@example.com", "hash")), lambda: accept_invitation(key, by=ada)):
        with pytest.raises(Refused, match="This invitation was accepted"), writing():
            again()
    assert [row[0] for row in memberships()] == [ada]


def test_a_role_that_is_none_is_refused(app: Flask, greta: int, letters: Letters) -> None:
    with pytest.raises(Refused, match="Choose one from the list"), writing():
        invite("ada@example.com", by=greta, role="admin")
    assert letters() == []


def test_an_invitation_to_the_house_joins_nothing(browser: Browser, greta: int, link_in: LinkIn) -> None:
    with writing():
        invite("ada@example.com", by=greta)
    assert browser.send(link_in("invitation"), follow=False, name="Ada Holm", password=PASSWORD).status == 303
    assert memberships() == []
