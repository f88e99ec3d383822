"""Posts in the rules of a course: what is asked, in numbers and in words. No rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from clustercourse.content.queries import Requirement
from clustercourse.language import speaking
from clustercourse.learning.queries.completion import Marks, standing, state_of
from clustercourse.learning.queries.posts import asked_posts
from clustercourse.learning.queries.rules import conditions
from tests.learning.test_completion import calmly, course, item

READ = {"what": "read", "item": "a", "threshold": None}
POST = Requirement("post", "a", 2)


def marks(*words: str, **values: Any) -> Marks:
    """What somebody did to item `a`, which has the number 2."""
    return Marks(evidence={(2, word): True for word in words}, **values)


@pytest.mark.parametrize(
    ("rule", "words", "excused", "state"),
    [
        ([POST], (), (), "incomplete"),
        ([POST], ("post.1",), (), "incomplete"),
        ([POST], ("post.3",), (), "incomplete"),
        ([POST], ("post.2",), (), "complete"),
        ([POST], ("read",), (), "incomplete"),
        ([POST], (), ("post.2@a",), "complete"),
        ([POST], (), ("post.1@a", "post.2@b"), "incomplete"),
        ([Requirement("read", "a"), POST], ("post.2",), (), "incomplete"),
        ([Requirement("read", "a"), POST], ("read", "post.2"), (), "complete"),
        ([Requirement("pass", "a", 80), POST], ("pass",), (), "incomplete"),
        ([Requirement("pass", "a", 80), POST], ("pass", "post.2"), (), "complete"),
        ([Requirement("pass", "a", 80), POST], ("pass",), ("post.2@a",), "complete"),
    ],
)
def test_so_many_posts_are_asked(rule: list[Requirement], words: tuple[str, ...], excused: tuple[str, ...], state: str) -> None:
    assert state_of(rule, {("a", word): True for word in words}, excused) == state
    found = standing(course(item("a", "lesson", 1, rule=[each.to_json() for each in rule])), marks(*words, excused={2: frozenset(excused)}))
    assert found.states["a"] == state


def test_a_requirement_is_kept_as_it_was_said() -> None:
    assert Requirement.from_json(POST.to_json()) == POST
    assert POST.to_json() == {"what": "post", "item": "a", "threshold": 2}
    assert (POST.word, POST.name) == ("post.2", "post.2@a")


def test_who_only_wrote_has_not_opened_anything() -> None:
    version = course(item("a", "lesson", 1, rule=[READ, POST.to_json()]), item("b", "lesson", 2))
    wrote, read = standing(version, marks("post.2")).steps[2], standing(version, marks("read")).steps[2]
    assert [(step.is_seen, step.mark) for step in (wrote, read)] == [(False, "incomplete"), (True, "seen")]


@pytest.mark.parametrize(
    ("kind", "number", "english", "danish", "address"),
    [
        (
            "lesson",
            1,
            "You write a post in the discussion of this lesson.",
            "Du skriver et indlæg i diskussionen om denne lektion.",
            "#discussion",
        ),
        (
            "lesson",
            3,
            "You write 3 posts in the discussion of this lesson.",
            "Du skriver 3 indlæg i diskussionen om denne lektion.",
            "#discussion",
        ),
        (
            "exercise",
            1,
            "You write a post in the discussion of this exercise.",
            "Du skriver et indlæg i diskussionen om denne øvelse.",
            "/courses/c/discussion/?lesson=a",
        ),
        (
            "exercise",
            3,
            "You write 3 posts in the discussion of this exercise.",
            "Du skriver 3 indlæg i diskussionen om denne øvelse.",
            "/courses/c/discussion/?lesson=a",
        ),
    ],
)
def test_the_condition_in_words(kind: str, number: int, english: str, danish: str, address: str) -> None:
    version = course(item("a", kind, 1, rule=[READ, Requirement("post", "a", number).to_json()]))
    word = f"post.{number}"
    met, unmet = (conditions(version, version.by_key["a"], found, "en")[1] for found in (marks(word), marks("read", "post.9")))
    assert [(str(each.words), each.is_met, each.is_asked, each.address) for each in (met, unmet)] == [
        (english, True, True, address),
        (english, False, True, address),
    ]
    assert (met.name, met.word, met.is_answering) == (f"{word}@a", "post", False)
    with speaking("da"):
        assert str(met.words) == danish


def test_which_items_ask_for_how_many() -> None:
    version = course(
        item("a", "lesson", 1, rule=[READ, POST.to_json()]),
        item("b", "lesson", 2),
        item("x", "exercise", 3, rule=[{"what": "attend", "item": "x", "threshold": None, "session": "day-2"}]),
        item("y", "exercise", 4, rule=[{"what": "pass", "item": "y", "threshold": 80}, Requirement("post", "y", 1).to_json()]),
    )
    assert asked_posts(version) == {2: {"post.2": 2}, 5: {"post.1": 1}}
    assert asked_posts(course(item("b", "lesson", 1))) == {}


@calmly
@given(number=some.integers(1, 20), words=some.sets(some.integers(1, 20)), more=some.sets(some.integers(1, 20)), has_read=some.booleans())
def test_nothing_but_the_number_that_is_asked_counts(number: int, words: set[int], more: set[int], has_read: bool) -> None:
    version = course(item("a", "lesson", 1, rule=[READ, Requirement("post", "a", number).to_json()]))
    read = ["read"] if has_read else []
    before, after = (standing(version, marks(*read, *(f"post.{n}" for n in found))) for found in (words, words | more))
    assert before.steps[2].is_done is (has_read and number in words)
    assert before.percent <= after.percent
