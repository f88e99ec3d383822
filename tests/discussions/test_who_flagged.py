"""Who asked for a moderator is known to moderators only."""

from __future__ import annotations

from tests.discussions.here import Here, sent
from tests.page import Browser


def test_the_author_does_not_learn_who_flagged_a_post(here: Here, browser: Browser) -> None:
    assert sent(browser.sign_in(here.cast.ben), f"{here.post(here.first)}/flag", why="hurtful").status == 303
    assert "Asked for a moderator" in browser.visit("/me/activity/").text
    browser.sign_in(here.cast.ada)
    assert "Ben Berg" not in browser.visit("/me/activity/").text
    assert "Ben Berg" not in browser.visit("/me/notifications/").text
    assert "Ben Berg" in browser.sign_in(here.cast.dan).visit("/moderation/").text
