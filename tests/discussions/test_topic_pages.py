"""The page of a topic: where it opens, what a page of it costs, what it says of those who left, and what waits after a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from clustercourse.db import rows, value, writing
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import OrganisationRegion, OrganisationSector
from clustercourse.models.discussions import Post, PostDraft, Topic, TopicReader
from tests import make
from tests.discussions import given
from tests.discussions.here import Here, sent, texts
from tests.page import Browser, Page, fields_of

NEW = {"kind": "discussion", "title": "Who pays for the coffee?", "text": "We never asked."}


def numbers(page: Page) -> list[int]:
    """The posts on a page."""
    return [int(node.get("data-number", "0")) for node in page.tree.iter("article")]


def read(person: int, topic: int, number: int) -> None:
    with writing() as session:
        session.add(TopicReader(person_id=person, topic_id=topic, read_number=number, is_chosen=False, reason=""))


def test_a_topic_is_opened_and_read_by_its_people_only(here: Here, browser: Browser) -> None:
    page = browser.sign_in(here.cast.ada).send(f"{here.address}new", **NEW)
    assert (page.heading, page.texts("div", "flash")) == ("Who pays for the coffee?", ["Your topic is open."])
    address = page.response.request.path
    browser.sign_in(here.cast.ben)
    assert "We never asked." in browser.visit(address).text
    for stranger in (here.cast.eve, here.cast.cleo, here.cast.greta):
        browser.sign_in(stranger)
        assert browser.get(address).status_code == 404


def test_what_one_may_not_see_is_answered_like_what_does_not_exist(here: Here, browser: Browser) -> None:
    file = given.file(here.first)
    browser.sign_in(here.cast.eve)
    for path in ("", "edit", "move", "posts", "posts/1", "posts/1/edit", "posts/1/flag", "posts/1/revisions", f"posts/1/files/{file}"):
        ours, none = (browser.get(f"/topics/{number}/{path}") for number in (here.topic, 999))
        assert (ours.status_code, none.status_code) == (404, 404)
        assert words_of(ours) == words_of(none)
    for path in ("", "new", "settings", "people"):
        assert browser.get(here.address + path).status_code == browser.get(f"/cohorts/none/discussion/{path}").status_code == 404


def words_of(answer: Any) -> str:
    """The whole page but for its request id."""
    text: str = Page(answer).text
    return text.replace(answer.headers["X-Request-Id"], "")


def test_a_title_or_a_text_too_many_stays_on_the_page_with_a_sentence(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ada)
    for wrong, said in (
        ({"title": ""}, "Error: Enter a title."),
        ({"title": "x" * 151}, "Error: Use at most 150 characters."),
        ({"text": " "}, "Error: Write something first."),
        ({"title": "one\x85two"}, "Error: Write this on one line, without control characters."),
    ):
        page = browser.send(f"{here.address}new", **NEW | wrong)
        kept = fields_of(page.form(f"{here.address}new"))
        assert (page.status, page.errors) == (422, [said])
        assert (kept["title"], kept["text"].strip()) == ((NEW | wrong)["title"], (NEW | wrong)["text"].strip())
    assert len(rows(select(Topic.id))) == 1


def test_a_form_sent_twice_makes_one_topic_and_one_post(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ada)
    form = fields_of(browser.visit(f"{here.address}new").form(f"{here.address}new")) | NEW
    answers = [browser.post(f"{here.address}new", data=form).headers["Location"] for _twice in range(2)]
    assert answers[0] == answers[1]
    reply = fields_of(browser.visit(here.at).form(f"{here.at}posts")) | {"text": "Twice."}
    answers = [browser.post(f"{here.at}posts", data=reply).headers["Location"] for _twice in range(2)]
    assert answers == [f"{here.at}?page=1#post-2"] * 2
    again = browser.post(f"{here.at}posts", data=reply | {"text": "Something else."})
    assert (again.status_code, "Something else." in again.text) == (409, True)
    assert texts() == ["We are few, and want to be many.", "We never asked.", "Twice."]


def test_it_opens_where_one_has_not_read_yet(here: Here, browser: Browser) -> None:
    here.filled(105)
    browser.sign_in(here.cast.ada)
    assert numbers(browser.visit(here.at)) == [*range(1, 51)]
    read(here.cast.ada, here.topic, 60)
    page = browser.visit(here.at)
    assert (numbers(page), page.texts("p", "unread-line")) == ([*range(51, 101)], ["New since your last visit"])
    with writing() as session:
        session.execute(update(TopicReader).values(read_number=105))
    page = browser.visit(here.at)
    assert (numbers(page), page.texts("p", "unread-line")) == ([*range(101, 106)], [])


def test_pages_beyond_either_end_are_the_last_and_the_first(here: Here, browser: Browser) -> None:
    here.filled(51)
    browser.sign_in(here.cast.ben)
    shown = {asked: numbers(browser.visit(f"{here.at}?page={asked}")) for asked in ("0", "-3", "1", "2", "3", "99999999999", "x")}
    first, last = [*range(1, 51)], [51]
    assert shown == {"0": first, "-3": first, "1": first, "2": last, "3": last, "99999999999": last, "x": first}


def test_a_lasting_address_leads_to_the_page_and_the_place(here: Here, browser: Browser) -> None:
    posts = [here.first, *here.filled(101)]
    browser.sign_in(here.cast.ben)
    for number in (1, 50, 51, 100, 101):
        answer = browser.get(here.post(posts[number - 1]))
        assert answer.headers["Location"] == f"{here.at}?page={(number - 1) // 50 + 1}#post-{number}"
        assert f'id="post-{number}"' in browser.get(answer.headers["Location"].partition("#")[0]).text
    with writing():
        other = given.topic(here.space, here.cast.ben, "Another")
        given.post(other, here.cast.ben)
    assert browser.get(f"/topics/{other}/posts/{here.first}").status_code == 404


@pytest.mark.both_databases_when_long
def test_a_topic_costs_the_same_however_long_it_is(here: Here, browser: Browser, statements: Callable[[], Any]) -> None:
    given.file(here.first)
    browser.sign_in(here.cast.ben)
    for until in (1, 3, 60):
        here.filled(until) if until > 1 else None
        for path in (f"{here.at}?page=1", f"{here.at}posts?after=0"):
            browser.get(path)
            with statements() as seen:  # type: ignore[attr-defined]
                assert browser.get(path).status_code == 200
            assert len(seen) == 4, seen
        last = value(select(Topic.last_number))
        with statements() as seen:  # type: ignore[attr-defined]
            assert browser.get(f"{here.at}posts?after={last}").status_code == 204
        assert len(seen) == 2
        with writing() as session:
            session.execute(update(Topic).values(last_number=0))
            session.execute(Post.__table__.delete().where(Post.number > 1))
            session.execute(update(Topic).values(last_number=1))


def test_what_is_new_comes_alone(here: Here, browser: Browser) -> None:
    here.filled(3)
    page = browser.sign_in(here.cast.ada).visit(f"{here.at}posts?after=1")
    assert (numbers(page), [node.get("hx-get") for node in page.tree.iter("div") if node.get("hx-get")]) == (
        [2, 3],
        [f"{here.at}posts?after=3"],
    )
    assert [browser.get(f"{here.at}posts?after={after}").status_code for after in (3, 4, 999)] == [204, 204, 204]


def test_an_answer_and_a_quotation_are_begun_without_scripts(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    page = browser.visit(f"{here.at}?to={here.first}")
    assert "You answer Ada Holm" in page.text
    assert fields_of(page.form(f"{here.at}posts"))["to"] == str(here.first)
    page = browser.send(f"{here.at}?to={here.first}", f"{here.at}posts", text="So were we.")
    assert "In answer to Ada Holm" in page.text
    quoted = fields_of(browser.visit(f"{here.at}?quote={here.first}").form(f"{here.at}posts"))["text"]
    assert quoted.strip() == "> **Ada Holm**\n>\n> We are few, and want to be many."


def test_what_is_not_in_this_topic_is_neither_answered_nor_quoted(here: Here, browser: Browser) -> None:
    with writing():
        secret = given.space(cohort_id=make.cohort("Third"))
        others = [given.post(given.topic(space, here.cast.eve, "Hidden"), here.cast.eve, "A secret.") for space in (here.space, secret)]
        others.append(given.post(here.topic, here.cast.eve, "A secret.", deleted_at=make.now(), deleted_by_id=here.cast.eve))
    browser.sign_in(here.cast.ben)
    for post in others:
        page = browser.visit(f"{here.at}?to={post}&quote={post}")
        assert ("A secret." in page.text, fields_of(page.form(f"{here.at}posts"))["to"]) == (False, "")
    said = sent(browser, f"{here.at}posts", text="To nobody here.", to=str(others[0]))
    assert (said.status, "To nobody here." in said.text) == (404, True)
    assert "To nobody here." not in texts()


def test_an_answer_to_a_post_that_went_meanwhile_keeps_the_text(here: Here, browser: Browser) -> None:
    answered = here.filled(2)[0]
    browser.sign_in(here.cast.ada)
    form = fields_of(browser.visit(f"{here.at}?to={answered}").form(f"{here.at}posts")) | {"text": "I see it otherwise."}
    with writing() as session:
        session.execute(update(Post).where(Post.id == answered).values(deleted_at=make.now()))
    page = Page(browser.post(f"{here.at}posts", data=form))
    assert (page.status, page.errors) == (422, ["Error: The post that you answer was removed meanwhile. Your text is kept."])
    kept = fields_of(page.form(f"{here.at}posts"))
    assert (kept["text"].strip(), kept["to"]) == ("I see it otherwise.", "")
    assert Page(browser.post(f"{here.at}posts", data=kept)).status == 303
    assert texts()[-1] == "I see it otherwise."


def test_a_topic_closed_while_one_was_writing_keeps_the_text(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    form = fields_of(browser.visit(here.at).form(f"{here.at}posts")) | {"text": "A long thought."}
    with writing() as session:
        session.execute(update(Topic).values(closed_at=make.now()))
    page = Page(browser.post(f"{here.at}posts", data=form))
    assert (page.status, "This topic was closed while you were writing. Your text is kept." in page.text) == (422, True)
    assert "A long thought." in page.text
    assert f"{here.at}posts" not in [form.get("action") for form in browser.visit(here.at).forms()]
    assert f"{here.at}posts" in [form.get("action") for form in browser.sign_in(here.cast.dan).visit(here.at).forms()]


def test_who_left_is_a_former_participant(here: Here, browser: Browser) -> None:
    answer = here.filled(2)[0]
    with writing() as session:
        session.execute(update(Post).where(Post.id == answer).values(answers_id=here.first))
        session.execute(update(Person).where(Person.id == here.cast.ada).values(name="", erased_at=make.now()))
        session.execute(update(Topic).values(title="", last_person_id=here.cast.ada))
        session.execute(update(Post).where(Post.id == here.first).values(text="", html=""))
    page = browser.sign_in(here.cast.dan).visit(here.at)
    assert page.heading == "Topic of a former participant"
    assert page.texts("h2", "post-by") == ["former participant", "Ben Berg"]
    assert "In answer to former participant" in page.text
    listed = browser.visit(here.address)
    assert "Topic of a former participant" in listed.text
    for path in (f"{here.at}edit", f"{here.at}move", f"{here.post(here.first)}/flag", f"{here.at}?quote={here.first}", "/me/unread/"):
        assert "Ada Holm" not in browser.visit(path).text


def test_where_an_author_comes_from_stands_beside_the_post(here: Here, browser: Browser) -> None:
    with writing() as session:
        session.add(OrganisationRegion(organisation_id=here.cast.organisation_a, code="DK032"))
        session.add(OrganisationSector(organisation_id=here.cast.organisation_a, name="Maritime"))
        session.execute(update(Post).values(organisation_id=here.cast.organisation_a))
    here.filled(2)
    assert browser.sign_in(here.cast.ben).visit(here.at).texts("p", "post-from") == ["Cluster A · DK032 · Maritime", ""]


def test_the_rule_of_the_house_stands_on_every_post_wherever_it_is_read(here: Here, browser: Browser) -> None:
    here.filled(3)
    browser.sign_in(here.cast.ben)
    pages = (here.at, "/me/unread/", f"{here.post(here.first)}/revisions", f"{here.at}posts?after=0")
    marks = "Chatham House rule"
    assert [marks in browser.visit(path).text for path in pages] == [False] * 4
    browser.sign_in(here.cast.dan).send(f"{here.address}settings", is_chatham="on")
    browser.sign_in(here.cast.ben)
    for path in (here.at, "/me/unread/", f"{here.at}posts?after=0"):
        page = browser.visit(path)
        assert [marks in text for text in page.texts("article")] == [True] * 3
    assert marks in browser.visit(f"{here.post(here.first)}/revisions").text


def test_a_case_asks_for_what_stands_behind_an_option(here: Here, browser: Browser) -> None:
    with writing():
        case = given.topic(here.space, here.cast.ada, "A case", kind="clinic", step="options")
        given.post(case, here.cast.ada, step="situation")
    browser.sign_in(here.cast.ben)
    page = browser.send(f"/topics/{case}/", f"/topics/{case}/posts", text="Ask them.")
    assert (page.status, page.errors) == (
        422,
        ["Error: Say what stands behind it: what you have done yourself, or where you have it from."],
    )
    assert fields_of(page.form(f"/topics/{case}/posts"))["text"].strip() == "Ask them."
    page = browser.send(f"/topics/{case}/", f"/topics/{case}/posts", text="Ask them.", basis="We did in 2024.")
    assert page.texts("p", "post-basis") == ["What stands behind it We did in 2024."]


def test_a_draft_is_kept_found_and_gone_once_it_is_sent(here: Here, browser: Browser) -> None:
    browser.sign_in(here.cast.ben)
    place = f"/me/post-drafts/topic:{here.topic}"
    page = browser.send(here.at, f"{here.at}posts", text="")
    assert page.status == 422
    assert sent(browser, place, text="Half a thou", version="0").status == 303
    form = fields_of(browser.visit(here.at).form(f"{here.at}posts"))
    assert form["text"].strip() == "Half a thou"
    twofold = browser.post(place, data={**browser.csrf(), "text": "Another", "version": "0"}, headers={"Accept": "application/json"})
    assert twofold.status_code == 409
    assert "Another" in browser.visit(place).text
    browser.send(place, f"{place}/settlement", keep="second", number="1")
    assert fields_of(browser.visit(here.at).form(f"{here.at}posts"))["text"].strip() == "Another"
    browser.send(here.at, f"{here.at}posts")
    assert fields_of(browser.visit(here.at).form(f"{here.at}posts"))["text"].strip() == ""
    assert [found.fields for found in rows(select(PostDraft.fields))] == [{}]
    assert browser.sign_in(here.cast.eve).get(place).status_code == 404
