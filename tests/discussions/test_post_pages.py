"""What is done to a post on its pages: changed, removed, brought back, found helpful, accepted."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select, update

from clustercourse.db import rows, writing
from clustercourse.models.discussions import Post, PostFile, PostRevision, Topic
from tests.discussions import given
from tests.discussions.here import Here, sent, texts
from tests.page import Browser, Page, fields_of


def actions(page: Page) -> set[str]:
    """What the forms of a page do."""
    return {str(form.get("action")) for form in page.forms()}


def test_only_its_author_changes_a_post(here: Here, browser: Browser) -> None:
    edit = f"{here.post(here.first)}/edit"
    statuses = {name: browser.sign_in(person).get(edit).status_code for name, person in here.cast.people().items()}
    assert statuses == {"ada": 200, "ben": 403, "cleo": 404, "dan": 403, "greta": 404, "eve": 404, "root": 403}
    assert sent(browser.sign_in(here.cast.dan), edit, text="Changed by me.").status == 403
    page = browser.sign_in(here.cast.ada).send(edit, text="We are few.")
    assert page.texts("div", "flash") == ["Your post is saved."]
    assert (texts(), [found.text for found in rows(select(PostRevision.text))]) == (["We are few."], ["We are few, and want to be many."])
    assert "We are few, and want to be many." in browser.sign_in(here.cast.ben).visit(f"{here.post(here.first)}/revisions").text


def test_an_empty_change_is_refused_with_the_page(here: Here, browser: Browser) -> None:
    page = browser.sign_in(here.cast.ada).send(f"{here.post(here.first)}/edit", text=" ")
    assert (page.status, page.errors) == (422, ["Error: Write something first."])
    assert texts() == ["We are few, and want to be many."]


def test_a_change_that_is_sent_twice_is_made_once(here: Here, browser: Browser) -> None:
    edit = f"{here.post(here.first)}/edit"
    form = fields_of(browser.sign_in(here.cast.ada).visit(edit).form(edit)) | {"text": "With a file."}
    for _twice in range(2):
        assert browser.post(edit, data=form | {"files": (io.BytesIO(b"notes"), "notes.txt")}).status_code == 303
    assert (texts(), len(rows(select(PostRevision.id))), len(rows(select(PostFile.id)))) == (["With a file."], 1, 1)


def test_two_windows_overwrite_nothing(here: Here, browser: Browser) -> None:
    edit = f"{here.post(here.first)}/edit"
    form = fields_of(browser.sign_in(here.cast.ada).visit(edit).form(edit))
    browser.send(edit, text="From the first window.")
    second = Page(browser.post(edit, data=form | {"text": "From the second window."}))
    assert (second.status, "From the second window." in second.text) == (409, True)
    assert texts() == ["From the first window."]
    assert sent(browser, edit, text="Odd", seen="not a moment").status in (303, 409, 422)
    assert texts() == ["From the first window."]


def test_a_post_goes_and_comes_back(here: Here, browser: Browser) -> None:
    answer = here.filled(2)[0]
    gone = f"{here.post(answer)}/removal"
    assert sent(browser.sign_in(here.cast.ada), f"{here.post(answer)}/delete").status == 403
    assert browser.sign_in(here.cast.ben).get(gone).status_code == 404
    page = browser.send(here.at, f"{here.post(answer)}/delete")
    assert page.heading == "The post is off the page"
    assert "Post number 2." not in browser.visit(here.at).text
    for path in ("edit", "flag", "revisions"):
        assert browser.get(f"{here.post(answer)}/{path}").status_code == 404
    assert browser.sign_in(here.cast.ada).get(gone).status_code == 403
    assert "Bring it back" not in browser.visit(here.at).text
    page = browser.sign_in(here.cast.ben).send(gone, f"{gone}/delete")
    assert (page.texts("div", "flash"), "Post number 2." in page.text) == (["The post is back."], True)


def test_what_a_moderator_took_away_only_a_moderator_brings_back(here: Here, browser: Browser) -> None:
    answer = here.filled(2)[0]
    gone = f"{here.post(answer)}/removal"
    browser.sign_in(here.cast.dan).send(here.at, f"{here.post(answer)}/delete")
    assert "Taken off the page by those who run this." in browser.visit(here.at).text
    browser.sign_in(here.cast.ben)
    assert (browser.get(gone).status_code, sent(browser, f"{gone}/delete").status) == (403, 403)
    assert browser.sign_in(here.cast.dan).send(gone, f"{gone}/delete").status == 200
    assert rows(select(Post.deleted_at).where(Post.id == answer))[0].deleted_at is None


def test_a_topic_without_posts_is_gone_and_its_last_post_brings_it_back(here: Here, browser: Browser) -> None:
    page = browser.sign_in(here.cast.ada).send(here.at, f"{here.post(here.first)}/delete")
    assert (page.heading, browser.get(here.at).status_code) == ("The post is off the page", 404)
    assert "How do you price" not in browser.visit(here.address).text
    browser.send(f"{here.post(here.first)}/removal", f"{here.post(here.first)}/removal/delete")
    assert browser.visit(here.at).heading == "How do you price a first membership?"


def test_helpful_is_said_once_and_taken_back(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    helpful = f"{here.post(here.first)}/helpful"
    for _twice in range(2):
        assert sent(browser, helpful).status == 303
    assert "Helpful for you" in browser.visit(here.at).text
    assert "1 person found this helpful" in browser.sign_in(here.cast.ada).visit(here.at).text
    assert "for others to say" in browser.post(helpful, data=browser.csrf(), follow_redirects=True).text
    browser.sign_in(here.cast.ben)
    for _twice in range(2):
        assert sent(browser, f"{helpful}/delete").status == 303
    assert rows(select(Post.helpful_count))[0].helpful_count == 0


def test_whoever_asked_or_moderates_chooses_the_answer(here: Here, browser: Browser) -> None:
    with writing() as session:
        session.execute(update(Topic).values(kind="question"))
        answers = [given.post(here.topic, here.cast.ben, f"Answer {number}.") for number in (2, 3)]
    accept = f"{here.post(answers[0])}/acceptance"
    assert accept not in actions(browser.sign_in(here.cast.ben).visit(here.at))
    assert sent(browser, accept).status == 403
    page = browser.sign_in(here.cast.ada).send(here.at, accept)
    assert [text.startswith("BB Ben Berg") or "This helped" in text for text in page.texts("article", "post-accepted")] == [True]
    assert sent(browser.sign_in(here.cast.dan), f"{here.post(answers[1])}/acceptance").status == 303
    assert rows(select(Topic.accepted_number))[0].accepted_number == 3
    assert "Answered" in browser.visit(here.address).text
    assert sent(browser.sign_in(here.cast.ada), f"{here.at}acceptance/delete").status == 303
    assert rows(select(Topic.accepted_number))[0].accepted_number is None
    with writing():
        other = given.post(given.topic(here.space, here.cast.ada, "Another", kind="question"), here.cast.ben)
    assert sent(browser, f"{here.post(other)}/acceptance").status == 404


def test_reading_marks_nothing_and_the_button_marks_what_was_shown(here: Here, browser: Browser, statements: Any) -> None:
    here.filled(12)
    browser.sign_in(here.cast.ada)
    for _twice in range(2):
        page = browser.visit("/me/unread/")
        assert len(page.texts("article")) == 10
    page = browser.send("/me/unread/")
    assert page.texts("div", "flash") == ["Marked as read."]
    assert [node.get("data-number") for node in page.tree.iter("article")] == ["11", "12"]
    assert "You have read everything" in browser.send("/me/unread/").text
    assert "Post number" in browser.sign_in(here.cast.ben).visit("/me/unread/").text


def test_the_unread_page_costs_the_same_for_one_topic_and_for_three(here: Here, browser: Browser, statements: Any) -> None:
    browser.sign_in(here.cast.ben)
    counts = []
    for topics in (0, 2):
        with writing():
            for number in range(topics):
                given.post(given.topic(here.space, here.cast.ada, f"Topic {number}"), here.cast.ada)
        browser.get("/me/unread/")
        with statements() as seen:
            page = browser.visit("/me/unread/")
        counts.append((len(page.texts("article")), len(seen)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
    assert counts[0][1] <= 4
