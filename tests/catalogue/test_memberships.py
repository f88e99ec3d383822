"""Belonging to an organisation: asking, deciding, roles, leaving, invitations."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.catalogue.actions import ask_to_join, change_role, decide_request, join, leave
from clustercourse.db import row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.accounts import Invitation
from clustercourse.models.catalogue import Membership, MembershipRequest, Organisation
from clustercourse.models.notifications import Letter
from tests.cast import Cast, assemble
from tests.page import Browser


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def open_roles(organisation: int) -> set[tuple[int, str]]:
    statement = select(Membership.person_id, Membership.role).where(
        Membership.organisation_id == organisation, Membership.ended_at.is_(None)
    )
    return {(found[0], found[1]) for found in rows(statement)}


def membership_of(cast: Cast, person: int) -> int:
    return int(value(select(Membership.id).where(Membership.person_id == person, Membership.ended_at.is_(None))))


def test_a_request_is_seen_by_managers_and_decided_once(app: Flask, browser: Browser) -> None:
    cast = assemble()
    home = f"/organisations/{slug_of(cast.organisation_a)}/"
    page = browser.sign_in(cast.eve).send(home, f"{home}join-requests", message="I run the office.")
    assert "You have asked to join." in page.text
    assert "I run the office." not in browser.sign_in(cast.ada).visit(home).text
    browser.sign_in(cast.greta)
    assert "I run the office." in browser.visit(home).text
    asked = value(select(MembershipRequest.id))
    browser.send(home, f"{home}join-requests/{asked}", decision="decline")
    assert (cast.eve, "member") not in open_roles(cast.organisation_a)
    assert row(select(MembershipRequest.decision))[0] == "declined"
    with writing():
        assert decide_request(asked, accept=True, by=cast.greta).decision == "declined"
    assert (cast.eve, "member") not in open_roles(cast.organisation_a)


@pytest.mark.postgresql_first
def test_asking_twice_is_asking_once_and_joining_settles_it(app: Flask) -> None:
    cast = assemble()
    with writing():
        first = ask_to_join(cast.organisation_a, message="Hello", by=cast.eve).id
    with writing():
        assert ask_to_join(cast.organisation_a, message="Hello again", by=cast.eve).id == first
    with writing():
        decide_request(first, accept=True, by=cast.greta)
    with pytest.raises(Refused, match="already belong"), writing():
        ask_to_join(cast.organisation_a, message="", by=cast.eve)
    assert open_roles(cast.organisation_a) == {(cast.ada, "member"), (cast.greta, "manager"), (cast.eve, "member")}


def test_the_last_manager_stays_while_others_are_there(app: Flask) -> None:
    cast = assemble()
    with pytest.raises(Refused, match="needs a manager"), writing():
        leave(membership_of(cast, cast.greta), by=cast.greta)
    with pytest.raises(Refused, match="needs a manager"), writing():
        change_role(membership_of(cast, cast.greta), role="member", by=cast.greta)
    with writing():
        change_role(membership_of(cast, cast.ada), role="manager", by=cast.greta)
        leave(membership_of(cast, cast.greta), by=cast.greta)
    assert open_roles(cast.organisation_a) == {(cast.ada, "manager")}


def test_leaving_twice_is_leaving_once_and_one_may_come_back(app: Flask) -> None:
    cast = assemble()
    number = membership_of(cast, cast.ada)
    with writing():
        leave(number, by=cast.ada)
        leave(number, by=cast.ada)
    with writing():
        join(cast.organisation_a, person_id=cast.ada, role="member", by=cast.greta)
    assert len(rows(select(Membership.id).where(Membership.person_id == cast.ada))) == 2


def test_members_see_each_other_and_strangers_see_nobody(app: Flask, browser: Browser) -> None:
    cast = assemble()
    home = f"/organisations/{slug_of(cast.organisation_a)}/"
    assert "greta@example.com" in browser.sign_in(cast.ada).visit(home).text
    stranger = browser.sign_in(cast.ben).visit(home)
    assert "Greta" not in stranger.text
    number = membership_of(cast, cast.ada)
    assert browser.post(f"{home}members/{number}/delete", data=browser.csrf()).status_code == 404
    assert open_roles(cast.organisation_a) == {(cast.ada, "member"), (cast.greta, "manager")}


def test_members_cannot_take_each_other_off(app: Flask, browser: Browser) -> None:
    cast = assemble()
    home = f"/organisations/{slug_of(cast.organisation_a)}/"
    browser.sign_in(cast.ada)
    assert browser.post(f"{home}members/{membership_of(cast, cast.greta)}/delete", data=browser.csrf()).status_code == 403
    assert browser.post(f"{home}members/{membership_of(cast, cast.ada)}", data={**browser.csrf(), "role": "manager"}).status_code == 403
    assert open_roles(cast.organisation_a) == {(cast.ada, "member"), (cast.greta, "manager")}


def test_an_invitation_is_a_letter_and_can_be_withdrawn(app: Flask, browser: Browser) -> None:
    cast = assemble()
    home = f"/organisations/{slug_of(cast.organisation_a)}/"
    page = browser.sign_in(cast.greta).send(home, f"{home}invitations", email="New@Example.com", role="manager")
    assert "The invitation to New@Example.com is on its way." in page.text
    assert [found[0] for found in rows(select(Letter.to_address))] == ["New@example.com"]
    invited = value(select(Invitation.id))
    browser.send(home, f"{home}invitations/{invited}/delete")
    assert value(select(Invitation.withdrawn_at)) is not None
    assert "New@example.com" not in browser.visit(home).text
