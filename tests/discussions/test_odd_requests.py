"""What no page of ours sends, and is answered all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clustercourse.db import rows
from clustercourse.models.discussions import Post, Topic, TopicReader, TopicStep
from tests import make
from tests.discussions import given
from tests.discussions.here import Here, sent
from tests.page import Browser

LARGE = 10**40


def test_a_text_in_the_place_of_a_file_is_no_file(here: Here, browser: Browser) -> None:
    assert sent(browser.sign_in(here.cast.ben), f"{here.at}posts", text="With a word beside it.", files="not a file").status == 303
    assert [found.file_count for found in rows(select(Post.file_count).order_by(Post.id))] == [0, 0]


@pytest.mark.parametrize("to", ["", "questions", "done", "nowhere"])
def test_what_is_no_case_has_no_steps(here: Here, browser: Browser, to: str) -> None:
    assert sent(browser.sign_in(here.cast.ada), f"{here.at}step", to=to).status == 404
    assert rows(select(Topic.step))[0].step == ""
    assert rows(select(TopicStep.id)) == []


def test_a_step_that_no_case_has_is_refused(here: Here, browser: Browser) -> None:
    case = given.topic(here.space, here.cast.ada, kind="clinic", step="situation")
    given.post(case, here.cast.ada)
    for odd in ("", "nowhere", "done", "trying"):
        assert sent(browser.sign_in(here.cast.ada), f"/topics/{case}/step", to=odd).status == 303
    assert rows(select(TopicStep.id)) == []


@pytest.mark.parametrize("query", ["to", "quote", "page", "after"])
@pytest.mark.parametrize("number", [LARGE, 2**63, -1, 0])
@pytest.mark.postgresql_first
def test_numbers_that_nothing_has(here: Here, browser: Browser, query: str, number: int) -> None:
    path = f"{here.at}posts" if query == "after" else here.at
    assert browser.sign_in(here.cast.ben).get(f"{path}?{query}={number}").status_code in (200, 204, 404)


@pytest.mark.parametrize("query", ["lesson", "session", "page"])
@pytest.mark.parametrize("number", [LARGE, 2**63, -1, 0])
@pytest.mark.postgresql_first
def test_lists_of_topics_about_nothing(here: Here, browser: Browser, query: str, number: int) -> None:
    page = browser.sign_in(here.cast.ben).visit(f"{here.address}?{query}={number}")
    assert ("How do you price" in page.text) == (query == "page")


@pytest.mark.parametrize("read", [":5", "5:", ":", "x:1", f"{LARGE}:1", f"1:{LARGE}", "-1:1", "1:-1", "1:1:1", "²:1", ""])
def test_odd_pairs_are_not_read(here: Here, browser: Browser, read: str) -> None:
    assert sent(browser.sign_in(here.cast.ben), "/me/unread/", read=read).status in (303, 404)
    assert [found.read_number for found in rows(select(TopicReader.read_number))] in ([], [1])


def test_a_kind_that_one_may_not_open_is_a_discussion_in_the_form(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    for kind in ("announcement", "nothing", "discussion"):
        page = browser.visit(f"{here.address}new?kind={kind}")
        assert [field.get("value") for field in page.tree.iter("input") if field.get("checked") is not None] == ["discussion"]
    page = sent(browser, f"{here.address}new", kind="announcement", title="Hear, hear", text="News.")
    assert (page.status, page.errors) == (422, ["Error: Choose one from the list."])
    assert len(rows(select(Topic.id))) == 1


def test_a_topic_hangs_on_nothing_of_another_cohort(here: Here, browser: Browser) -> None:
    session = make.session(make.cohort("Third"))
    browser.sign_in(here.cast.ben)
    for place in (f"session:{session}", "lesson:1", "session:x", "nowhere", f"session:{LARGE}"):
        page = sent(browser, f"{here.address}new", kind="discussion", title="A title", text="Words.", place=place)
        assert (page.status, page.errors) == (422, ["Error: Choose one from the list."])
    assert len(rows(select(Topic.id))) == 1
