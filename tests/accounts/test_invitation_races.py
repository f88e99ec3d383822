"""One invitation, thirty at once: it is used once, by whom it was sent to, for what it promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.accounts.actions import invite
from clustercourse.db import end_reading, rows, value, writing
from clustercourse.models.accounts import Address, Invitation, Person, SignIn
from clustercourse.models.catalogue import Membership
from clustercourse.models.events import Event
from tests import make
from tests.accounts.conftest import PASSWORD, member
from tests.conftest import LONG
from tests.page import Browser

pytestmark = pytest.mark.both_databases
MANY = 30 if LONG else 10
ROUNDS = 10 if LONG else 1
MORE = {
    "email": "eve@example.com",
    "role": "manager",
    "organisation": "2",
    "organisation_id": "2",
    "person_id": "1",
    "uses": "99",
    "max_uses": "99",
}
LinkIn = Callable[[str], str]


def together(work: Callable[[int], None]) -> None:
    """Threads that begin at the same moment."""
    barrier = Barrier(MANY)

    def one(number: int) -> None:
        barrier.wait()
        work(number)

    threads = [Thread(target=one, args=(number,)) for number in range(MANY)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def organisation(app: Flask) -> int:
    greta = make.person("Greta Dahl", email="greta@example.com")
    made = make.organisation("Cluster A")
    make.organisation("Cluster B")
    with writing():
        invite("ada@example.com", by=greta, organisation=made, role="member")
    return made


def used(verb: str) -> int:
    return int(value(select(func.count()).select_from(Event).where(Event.verb == verb)))


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_many_register_by_one_invitation(
    organisation: int, link_in: LinkIn, new_browser: Callable[[], Browser], round_: int, figure: Callable[[str, object], None]
) -> None:
    path = link_in("invitation")
    browsers = [new_browser() for _one in range(MANY)]
    forms = [{**each.csrf(), **MORE, "name": f"Number {number}", "password": PASSWORD} for number, each in enumerate(browsers)]
    statuses: list[int] = []
    together(lambda number: statuses.append(browsers[number].post(path, data=forms[number]).status_code))
    figure("redemptions at once", MANY)
    assert Counter(status == 303 for status in statuses) == {True: 1, False: MANY - 1}
    assert set(statuses) <= {303, 410, 422}
    assert [tuple(row) for row in rows(select(Membership.organisation_id, Membership.role))] == [(organisation, "member")]
    assert sorted(rows(select(Address.email))) == [("ada@example.com",), ("greta@example.com",)]
    assert (value(select(func.count()).select_from(Person)), value(select(func.count()).select_from(SignIn))) == (2, 1)
    assert (used("accounts.invitation_accepted"), used("accounts.registered")) == (1, 1)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_many_browsers_of_one_account_accept_one_invitation(
    organisation: int, link_in: LinkIn, new_browser: Callable[[], Browser], round_: int
) -> None:
    ada, eve = member(), member("Eve Friis", "eve@example.com")
    path = f"{link_in('invitation')}/acceptance"
    browsers = [new_browser().sign_in(eve if number % 5 == 0 else ada) for number in range(MANY)]
    forms = [{**each.csrf(), **MORE} for each in browsers]
    statuses: list[int] = []
    together(lambda number: statuses.append(browsers[number].post(path, data=forms[number]).status_code))
    assert statuses == [303] * MANY
    assert [tuple(row) for row in rows(select(Membership.person_id, Membership.organisation_id, Membership.role))] == [
        (ada, organisation, "member")
    ]
    assert rows(select(Invitation.person_id).where(Invitation.accepted_at.is_not(None))) == [(ada,)]
    assert used("accounts.invitation_accepted") == 1


def test_a_new_account_and_an_old_one_do_not_share_it(organisation: int, link_in: LinkIn, new_browser: Callable[[], Browser]) -> None:
    """Half register by the link while its address confirms itself elsewhere and accepts: one membership."""
    path = link_in("invitation")
    ada = member()
    browsers = [new_browser() if number % 2 else new_browser().sign_in(ada) for number in range(MANY)]
    forms = [{**each.csrf(), **MORE, "name": f"Number {number}", "password": PASSWORD} for number, each in enumerate(browsers)]
    statuses: list[int] = []

    def redeem(number: int) -> None:
        address = path if number % 2 else f"{path}/acceptance"
        statuses.append(browsers[number].post(address, data=forms[number]).status_code)

    together(redeem)
    assert set(statuses) <= {303, 410, 422}
    assert [tuple(row) for row in rows(select(Membership.person_id, Membership.organisation_id, Membership.role))] == [
        (ada, organisation, "member")
    ]
    assert value(select(func.count()).select_from(Person)) == 2
