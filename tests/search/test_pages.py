"""The page of the search, and pieces of texts: nothing a question or a text holds becomes markup."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from clustercourse.accounts.finding import index_person
from clustercourse.db import db, now, writing
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import CohortTeam
from clustercourse.search.entries import Audience, put
from clustercourse.search.pieces import excerpt, pieces
from clustercourse.search.words import wanted, words_of
from tests import make
from tests.content.small import introduced
from tests.page import Browser
from tests.search.looking import entry


def test_a_result_says_what_it_is_and_where(app: Flask, browser: Browser) -> None:
    nora, dan, root = make.person("Nora Bridge"), make.person("Dan Krogh"), make.person("Root", admin=True)
    cohort, cluster = make.cohort("Master Class", coordinator=dan), make.organisation("Wind Cluster")
    make.seat(cohort, nora, organisation_id=cluster)
    with writing() as session:
        index_person(session.get_one(Person, nora))
        inside = Audience(cohort_id=cohort, who="inside")
        put("topic", 1, address="/topics/1/", title="Bridge <i>money</i>", body="Who paid?", audience=inside, person_id=nora)
        put("organisation", 1, address="/organisations/b/", title="Bridge Office", body="", audience=Audience(who="inside"))
    make.published_course()
    found = browser.sign_in(dan).visit("/search?text=bridge").texts("ol", "results")[0]
    assert found.startswith("Nora Bridge Person Wind Cluster · Takes part in Master Class")
    assert "Bridge <i>money</i> Topic Nora Bridge · Master ClassWho paid?" in found
    assert "Bridges Lesson A small course" in found
    page = browser.sign_in(root).visit("/search?text=bridge&kind=organisations")
    assert page.texts("ol", "results") == ["Bridge Office Organisation Closed"]


def test_an_introduction_is_found_and_opened_in_its_language(app: Flask, browser: Browser) -> None:
    make.published_course(files=introduced())
    page = browser.visit("/search?text=unterscheiden")
    found = [(node.get("href"), node.get("lang")) for node in page.tree.iter("a") if node.text and "Kurs" in node.text]
    assert found == [("/courses/small-course/?language=de", "de")]
    assert browser.visit("/search?text=unterscheiden&spoken=da").texts("h2", "empty-title") == ["Nothing found"]


def test_places_count_what_is_there(app: Flask, browser: Browser) -> None:
    entry("Bridge lesson")
    for number in range(3):
        entry(f"Bridge post {number}", kind="post", language="")
    entry("Bridge topic", kind="topic", language="")
    tabs = browser.visit("/search?text=bridge").texts("nav", "tab-places")
    assert tabs == ["EverythingLessons 1Discussions 4"]
    page = browser.visit("/search?text=bridge&kind=lessons")
    assert page.texts("nav", "tab-places") == tabs
    assert page.texts("ol", "results") == ["Bridge lesson Lesson"]
    page = browser.visit("/search?text=bridge&kind=words")
    assert page.texts("h2", "empty-title") == ["Nothing found"]
    assert page.texts("nav", "tab-places") == ["EverythingLessons 1Words 0Discussions 4"]


def test_the_newest_posts_come_first_and_the_rest_on_further_pages(app: Flask, browser: Browser) -> None:
    with writing():
        for number in range(1, 61):
            put("post", number, address=f"/topics/{number}/", title=f"Bridge {number:02}", body="", audience=Audience())
    first = browser.visit("/search?text=bridge")
    assert first.texts("p", "quiet")[0] == "60 results"
    assert first.texts("ol", "results")[0].startswith("Bridge 60 Post Bridge 59 Post")
    second = browser.visit("/search?text=bridge&page=2")
    assert second.texts("ol", "results")[0].startswith("Bridge 10 Post Bridge 09 Post")
    for odd in ("99", "0", "-1", "x", "²", "9" * 30):
        assert browser.visit(f"/search?text=bridge&page={odd}").status == 200


def test_titles_then_ones_language_then_the_rest(app: Flask, browser: Browser) -> None:
    entry("Money", "bridge bridge bridge", language="en")
    entry("Bro", "bridge", language="da")
    entry("Bridge da", language="da")
    entry("Bridge en", language="en")
    found = browser.visit("/search?text=bridge").texts("ol", "results")[0]
    places = [found.index(title) for title in ("Bridge en", "Bridge da", "Money", "Bro ")]
    assert places == sorted(places)


ODD = ('""', "x" * 10_000, "a\x00b", "🙂", "AND OR", "c++", "*", '"unclosed', "産業", "تجمع", "e\u0301", "%", "\ud800")


def test_the_page_answers_whatever_is_asked(app: Flask, browser: Browser) -> None:
    entry("Bridges")
    for asked in ODD:
        answer = browser.get("/search", query_string={"text": asked.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200, asked


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [1, 3])
def test_four_statements_at_any_size(app: Flask, browser: Browser, statements: Any, number: int) -> None:
    dan = make.person("Dan")
    cohort = make.cohort()
    with writing() as session:
        session.add(CohortTeam(cohort_id=cohort, person_id=dan, role="trainer", created_at=now()))
    for each in range(number):
        person = make.person(f"Bridge {each}")
        make.seat(cohort, person)
        with writing():
            index_person(db.session.get_one(Person, person))
            put("post", each, address="/", title=f"Bridge post {each}", body="", audience=Audience(cohort_id=cohort, who="inside"))
    browser.sign_in(dan)
    for address, count in (("/search?text=bridge", 4), ("/search?text=bridge&kind=people", 4), ("/search", 1)):
        with statements() as seen:
            browser.visit(address)
        assert len(seen) == count, address


TEXTS = some.text(alphabet=some.one_of(some.sampled_from("<>&\"' bridgeøæ_/=*"), some.characters(exclude_categories=["Cs"])), max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_pieces_are_the_text_and_nothing_else(text: str, asked: str) -> None:
    words = wanted(asked)
    assert "".join(piece.text for piece in pieces(text, words)) == text
    around = "".join(piece.text for piece in excerpt(text, " ".join(words_of(text)), words)).removeprefix("… ").removesuffix(" …")
    assert around in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_no_text_becomes_markup(app: Flask, browser: Browser, text: str) -> None:
    with writing():
        put("post", 1, address="/topics/1/", title=f"bridge {text}", body=f"{text} <script>bridge</script>", audience=Audience())
    page = browser.get("/search?text=bridge").get_data(as_text=True)
    results = page.split('class="results"')[1].split("</ol>")[0]
    assert {part.split(">")[0].split(" ")[0] for part in results.split("<")[1:]} <= {
        "li",
        "/li",
        "p",
        "/p",
        "a",
        "/a",
        "mark",
        "/mark",
        "span",
        "/span",
    }
