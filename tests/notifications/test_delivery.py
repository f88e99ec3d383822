"""Letters against a real mail server: taken, put off, refused, broken off, silent, away."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse import faults, housekeeping, jobs
from clustercourse.db import now, writing
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.notifications import delivery
from clustercourse.notifications.actions import send_letter
from tests.notifications.mail import Mailbox, free_port, silent_server
from tests.processes import run_apart


def write(*names: str) -> None:
    with writing():
        for name in names:
            send_letter(
                "greeting", key=f"greeting:{name}", to=f"{name}@example.com", language="en", name=name, address="http://127.0.0.1:8000/"
            )


def states() -> list[tuple[str, str, int, str | None]]:
    with writing() as session:
        return [
            (letter.to_address, letter.state, letter.tries, letter.last_error)
            for letter in session.scalars(select(Letter).order_by(Letter.id))
        ]


def job_states() -> list[tuple[str, str | None]]:
    with writing() as session:
        return [(job.state, job.last_error) for job in session.scalars(select(Job).order_by(Job.id))]


def let_time_pass() -> None:
    with writing() as session:
        session.execute(update(Job).where(Job.state == "waiting").values(due_at=now() - timedelta(seconds=1)))


def recipients(mailbox: Mailbox) -> list[list[str]]:
    return [to for to, _mail in mailbox.taken]


@pytest.mark.both_databases
def test_each_letter_is_sent_once(mailbox: Mailbox) -> None:
    write("ada", "ben")
    jobs.work_waiting()
    jobs.work_waiting()
    assert recipients(mailbox) == [["ada@example.com"], ["ben@example.com"]]
    assert states() == [("ada@example.com", "sent", 1, None), ("ben@example.com", "sent", 1, None)]
    assert job_states() == [("done", None), ("done", None)]
    _to, mail = mailbox.taken[0]
    assert (mail["Subject"], mail["To"], mail["Auto-Submitted"]) == ("Welcome, ada", "ada@example.com", "auto-generated")
    with writing() as session:
        assert session.scalars(select(Letter.message_id).order_by(Letter.id)).all() == [
            str(mail["Message-ID"]) for _to, mail in mailbox.taken
        ]


def test_what_a_letter_said_is_kept_until_a_mail_server_has_it(mailbox: Mailbox) -> None:
    """Links in letters are keys: none is left in the database, or in a backup of it, once it is in the post."""
    mailbox.rcpt = {"ben@example.com": "451 try later", "cleo@example.com": "550 no such person"}
    write("ada", "ben", "cleo")
    jobs.work_waiting()
    _to, mail = mailbox.taken[0]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "http://127.0.0.1:8000/" in body.get_content()
    with writing() as session:
        kept = [
            (letter.state, letter.subject, bool(letter.text), bool(letter.html))
            for letter in session.scalars(select(Letter).order_by(Letter.id))
        ]
    assert kept == [
        ("sent", "Welcome, ada", False, False),
        ("waiting", "Welcome, ben", True, True),
        ("refused", "Welcome, cleo", True, True),
    ]


def test_the_words_of_letters_that_nobody_needs_are_swept_away(mailbox: Mailbox, house_with: Callable[..., None]) -> None:
    write("sent", "dead", "old-dead", "old-waiting")
    with writing() as session:
        for name, state in (("sent", "sent"), ("dead", "dead"), ("old-dead", "dead"), ("old-waiting", "waiting")):
            old = {"created_at": now() - timedelta(days=31)} if name.startswith("old") else {}
            session.execute(update(Letter).where(Letter.key == f"greeting:{name}").values(state=state, **old))
    with_words = select(Letter.key).where(Letter.text != "", Letter.html != "").order_by(Letter.id)
    house_with(smtp_host="")
    housekeeping.sweep_rows({})
    with writing() as session:
        assert len(session.scalars(with_words).all()) == 4
    house_with(smtp_host="127.0.0.1")
    housekeeping.sweep_rows({})
    with writing() as session:
        assert session.scalars(with_words).all() == ["greeting:dead", "greeting:old-waiting"]


@pytest.mark.both_databases
def test_a_refused_address_is_marked_and_the_others_are_sent(mailbox: Mailbox) -> None:
    mailbox.rcpt = {"ben@example.com": "550 no such person"}
    write("ada", "ben", "cleo")
    jobs.work_waiting()
    assert recipients(mailbox) == [["ada@example.com"], ["cleo@example.com"]]
    assert states() == [
        ("ada@example.com", "sent", 1, None),
        ("ben@example.com", "refused", 1, "smtp_550"),
        ("cleo@example.com", "sent", 1, None),
    ]
    assert job_states() == [("done", None), ("dead", "smtp_550"), ("done", None)]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_server_that_asks_for_patience_gets_the_letter_later(mailbox: Mailbox, where: str) -> None:
    if where == "rcpt":
        mailbox.rcpt = {"ada@example.com": "451 try later"}
    else:
        mailbox.data = "451 try later"
    write("ada")
    jobs.work_waiting()
    assert (states(), job_states()) == ([("ada@example.com", "waiting", 1, "smtp_451")], [("waiting", "smtp_451")])
    mailbox.rcpt, mailbox.data = {}, ""
    jobs.work_waiting()
    assert mailbox.taken == []
    let_time_pass()
    jobs.work_waiting()
    assert (states(), job_states()) == ([("ada@example.com", "sent", 2, None)], [("done", None)])


def test_a_letter_refused_after_its_text_is_marked(mailbox: Mailbox) -> None:
    mailbox.data = "554 not here"
    write("ada")
    jobs.work_waiting()
    assert states() == [("ada@example.com", "refused", 1, "smtp_554")]


def test_a_server_that_hangs_up_in_the_middle_is_asked_again(mailbox: Mailbox) -> None:
    mailbox.hang_up = True
    write("ada")
    jobs.work_waiting()
    assert states() == [("ada@example.com", "waiting", 1, "smtp_broken_off")]
    mailbox.hang_up = False
    let_time_pass()
    jobs.work_waiting()
    assert recipients(mailbox) == [["ada@example.com"]]


def test_a_server_that_is_away_delays_no_page(app: Flask, house_with: Callable[..., None]) -> None:
    house_with(smtp_host="127.0.0.1", smtp_port=free_port(), smtp_security="none")
    began = time.monotonic()
    write("ada")
    assert time.monotonic() - began < 1
    jobs.work_waiting()
    assert states() == [("ada@example.com", "waiting", 1, "smtp_down")]


def test_a_silent_server_is_left_after_a_while(app: Flask, house_with: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", 0.2)
    with silent_server() as port:
        house_with(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
        write("ada")
        jobs.work_waiting()
    assert states() == [("ada@example.com", "waiting", 1, "smtp_down")]


def test_without_encryption_where_it_was_asked_for_nothing_leaves(mailbox: Mailbox, house_with: Callable[..., None]) -> None:
    house_with(smtp_security="starttls")
    write("ada")
    jobs.work_waiting()
    assert (states(), mailbox.taken) == ([("ada@example.com", "waiting", 1, "smtp_no_tls")], [])


def test_a_letter_is_given_up_after_a_day_of_trying(mailbox: Mailbox) -> None:
    mailbox.rcpt = {"ada@example.com": "451 try later"}
    write("ada")
    for _try in range(jobs.MOST_TRIES + 2):
        jobs.work_waiting()
        let_time_pass()
    assert states() == [("ada@example.com", "dead", jobs.MOST_TRIES, "smtp_451")]
    assert job_states() == [("dead", "smtp_451")]


def test_the_waits_between_tries_grow_and_last_a_day(mailbox: Mailbox) -> None:
    mailbox.rcpt = {"ada@example.com": "451 try later"}
    write("ada")
    waits = []
    for _try in range(jobs.MOST_TRIES - 1):
        jobs.work_waiting()
        with writing() as session:
            waits.append(round((session.scalars(select(Job.due_at)).one() - now()).total_seconds() / 30))
        let_time_pass()
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720, 720]


def test_on_a_developers_machine_a_letter_needs_no_server(app: Flask, house_with: Callable[..., None]) -> None:
    house_with(environment="local")
    write("ada")
    jobs.work_waiting()
    assert states() == [("ada@example.com", "sent", 1, None)]


def test_elsewhere_letters_wait_for_a_mail_server_and_are_taken_up(mailbox: Mailbox, house_with: Callable[..., None]) -> None:
    house_with(smtp_host="")
    write("ada", "ben")
    jobs.work_waiting()
    delivery.take_up_waiting({})
    jobs.work_waiting()
    assert states() == [("ada@example.com", "waiting", 0, None), ("ben@example.com", "waiting", 0, None)]
    house_with(smtp_host="127.0.0.1")
    write("cleo")
    delivery.take_up_waiting({})
    assert job_states() == [("done", None), ("done", None), ("waiting", None), ("waiting", None), ("waiting", None)]
    jobs.work_waiting()
    assert recipients(mailbox) == [["cleo@example.com"], ["ada@example.com"], ["ben@example.com"]]


def test_a_letter_that_was_erased_in_the_meantime_is_not_sent(mailbox: Mailbox) -> None:
    write("ada")
    with writing() as session:
        session.delete(session.scalars(select(Letter)).one())
    jobs.work_waiting()
    assert (mailbox.taken, job_states()) == ([], [("done", None)])


@pytest.mark.both_databases
@pytest.mark.parametrize(("point", "sent"), [("letters.before_sending", 1), ("letters.after_sending", 2)])
def test_a_worker_killed_while_sending(mailbox: Mailbox, app: Flask, point: str, sent: int) -> None:
    """Nothing is lost; the letter in flight comes a second time at most, with the same Message-ID."""
    write("ada")

    def work_and_die() -> None:
        faults.arm("test", f"{point}:kill")
        jobs.work_waiting()

    assert run_apart(work_and_die) == -signal.SIGKILL
    assert jobs.work_waiting() == []
    with writing() as session:
        session.execute(update(Job).values(leased_until=now() - timedelta(seconds=1)))
    jobs.work_waiting()
    assert recipients(mailbox) == [["ada@example.com"]] * sent
    assert len({str(mail["Message-ID"]) for _to, mail in mailbox.taken}) == 1
    assert states() == [("ada@example.com", "sent", 1, None)]
