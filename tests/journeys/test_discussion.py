"""Ada asks after the second session; two answer; each is told once; the others read it in the morning, and one of them stops it from the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.browser.windows import Window
from tests.conftest import LONG
from tests.journeys import talk_house
from tests.notifications.mail import Mailbox
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("talk")]

ADA, BEN, DAN, GRETA = (f"{name}@example.com" for name in ("ada", "ben", "dan", "greta"))
GRACE = timedelta(minutes=4)


@pytest.fixture(params=["sqlite", "postgresql"] if LONG else ["postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, talk_house.Work]]:
    """In the short run on PostgreSQL: all other tests in a browser are on SQLite."""
    url = request.getfixturevalue("postgres_server").new_database() if request.param == "postgresql" else ""
    with talk_house.standing(tmp_path, url) as site_and_worker:
        yield site_and_worker


def test_a_question_its_answers_and_the_letters_about_them(
    standing: tuple[Server, talk_house.Work], windows: Callable[..., Window]
) -> None:
    house, work_at = standing
    ada, ben, greta = (windows(house, size, name) for size, name in (("phone", "ada"), ("desktop", "ben"), ("phone", "greta")))
    topic = _ask(ada, house.cast["session"])
    _answer(ben, "Begin with the crane: everybody needs one twice a year.")
    _answer(greta, "We ring three of them every Friday.")

    work_at(datetime.now(UTC) + GRACE)
    [letter] = _new(house.mailbox)
    assert (letter["To"], "Ben Berg" in letter["Subject"] or "Greta Dahl" in letter["Subject"]) == (ADA, True)
    said = str(letter.get_body(("plain",)).get_content())
    assert ("the crane" in said, "every Friday" in said) == (True, True)
    assert "Replies to this address are not read." in said

    ada.page.goto(_first_link(house, said))
    ada.page.locator("#post-2").get_by_role("button", name="This helped").click()
    ada.says("The question has its answer.")
    work_at(datetime.now(UTC) + GRACE)
    [letter] = _new(house.mailbox)
    assert letter["To"] == BEN
    work_at(datetime.now(UTC) + 2 * GRACE)
    assert _new(house.mailbox) == []

    morning = _next_morning()
    work_at(morning)
    letters = {letter["To"]: letter for letter in _new(house.mailbox)}
    assert sorted(letters) == [BEN, DAN, GRETA]
    summary = str(letters[DAN].get_body(("plain",)).get_content())
    assert ("How do you reach members who never come?" in summary, topic in summary) == (True, True)
    work_at(morning + timedelta(hours=1))
    assert _new(house.mailbox) == []

    _stop_from_the_letter(house, windows(house, "phone"), str(letters[GRETA].get_body(("plain",)).get_content()))
    ada.open(topic)
    ada.page.get_by_label("Your post").fill("I rang three today. Two will come.")
    ada.press("Send")
    ada.says("I rang three today.")
    work_at(morning + timedelta(days=1))
    assert {letter["To"] for letter in _new(house.mailbox)} == {BEN, DAN}


def _ask(ada: Window, session: str) -> str:
    """From the page of the session; gives the address of the topic."""
    ada.open(session)
    ada.press("Ask or say something", "link")
    ada.page.get_by_role("radio", name="Question", exact=False).first.check()
    ada.page.get_by_label("Title").fill("How do you reach members who never come?")
    ada.page.get_by_label("Your post").fill("Of 135 members, 41 have come to nothing since spring.")
    ada.press("Open the topic")
    ada.says("Your topic is open.")
    ada.says("Members who never come")
    return ada.path.split("?")[0]


def _answer(window: Window, text: str) -> None:
    """From the first page, by what is new."""
    window.open("/")
    window.press("How do you reach members who never come?", "link")
    window.page.get_by_label("Your post").fill(text)
    window.press("Send")
    window.says(text)
    window.page.goto("about:blank")


def _stop_from_the_letter(house: Server, stranger: Window, said: str) -> None:
    """By a browser that is signed in as nobody: one page, one button."""
    stops = re.findall(rf"{re.escape(house.address)}(/letters/stop/\S+)", said)
    stranger.open(stops[0])
    stranger.says("How do you reach members who never come?")
    stranger.press("Stop these letters")
    stranger.says("These letters have stopped")


def _first_link(house: Server, said: str) -> str:
    found = re.search(rf"{re.escape(house.address)}(/topics/\S+)", said)
    assert found is not None, said
    return found[1]


_seen: dict[int, int] = {}


def _new(mailbox: Mailbox) -> list:  # type: ignore[type-arg]
    """What came since the last look."""
    before = _seen.get(id(mailbox), 0)
    _seen[id(mailbox)] = len(mailbox.taken)
    return [mail for _receivers, mail in mailbox.taken[before:]]


def _next_morning() -> datetime:
    """Just after the hour of the daily letter, of the next day from Monday to Friday on which it has not gone out yet."""
    here = datetime.now(ZoneInfo("Europe/Copenhagen"))
    morning = here.replace(hour=7, minute=6, second=0, microsecond=0)
    while morning < here + timedelta(hours=1) or morning.weekday() > 4:
        morning += timedelta(days=1)
    return morning
