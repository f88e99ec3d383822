"""What a letter says, and what may not get into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import db, writing
from clustercourse.errors import Refused
from clustercourse.house import house, use_house
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.notifications import letters
from clustercourse.notifications.actions import resend, send_letter
from clustercourse.notifications.queries import WholeLetter
from tests import make
from tests.page import Browser

ADDRESS = "http://127.0.0.1:8000/confirm/abc"
UNWANTED = [
    "\r\nBcc: eve@example.com",
    "\nBcc: eve@example.com",
    "\r",
    "\x00",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "\x85",
    "\x1b[2J",
    "\x7f",
]
MANY_ADDRESSES = [
    "ada@example.com, eve@example.com",
    "ada@example.com;eve@example.com",
    "Ada <ada@example.com>",
    "<ada@example.com>",
    "friends: ada@example.com, eve@example.com;",
    "ada@example.com eve@example.com",
    "ada@@example.com",
    "ada",
    "ada@",
    "@example.com",
    "",
    '"ada b"@example.com',
    "ada@" + "a" * 70 + ".com",
]


def greet(name: str = "Ada", *, key: str = "greeting:1", to: str = "ada@example.com", **values: str) -> Letter:
    return send_letter("greeting", key=key, to=to, language="en", name=name, address=ADDRESS, **values)


def kept() -> list[tuple[str, str]]:
    with writing() as session:
        return [(letter.key, letter.state) for letter in session.scalars(select(Letter).order_by(Letter.id))]


def test_a_letter_is_a_row_with_its_job(app: Flask) -> None:
    with writing():
        letter = greet("Ada <3")
        found = (letter.subject, letter.text, letter.to_address, letter.state, letter.person_id)
        jobs = [(job.kind, job.key, job.values) for job in db.session.scalars(select(Job))]
        letter_id, html = letter.id, letter.html
    text = (
        f"{ADDRESS}\n\n-- \nclustercourse\nhttp://127.0.0.1:8000\n"
        "You get this letter because of something that happened with your address on this site.\n"
        "Replies to this address are not read.\n"
    )
    assert found == ("Welcome, Ada <3", text, "ada@example.com", "waiting", None)
    assert jobs == [("notifications.deliver", f"letter:{letter_id}", {"letter": letter_id})]
    assert "<p>Ada &lt;3</p>" in html and "<title>Welcome, Ada &lt;3</title>" in html


def test_what_is_rolled_back_sends_nothing(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        greet()
        raise ZeroDivisionError
    with writing() as session:
        assert (session.scalars(select(Letter)).all(), session.scalars(select(Job)).all()) == ([], [])


def test_the_same_key_is_one_letter(app: Flask) -> None:
    with writing():
        first = greet("Ada").id
        assert greet("Somebody else").id == first
        greet("Ben", key="greeting:2")
    with writing() as session:
        assert session.scalars(select(Letter.subject).order_by(Letter.id)).all() == ["Welcome, Ada", "Welcome, Ben"]
        assert len(session.scalars(select(Job)).all()) == 2


@pytest.mark.parametrize("unwanted", UNWANTED)
def test_unwanted_characters_are_refused_everywhere_but_in_a_message(app: Flask, unwanted: str) -> None:
    for values in ({"name": f"Ada{unwanted}"}, {"to": f"ada@example.com{unwanted}"}, {"to": f"ada{unwanted}@example.com"}):
        with pytest.raises(Refused), writing():
            greet(**values)
    assert kept() == []
    with writing():
        greet(message=f"One line{unwanted}")
    assert kept() == [("greeting:1", "waiting")]


@pytest.mark.parametrize("to", MANY_ADDRESSES)
def test_only_one_plain_address_is_taken(app: Flask, to: str) -> None:
    with pytest.raises(Refused) as refusal, writing():
        greet(to=to)
    assert (refusal.value.sentence, refusal.value.field) == ("This is not an e-mail address we can write to.", "email")


def whole(**changes: object) -> WholeLetter:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    plain = WholeLetter(7, "ada@example.com", "da", "<1@example.com>", "Velkommen, Åse", "Hej\n", "<p>Hej</p>\n", at, "waiting")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_message_has_one_recipient_and_no_tracking(app: Flask) -> None:
    use_house(replace(house(), mail_from="house@example.com", house_name="Klyngehuset"))
    mail = letters.message(whole())
    assert [(name, str(value)) for name, value in mail.items() if name not in ("MIME-Version", "Content-Type")] == [
        ("From", "Klyngehuset <house@example.com>"),
        ("To", "ada@example.com"),
        ("Reply-To", "no-reply@example.com"),
        ("Subject", "Velkommen, Åse"),
        ("Date", "Sat, 21 Nov 2026 09:30:00 +0000"),
        ("Message-ID", "<1@example.com>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "da"),
    ]
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert bytes(mail).isascii()


def test_replies_go_where_somebody_reads_them(app: Flask) -> None:
    use_house(replace(house(), mail_replies="desk@example.org"))
    assert str(letters.message(whole())["Reply-To"]) == "desk@example.org"
    with writing():
        assert greet().text.endswith("Answers to this letter go to desk@example.org.\n")


def test_a_sender_with_a_name_and_a_domain_with_letters_of_the_north(app: Flask) -> None:
    use_house(replace(house(), mail_from="Course house <mail@example.org>"))
    mail = letters.message(whole(to="ada@blåbær.example"))
    assert (str(mail["From"]), str(mail["To"])) == ("Course house <mail@example.org>", "ada@xn--blbr-roah.example")


def test_a_letter_on_its_way_is_not_sent_twice(app: Flask) -> None:
    root = make.person("Root", admin=True)
    with writing():
        letter = greet()
        with pytest.raises(Refused, match="on its way"):
            resend(letter, by=root)


@pytest.mark.parametrize(("state", "text"), [("sent", "Words."), ("sent", ""), ("refused", ""), ("dead", "")])
def test_a_letter_whose_words_are_gone_is_not_sent_again(app: Flask, state: str, text: str) -> None:
    root = make.person("Root", admin=True)
    with writing():
        letter = greet()
        letter.state, letter.text = state, text
        with pytest.raises(Refused, match="not kept any more"):
            resend(letter, by=root)


@pytest.mark.parametrize("state", ["refused", "dead"])
def test_a_letter_can_be_sent_again(app: Flask, state: str) -> None:
    root = make.person("Root", admin=True)
    with writing() as session:
        letter = greet()
        letter.state, letter.tries, letter.last_error = state, 3, "smtp_550"
        before = letter.message_id
        session.flush()
        resend(letter, by=root)
        assert (letter.state, letter.tries, letter.last_error, letter.message_id == before) == ("waiting", 0, None, True)
        events = [(event.verb, event.by_id, event.thing, event.thing_id) for event in session.scalars(select(Event))]
        assert events == [("notifications.letter_resent", root, "letter", letter.id)]
        assert len(session.scalars(select(Job)).all()) == 2


def test_the_page_of_letters_exists_on_a_developers_machine_only(browser: Browser, house_with: Callable[..., None]) -> None:
    with writing():
        letter_id = greet().id
    assert browser.get("/dev/letters").status_code == browser.get(f"/dev/letters/{letter_id}").status_code == 404
    house_with(environment="local")
    assert browser.visit("/dev/letters").texts("td")[1:] == ["Welcome, Ada", "ada@example.com", "Waiting"]
    shown = browser.visit(f"/dev/letters/{letter_id}")
    assert shown.heading == "Welcome, Ada"
    assert shown.links().count(ADDRESS) == 1
    browser.visit("/dev/letters/999", 404)


def test_a_machine_without_letters_says_so(browser: Browser, house_with: Callable[..., None]) -> None:
    house_with(environment="local")
    assert browser.visit("/dev/letters").texts("h2", "empty-title") == ["No letter yet"]
