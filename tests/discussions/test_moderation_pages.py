"""What only those who look after a space may do there, and nowhere else; flags and what is decided about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.learning.actions import enrol
from clustercourse.models.cohorts import Cohort
from clustercourse.models.discussions import Flag, Post, Space, Topic, TopicStep
from tests import make
from tests.cast import join_team
from tests.discussions import given
from tests.discussions.here import Here, sent, texts
from tests.page import Browser

NEVER = {"ben": 403, "cleo": 404, "greta": 404, "eve": 404}
WORDS = ("Look after it", "Keep it at the head of the list", "Move it to another discussion", "Remove")


def statuses(here: Here, browser: Browser, path: str, **values: str) -> dict[str, int]:
    """What those who may not do it are answered: one takes part, the others are strangers, Cleo a trainer of another cohort."""
    return {name: sent(browser.sign_in(here.cast.people()[name]), path, **values).status for name in NEVER}


def test_tools_are_shown_to_those_who_lead_only(here: Here, browser: Browser) -> None:
    here.filled(2)
    shown = {
        name: [words in browser.sign_in(here.cast.people()[name]).visit(here.at).text for words in WORDS] for name in ("ada", "ben", "dan")
    }
    assert shown == {"ada": [True, False, False, True], "ben": [False, False, False, True], "dan": [True] * 4}
    assert "Settings" not in browser.sign_in(here.cast.ada).visit(here.address).texts("a")


@pytest.mark.parametrize("path", ["pin", "pin/delete", "closure", "closure/delete", "move"])
def test_only_moderators_pin_close_and_move(here: Here, browser: Browser, path: str) -> None:
    assert statuses(here, browser, here.at + path) == NEVER
    assert sent(browser.sign_in(here.cast.ada), here.at + path).status == 403


@pytest.mark.parametrize("path", ["acceptance/delete", "edit"])
def test_whoever_opened_a_topic_leads_it_too(here: Here, browser: Browser, path: str) -> None:
    assert statuses(here, browser, here.at + path, title="Changed") == NEVER
    assert sent(browser.sign_in(here.cast.ada), here.at + path, title="Changed").status == 303


def test_settings_are_for_moderators(here: Here, browser: Browser) -> None:
    assert statuses(here, browser, f"{here.address}settings", is_chatham="on") == NEVER
    assert rows(select(Space.is_chatham))[0].is_chatham is False
    browser.sign_in(here.cast.dan)
    for _twice in range(2):
        assert browser.send(f"{here.address}settings", is_chatham="on").texts("div", "flash") == ["The settings are saved."]
    assert rows(select(Space.is_chatham))[0].is_chatham is True


def test_a_space_without_a_row_is_empty_and_gets_one_with_the_first_topic(here: Here, browser: Browser) -> None:
    fresh = make.cohort("Fresh", coordinator=here.cast.dan)
    address = f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == fresh))}/discussion/"
    browser.sign_in(here.cast.dan)
    assert "Nobody has written yet" in browser.visit(address).text
    assert len(rows(select(Space.id))) == 1
    page = browser.send(f"{address}new", kind="announcement", title="Welcome", text="Glad you are here.")
    assert (page.heading, len(rows(select(Space.id)))) == ("Welcome", 2)


def test_closing_and_pinning_twice_is_once(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.dan)
    for path in ("closure", "pin", "closure/delete", "pin/delete"):
        for _twice in range(2):
            assert sent(browser, here.at + path).status == 303
    assert [found.what for found in rows(select(TopicStep.what).order_by(TopicStep.id))] == ["closed", "reopened"]
    assert tuple(rows(select(Topic.pinned_at, Topic.closed_at))[0]) == (None, None)


def test_a_topic_moves_only_to_a_space_one_looks_after(here: Here, browser: Browser) -> None:
    here.filled(2)
    other, foreign = make.cohort("Other", coordinator=here.cast.dan), make.cohort("Foreign", coordinator=here.cast.cleo)
    browser.sign_in(here.cast.dan)
    page = browser.visit(f"{here.at}move")
    assert [option.get("value") for option in page.tree.iter("option")] == ["", f"cohort:{other}"]
    for odd in ("", f"cohort:{foreign}", "cohort:999", "x"):
        page = browser.send(f"{here.at}move", to=odd)
        assert (page.status, page.errors) == (422, ["Error: Choose one from the list."])
    assert "Post number 2." in browser.send(f"{here.at}move", to=f"cohort:{other}").text
    assert browser.sign_in(here.cast.ada).get(here.at).status_code == 404
    assert rows(select(Topic.space_id))[0].space_id != here.space


def test_a_flag_is_raised_once_and_decided_once(here: Here, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    flag = f"{here.post(here.first)}/flag"
    page = browser.sign_in(here.cast.ben).send(flag)
    assert (page.status, page.errors) == (422, ["Error: Choose one from the list."])
    for _twice in range(2):
        assert "Thank you." in browser.send(flag, why="hurtful", text="She means us.").texts("div", "flash")[0]
    assert [tuple(found) for found in rows(select(Flag.person_id, Flag.why, Flag.state))] == [(here.cast.ben, "hurtful", "pending")]
    assert "This is your own post." in browser.sign_in(here.cast.ada).send(flag, why="hurtful").text

    decide = f"/moderation/{here.first}"
    assert "Nothing is waiting" in browser.sign_in(here.cast.cleo).visit("/moderation/").text
    assert [browser.get(decide).status_code, sent(browser, decide, decision="upheld", reason="x").status] == [404, 404]
    assert browser.sign_in(here.cast.ben).get("/moderation/").status_code == browser.get(decide).status_code == 404

    browser.sign_in(here.cast.dan)
    listed = browser.visit("/moderation/")
    assert "She means us." in listed.text
    page = browser.send(decide, decision="upheld", reason="")
    assert page.errors == ["Error: Give a reason: it is told to its author and to those who flagged it."]
    second = new_browser().sign_in(here.cast.root)
    form = second.visit(decide).form(decide)
    assert browser.send(decide, decision="upheld", reason="It names a person.").heading == "Flagged posts"
    late = second.post(decide, data={**second.csrf(), "decision": "dismissed", "reason": "Let it stand."})
    assert (form.get("action"), late.status_code) == (decide, 422)
    assert "Dan Krogh was quicker: the post was removed. Nothing more was changed." in late.text
    assert rows(select(Flag.state))[0].state == "upheld"
    assert rows(select(Post.deleted_by_id).where(Post.id == here.first))[0].deleted_by_id == here.cast.dan
    assert "This post waits for nobody any more" in second.visit(decide).text


def test_a_post_that_can_stay_stays(here: Here, browser: Browser) -> None:
    here.filled(2)
    sent(browser.sign_in(here.cast.ben), f"{here.post(here.first)}/flag", why="off-topic")
    browser.sign_in(here.cast.dan).send(f"/moderation/{here.first}", decision="dismissed", reason="It belongs here.")
    assert rows(select(Post.deleted_at).where(Post.id == here.first))[0].deleted_at is None
    assert "Nothing is waiting" in browser.visit("/moderation/").text


@pytest.mark.parametrize("path", ["", "new", "settings", "people"])
def test_a_course_has_a_space_for_those_enrolled_and_its_team(here: Here, browser: Browser, path: str) -> None:
    key = make.published_course()
    join_team(here.cast.cleo, key)
    with writing():
        enrol(here.cast.ben, 1, by=here.cast.ben, language="en")
    address = f"/courses/small-course/discussion/{path}"
    answers = {name: browser.sign_in(here.cast.people()[name]).get(address).status_code for name in ("ada", "ben", "cleo", "dan", "eve")}
    assert answers == {"ada": 404, "ben": 403 if path == "settings" else 200, "cleo": 200, "dan": 404, "eve": 404}


def test_a_list_costs_the_same_for_one_topic_and_for_three(here: Here, browser: Browser, statements: Callable[[], object]) -> None:
    for _number in range(6):
        sent(browser.sign_in(here.cast.ben), f"{here.post(here.first)}/flag", why="other")
    browser.sign_in(here.cast.dan)
    counts: dict[str, list[int]] = {"/moderation/": [], here.address: []}
    for topics in (0, 2):
        with writing() as session:
            for number in range(topics):
                topic = given.topic(here.space, here.cast.ada, f"Topic {number}")
                flagged = given.post(topic, here.cast.ada)
                session.add(Flag(post_id=flagged, person_id=here.cast.ben, why="other", created_at=make.now()))
        for path, seen_before in counts.items():
            browser.get(path)
            with statements() as seen:  # type: ignore[attr-defined]
                assert browser.get(path).status_code == 200
            seen_before.append(len(seen))
    assert all(one == three for one, three in counts.values()), counts
    assert texts() == ["We are few, and want to be many.", "We tried it.", "We tried it."]


def test_people_to_name_are_those_of_the_space(here: Here, browser: Browser) -> None:
    here.filled(2)
    browser.sign_in(here.cast.ada)
    asked = {
        typed: [node.get("data-handle") for node in browser.visit(f"{here.address}people?q={typed}").tree.iter("li")]
        for typed in ("", "b", "kro", "eve")
    }
    assert asked == {"": ["Ada Holm", "Ben Berg", "Dan Krogh"], "b": ["Ben Berg"], "kro": ["Dan Krogh"], "eve": []}
