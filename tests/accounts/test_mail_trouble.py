"""Whatever the mail server does: people go on within a moment, their letters wait, and each is sent once when it can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse import jobs
from clustercourse.db import now, value, writing
from clustercourse.house import house, use_house
from clustercourse.models.catalogue import Organisation
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.notifications import delivery
from tests import make
from tests.accounts.conftest import PASSWORD, member
from tests.notifications.mail import Mailbox, free_port, mail_server, silent_server
from tests.page import Browser

REFUSED = "reset@example.com"
ADDRESSES = ["register@example.com", REFUSED, "invite@example.com"]


def away(_mailbox: Mailbox) -> int:
    return free_port()


def later(mailbox: Mailbox) -> int:
    mailbox.data = "451 try later"
    return mailbox.port


def one_later(mailbox: Mailbox) -> int:
    mailbox.rcpt = {REFUSED: "450 not now"}
    return mailbox.port


def one_refused(mailbox: Mailbox) -> int:
    mailbox.rcpt = {REFUSED: "550 no such person"}
    return mailbox.port


def hangs_up(mailbox: Mailbox) -> int:
    mailbox.hang_up = True
    return mailbox.port


@dataclass(frozen=True)
class Trouble:
    """What the server does; the state of each letter after the first try, and which are never sent."""

    begin: Callable[[Mailbox], int] | None
    states: tuple[str, str, str] = ("waiting", "waiting", "waiting")
    never: tuple[str, ...] = ()


TROUBLES = {
    "away": Trouble(away),
    "silent": Trouble(None),
    "later": Trouble(later),
    "one address later": Trouble(one_later, ("sent", "waiting", "sent")),
    "one address refused": Trouble(one_refused, ("sent", "refused", "sent"), (REFUSED,)),
    "hangs up": Trouble(hangs_up),
}


@contextmanager
def troubled(mailbox: Mailbox, trouble: Trouble) -> Iterator[None]:
    """The house's mail server behaves like that."""
    if trouble.begin is not None:
        use_house(replace(house(), smtp_host="127.0.0.1", smtp_port=trouble.begin(mailbox), smtp_security="none"))
        yield
        return
    with silent_server() as port:
        use_house(replace(house(), smtp_host="127.0.0.1", smtp_port=port, smtp_security="none"))
        yield


def act(browser: Browser, visitor: Browser, organisation: str) -> list[float]:
    """Register, ask for a new password, invite; the seconds each took."""
    seconds = []
    for work in (
        lambda: visitor.send("/register", name="Rita Lund", email="register@example.com", password=PASSWORD),
        lambda: visitor.send("/password/reset", email=REFUSED),
        lambda: browser.send(f"/organisations/{organisation}/", f"/organisations/{organisation}/invitations", email="invite@example.com"),
    ):
        began = time.monotonic()
        assert work().status == 200
        seconds.append(time.monotonic() - began)
    return seconds


def states() -> dict[str, str]:
    with writing() as session:
        return {letter.to_address: letter.state for letter in session.scalars(select(Letter))}


@pytest.mark.parametrize("name", sorted(TROUBLES))
def test_letters_wait_for_better_times(
    app: Flask, new_browser: Callable[[], Browser], name: str, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)
    trouble = TROUBLES[name]
    greta, place = make.person("Greta Dahl", email="greta@example.com"), make.organisation("Cluster A")
    make.membership(greta, place, role="manager")
    member("Ada Holm", REFUSED)
    with mail_server() as mailbox:
        with troubled(mailbox, trouble):
            seconds = act(new_browser().sign_in(greta), new_browser(), value(select(Organisation.slug)))
            jobs.work_waiting()
        assert states() == dict(zip(ADDRESSES, trouble.states, strict=True))
        mailbox.rcpt, mailbox.data, mailbox.hang_up = {}, "", False
        use_house(replace(house(), smtp_port=mailbox.port))
        for _twice in range(2):
            with writing() as session:
                session.execute(update(Job).where(Job.state == "waiting").values(due_at=now() - timedelta(seconds=1)))
            jobs.work_waiting()
        taken = sorted(to for receivers, _mail in mailbox.taken for to in receivers)
    figure("slowest, s", round(max(seconds), 2))
    assert max(seconds) < 5
    assert taken == sorted(set(ADDRESSES) - set(trouble.never))
