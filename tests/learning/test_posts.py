"""Posts that a course asks for: what is noted of them, what is done by it, and what the pages say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.content.queries import outline
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import NotHere
from clustercourse.learning import actions
from clustercourse.learning.actions import Settled, note_posts
from clustercourse.learning.queries.posts import AskedToPost, asked_to_post, people_asked_to_post, posts_noted
from clustercourse.models.content import Course, Item
from clustercourse.models.events import Event
from clustercourse.models.learning import Completion, Enrolment, Evidence
from tests import make
from tests.page import Browser

WORDS, BRIDGES, CHECK = "10-first/10-words.md", "10-first/20-bridges.md", "exercises/check-first.yaml"
LESSON = "/courses/small-course/words/"


def published(**changes: tuple[str, str]) -> None:
    """The small course; its first lesson wants two posts besides being read, unless something else is said."""
    asking = {WORDS: ("minutes: 15", "minutes: 15\ndone: [read, {post: 2}]")}
    make.published_course(files=make.course_files(changes=changes or asking))


def begin(name: str = "Ada Holm") -> tuple[int, int]:
    """(person, enrolment) in the small course."""
    person = make.person(name)
    with writing():
        return person, actions.enrol(person, 1, by=person, language="en")


def number(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key))
    return found


def wrote(enrolment: int, version: int = 1, by: int | None = None, **counts: int) -> Settled:
    with writing():
        return note_posts(enrolment, {number(key): count for key, count in counts.items()}, version_id=version, by=by)


def read(enrolment: int, key: str) -> Settled:
    with writing():
        return actions.note_evidence(enrolment, number(key), "read", {}, version_id=1, by=None)


def noted(enrolment: int) -> list[tuple[str, str, Any, int]]:
    found = select(Item.key, Evidence.what, Evidence.value, Evidence.version_id).join(Item, Item.id == Evidence.item_id)
    return [tuple(line) for line in rows(found.where(Evidence.enrolment_id == enrolment).order_by(Evidence.id))]  # type: ignore[misc]


def done(enrolment: int) -> list[tuple[str, str]]:
    found = select(Item.key, Completion.state).join(Item, Item.id == Completion.item_id)
    return [tuple(line) for line in rows(found.where(Completion.enrolment_id == enrolment).order_by(Completion.id))]  # type: ignore[misc]


@pytest.mark.both_databases_when_long
def test_enough_posts_complete_a_lesson_once(app: Flask) -> None:
    published()
    (ada, mine), (_ben, other) = begin(), begin("Ben")
    for enrolment in (mine, other):
        read(enrolment, "words")
    assert wrote(mine, by=ada, words=1, bridges=5) == Settled()
    assert (noted(mine), done(mine)) == ([("words", "read", {}, 1)], [])
    assert wrote(mine, by=ada, words=2) == Settled((number("words"),))
    assert wrote(mine, by=ada, words=2) == wrote(mine, by=ada, words=7) == Settled()
    assert noted(mine) == [("words", "read", {}, 1), ("words", "post.2", {"posts": 2}, 1)]
    assert (done(mine), done(other), len(noted(other))) == ([("words", "complete")], [], 1)
    assert value(select(Completion.rule)) == [
        {"what": "read", "item": "words", "threshold": None},
        {"what": "post", "item": "words", "threshold": 2},
    ]
    done_by = select(Event.person_id, Event.by_id, Event.thing_id).where(Event.verb == "learning.item_completed")
    assert [tuple(line) for line in rows(done_by)] == [(ada, ada, number("words"))]
    with writing():
        assert actions.recompute(mine) == Settled()


@pytest.mark.both_databases_when_long
def test_a_post_that_is_gone_takes_back_only_what_is_not_done(app: Flask) -> None:
    published()
    (_ada, mine), (_ben, other) = begin(), begin("Ben")
    wrote(other, words=2)
    wrote(mine, words=2)
    assert posts_noted(mine) == ((number("words"), "post.2"),)
    for _time in range(2):
        assert wrote(mine, words=1) == Settled()
        assert (posts_noted(mine), posts_noted(other)) == ((), ((number("words"), "post.2"),))
    wrote(mine, words=3)
    assert wrote(mine) == Settled()
    assert posts_noted(mine) == ()
    read(mine, "words")
    assert wrote(mine, words=2) == Settled((number("words"),))
    assert wrote(mine) == Settled()
    assert (posts_noted(mine), done(mine)) == (((number("words"), "post.2"),), [("words", "complete")])


@pytest.mark.both_databases_when_long
def test_posts_finish_a_lesson_alone_and_an_exercise_with_its_answers(app: Flask) -> None:
    published(**{BRIDGES: ("[read, {pass: check-first}]", "post"), CHECK: ("done: pass", "done: [pass, {post: 3}]")})
    _ada, mine = begin()
    read(mine, "words")
    both = Settled((number("bridges"),))
    assert wrote(mine, bridges=1) == both
    assert wrote(mine, bridges=1, **{"check-first": 3}) == Settled()
    with writing():
        passed = {"passed": True, "percent": 100}
        settled = actions.note_evidence(mine, number("check-first"), "pass", passed, version_id=1, by=None)
    assert settled == Settled((number("check-first"),), finished=True)
    assert done(mine) == [("words", "complete"), ("bridges", "complete"), ("check-first", "complete")]


@pytest.mark.both_databases_when_long
def test_several_items_at_once_and_the_end_of_the_course(app: Flask) -> None:
    published(**{WORDS: ("minutes: 15", "minutes: 15\ndone: {post: 2}"), BRIDGES: ("[read, {pass: check-first}]", "{post: 4}")})
    _ada, mine = begin()
    with writing():
        actions.note_evidence(mine, number("check-first"), "pass", {"passed": True, "percent": 100}, version_id=1, by=None)
    assert wrote(mine, words=2, bridges=4) == Settled((number("words"), number("bridges")), finished=True)


def test_undoing_a_lesson_keeps_that_somebody_wrote(app: Flask) -> None:
    published()
    ada, mine = begin()
    wrote(mine, words=2)
    read(mine, "words")
    with writing():
        actions.undo_read(mine, number("words"), by=ada)
    assert (noted(mine), done(mine)) == ([("words", "post.2", {"posts": 2}, 1)], [])


def test_nobody_there_and_nothing_asked(app: Flask, statements: Callable[[], Any]) -> None:
    published()
    with pytest.raises(NotHere):
        wrote(99, words=2)
    make.published_course()
    _ada, mine = begin()
    read(mine, "words")
    counts = {number("words"): 9}
    assert outline(2).number == 2
    with writing(), statements() as seen:
        assert note_posts(mine, counts, version_id=2, by=None) == Settled()
    assert (len(seen), posts_noted(mine)) == (1, ())


@pytest.mark.both_databases_when_long
def test_a_new_version_counts_what_was_written_before_and_forgets_what_is_gone(app: Flask) -> None:
    published()
    _ada, mine = begin()
    wrote(mine, words=2)
    make.published_course(files=make.course_files(changes={WORDS: ("minutes: 15", "minutes: 15\ndone: [read, {post: 1}]")}))
    assert wrote(mine, 2, words=2) == Settled()
    assert posts_noted(mine) == ((number("words"), "post.2"), (number("words"), "post.1"))
    assert wrote(mine, 2, words=1) == Settled()
    assert posts_noted(mine) == ((number("words"), "post.1"),)
    make.published_course()
    assert wrote(mine, 3) == Settled()
    assert posts_noted(mine) == ()


@pytest.mark.both_databases_when_long
def test_who_is_asked(app: Flask, statements: Callable[[], Any]) -> None:
    published()
    make.published_course()
    make.published_course(
        key="other-course", files=make.course_files(key="other-course", changes={WORDS: ("minutes: 15", "minutes: 15\ndone: post")})
    )
    first = 1
    (ada, mine), (ben, his), (_eve, hers), (_finn, _newest) = (begin(name) for name in ("Ada", "Ben", "Eve", "Finn"))
    spring = make.cohort()
    with writing() as session:
        actions.enrol(ada, value(select(Course.id).where(Course.key == "other-course")), by=ada, language="en")
        session.execute(update(Enrolment).where(Enrolment.id.in_((mine, his, hers))).values(pinned_version_id=first))
        session.execute(update(Enrolment).where(Enrolment.id == mine).values(cohort_id=spring, finished_at=now()))
        session.execute(update(Enrolment).where(Enrolment.id == hers).values(withdrawn_at=now()))
    again = begin_again(ada)
    asked = (AskedToPost(mine, ada, 1, spring, first), AskedToPost(his, ben, 1, None, first))
    assert people_asked_to_post(1) == asked
    assert (asked_to_post(ada, 1), asked_to_post(ben, 1), asked_to_post(ben, 2)) == (asked[:1], asked[1:], ())
    with writing() as session:
        session.execute(update(Enrolment).where(Enrolment.id == again).values(pinned_version_id=first))
    assert [each.id for each in asked_to_post(ada, 1)] == [mine, again]
    counts = []
    for course_id in (1, 2):
        found = len(people_asked_to_post(course_id))
        with statements() as seen:
            people_asked_to_post(course_id)
        counts.append((found, len(seen)))
    assert counts == [(3, 1), (1, 1)]


def begin_again(person: int) -> int:
    with writing():
        return actions.enrol(person, 1, by=person, language="en")


def test_the_lesson_says_what_is_missing_and_leads_there(app: Flask, browser: Browser) -> None:
    published(**{WORDS: ("minutes: 15", "minutes: 15\ndone: [read, {post: 2}]"), BRIDGES: ("[read, {pass: check-first}]", "post")})
    ada, mine = begin()
    browser.sign_in(ada)
    button = "You press “Mark as done” at the end. Not yet"
    asked = "This lesson is done when all of this is true: {} You write 2 posts in the discussion of this lesson. {} Mark as done"
    page = browser.visit(LESSON)
    assert page.texts("section", "lesson-end") == [asked.format(button, "Not yet")]
    there = f"/courses/small-course/discussion/new?about=lesson:{number('words')}"
    assert [link for link in page.links() if "discussion" in link] == ["#discussion", there]
    wrote(mine, words=2)
    page = browser.visit(LESSON)
    assert page.texts("section", "lesson-end") == [asked.format(button, "Done")]
    assert [link for link in page.links() if "discussion" in link] == [there]
    after = browser.send(LESSON, f"{LESSON}completion")
    assert (after.heading, after.texts("section", "lesson-end")) == (
        "Bridges",
        ["This lesson is done when all of this is true: You write a post in the discussion of this lesson. Not yet"],
    )
    assert done(mine) == [("words", "complete")]


def test_the_exercise_says_what_it_asks_besides_answers(app: Flask, browser: Browser) -> None:
    published(**{CHECK: ("done: pass", "done: [pass, {post: 1}]")})
    ada, mine = begin()
    browser.sign_in(ada)
    home = "/courses/small-course/exercises/check-first/"
    page = browser.visit(home)
    assert page.texts("p", "quiet")[0] == "It takes 80% or more."
    assert page.texts("section")[-1] == "Besides your answers You write a post in the discussion of this exercise. Not yet"
    assert [link for link in page.links() if "discussion" in link] == ["/courses/small-course/discussion/?lesson=check-first"]
    wrote(mine, **{"check-first": 1})
    assert browser.visit(home).texts("section")[-1].endswith("You write a post in the discussion of this exercise. Done")
    assert "Besides" not in browser.visit("/courses/small-course/exercises/recall-words/").text
