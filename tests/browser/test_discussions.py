"""A discussion in a real browser: text that survives, answering without a new page, what others write meanwhile, and reading down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import CursorResult, insert, select

from clustercourse.models.cohorts import Cohort
from clustercourse.models.discussions import Post, Space, Topic, TopicReader
from clustercourse.models.seats import Seat
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SAVED = re.compile(r"^Saved \d\d:\d\d\s*$")
_numbers = count(1)


def _id_of(made: CursorResult[Any]) -> int:
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


@dataclass
class Talk:
    """A cohort of its own in the running site, in which Nina and Olav take part."""

    site: Server
    nina: int
    olav: int
    space: int

    def topic(self, title: str, *texts: str) -> str:
        """A topic that Olav opened, with his posts; its address."""
        moment = datetime.now(UTC)
        with self.site.engine.begin() as connection:
            said = {"kind": "discussion", "title": title, "last_number": len(texts), "last_post_at": moment, "created_at": moment}
            topic = _id_of(connection.execute(insert(Topic).values(space_id=self.space, person_id=self.olav, **said)))
            for number, text in enumerate(texts, 1):
                values = {"topic_id": topic, "number": number, "person_id": self.olav, "text": text, "html": f"<p>{text}</p>"}
                connection.execute(insert(Post).values(**values, created_at=moment))
        return f"/topics/{topic}/"

    def read(self, topic: str) -> int:
        """How far Nina has read."""
        number = int(topic.strip("/").split("/")[1])
        with self.site.engine.connect() as connection:
            mine = select(TopicReader.read_number).where(TopicReader.topic_id == number, TopicReader.person_id == self.nina)
            return connection.scalar(mine) or 0


@pytest.fixture
def talk(site: Server) -> Talk:
    moment, number = datetime.now(UTC), next(_numbers)
    nina, olav = site.add_person("Nina Vik"), site.add_person("Olav Åberg")
    with site.engine.begin() as connection:
        values = {
            "slug": f"talk-{number}",
            "title": "Master Class Talk",
            "kind": "master-class",
            "state": "published",
            "external_places": 9,
        }
        cohort = _id_of(connection.execute(insert(Cohort).values(**values, created_at=moment)))
        for person in (nina, olav):
            seat = {"cohort_id": cohort, "person_id": person, "state": "confirmed", "sheet_code": f"T{number}-{person}"}
            connection.execute(insert(Seat).values(**seat, listed="everybody", created_at=moment))
        space = _id_of(connection.execute(insert(Space).values(cohort_id=cohort, is_chatham=False, created_at=moment)))
    return Talk(site, nina, olav, space)


def _box(page: Page) -> Any:
    return page.get_by_label("Your post")


def test_what_is_typed_survives_a_tunnel_and_a_crash(talk: Talk, windows: Callable[..., Window]) -> None:
    address = talk.topic("Fees", "How do you price yours?")
    window = windows(talk.site, "phone", talk.nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(address)
    _box(page).fill("We began with one price")
    expect(page.locator("[data-part=state]")).to_have_text(SAVED)
    window.context.set_offline(True)
    _box(page).press_sequentially(" for all.")
    expect(page.locator("[data-part=state]")).to_contain_text("Not saved yet. Your text is kept in this browser.")
    page.close(run_before_unload=False)

    window.context.set_offline(False)
    window.page = window.new_page()
    page = window.open(address)
    expect(_box(page)).to_have_value("We began with one price for all.")
    expect(page.locator("[data-part=state]")).to_have_text(SAVED)
    window.context.close()

    again = windows(talk.site, "desktop", talk.nina)
    page = again.open(address)
    expect(_box(page)).to_have_value("We began with one price for all.")
    again.press("Send")
    expect(page.locator("#post-2")).to_contain_text("We began with one price for all.")
    expect(_box(page)).to_have_value("")


def test_answering_quoting_naming_and_what_comes_meanwhile_need_no_new_page(talk: Talk, windows: Callable[..., Window]) -> None:
    address = talk.topic("Fees", "How do you price yours?", "By size.\n\nThree steps.")
    reader = windows(talk.site, "desktop", talk.olav)
    reader.page.clock.install()
    watching = reader.open(address)
    window = windows(talk.site, "phone", talk.nina)
    page = window.open(address)
    page.evaluate("window.stays = true")

    page.locator("#post-2").get_by_role("link", name="Answer").tap()
    expect(page.get_by_text("You answer Olav Åberg")).to_be_visible()
    expect(_box(page)).to_be_focused()
    page.get_by_role("link", name="Answer nobody in particular").tap()
    expect(page.get_by_text("You answer Olav Åberg")).to_be_hidden()
    page.locator("#post-1").get_by_role("link", name="Quote").tap()
    expect(_box(page)).to_have_value("> **Olav Åberg**\n>\n> How do you price yours?\n\n")

    people = page.get_by_role("option")
    _box(page).press_sequentially("@ol")
    expect(people).to_have_count(1)
    _box(page).press("Enter")
    expect(_box(page)).to_have_value(re.compile(r"@Olav Åberg $"))
    _box(page).press_sequentially("and @n")
    people.filter(has_text="Nina Vik").tap()
    expect(_box(page)).to_have_value(re.compile(r"@Olav Åberg and @Nina Vik $"))
    page.locator("#post-2").get_by_role("link", name="Answer").tap()
    assert page.evaluate("window.stays")
    window.press("Send")
    expect(page.locator("#post-3 .post-to")).to_have_text("In answer to Olav Åberg")

    expect(watching.locator("#post-3")).to_have_count(0)
    _box(watching).fill("Typing all the while")
    where = "document.querySelector('.composer').getBoundingClientRect().top"
    before = watching.evaluate(where)
    watching.clock.fast_forward(16_000)
    expect(watching.locator("#post-3")).to_contain_text("@Olav Åberg and @Nina Vik")
    expect(_box(watching)).to_have_value("Typing all the while")
    assert watching.locator("article.post").count() == 3
    assert watching.evaluate(where) == pytest.approx(before, abs=1), "the field moved under the hands of its writer"
    expect(watching.locator("[data-part=state]")).to_have_text(SAVED)


def test_reading_down_marks_what_was_seen_and_only_that(talk: Talk, windows: Callable[..., Window]) -> None:
    long = " ".join(["We have tried that, and it did not work for us at all."] * 20)
    first = talk.topic("First", "Short.", "Short too.")
    second = talk.topic("Second", *[long] * 4)
    window = windows(talk.site, "phone", talk.nina)
    page = window.open("/me/unread/")
    with page.expect_response("**/me/visits"):
        page.locator("section", has_text="First").locator("article").last.scroll_into_view_if_needed()
    assert (talk.read(first), talk.read(second)) == (2, 0)

    with page.expect_response("**/me/visits"):
        page.locator("section", has_text="Second").locator("article").nth(1).evaluate("node => node.scrollIntoView()")
    assert (talk.read(first), talk.read(second)) == (2, 2)
    page = window.open("/me/unread/")
    expect(page.locator("article")).to_have_count(2)


def test_without_scripts_one_writes_follows_and_marks_as_read(talk: Talk, windows: Callable[..., Window]) -> None:
    address = talk.topic("Fees", "How do you price yours?")
    window = windows(talk.site, "phone", talk.nina, scripts=False)
    page = window.open(address)
    window.press("I have read this")
    window.says("Marked as read.")
    window.says("You have read everything")
    assert talk.read(address) == 1

    window.open(address)
    page.locator("#post-1").get_by_role("link", name="Answer").click()
    window.says("You answer Olav Åberg")
    _box(page).fill("By the number of employees.")
    window.press("Send")
    expect(page.locator("#post-2 .post-to")).to_have_text("In answer to Olav Åberg")
    page.get_by_role("button", name="Watch").click()
    window.says("You are told of every post.")
    expect(page.get_by_role("button", name="Watch")).to_have_attribute("aria-pressed", "true")
    window.open(address)
    _box(page).fill("Half a thought")
    window.press("Save for later")
    window.says("Your draft is saved.")
    expect(_box(page)).to_have_value("Half a thought")
    page.locator("#post-1 summary").click()
    page.locator("#post-1").get_by_role("link", name="Ask a moderator to look").click()
    assert window.heading == "Ask a moderator to look"
