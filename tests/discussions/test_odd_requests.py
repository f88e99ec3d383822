"""What no page of ours sends, and is answered all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clustercourse.db import rows
from clustercourse.models.discussions import Post, Topic, TopicStep
from tests.discussions.conftest import Room
from tests.page import Browser, Page


def sent(browser: Browser, path: str, **values: object) -> Page:
    return Page(browser.post(path, data={**browser.csrf(), **values}))


def test_a_text_in_the_place_of_a_file_is_no_file(room: Room, browser: Browser) -> None:
    page = sent(browser.sign_in(room.cast.ben), f"{room.at}posts", text="With a word beside it.", files="not a file")
    assert page.status == 303
    assert [found.file_count for found in rows(select(Post.file_count).order_by(Post.id))] == [0, 0]


@pytest.mark.parametrize("to", ["", "questions", "done", "nowhere"])
def test_what_is_no_case_has_no_steps(room: Room, browser: Browser, to: str) -> None:
    assert sent(browser.sign_in(room.cast.ada), f"{room.at}step", to=to).status == 404
    assert rows(select(Topic.step))[0].step == ""
    assert rows(select(TopicStep.id)) == []
