"""The one function that says what is done, and what it gives for a course. No rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from clustercourse.content.queries import Outline, Requirement
from clustercourse.content.queries.outline import read_outline
from clustercourse.learning.queries.completion import DONE, Marks, standing, state_of

calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
READ = Requirement("read", "a")
SUBMIT = Requirement("submit", "x")
PASS = Requirement("pass", "x", 80)


@pytest.mark.parametrize(
    ("rule", "evidence", "state"),
    [
        ([], {}, "incomplete"),
        ([READ], {}, "incomplete"),
        ([READ], {("a", "read"): True}, "complete"),
        ([READ], {("b", "read"): True}, "incomplete"),
        ([SUBMIT], {("x", "submit"): {"number": 1}}, "complete"),
        ([SUBMIT], {("x", "read"): True}, "incomplete"),
        ([PASS], {("x", "submit"): {"number": 1}}, "incomplete"),
        ([PASS], {("x", "pass"): False}, "failed"),
        ([PASS], {("x", "pass"): True}, "passed"),
        ([READ, PASS], {("a", "read"): True}, "incomplete"),
        ([READ, PASS], {("a", "read"): True, ("x", "pass"): False}, "failed"),
        ([READ, PASS], {("a", "read"): True, ("x", "pass"): True}, "complete"),
        ([READ, PASS], {("x", "pass"): True}, "incomplete"),
        ([READ, SUBMIT], {("a", "read"): True, ("x", "submit"): True}, "complete"),
    ],
)
def test_state_of(rule: list[Requirement], evidence: dict[tuple[str, str], dict[str, Any]], state: str) -> None:
    assert state_of(rule, evidence) == state


def item(key: str, kind: str, position: int, **changes: Any) -> dict[str, Any]:
    what = {"lesson": "read", "exercise": "submit"}.get(kind)
    rule = [{"what": what, "item": key, "threshold": None}] if what else []
    plain = {
        "key": key,
        "kind": kind,
        "slug": key,
        "parent_key": None if kind == "module" else "m",
        "position": position,
        "titles": {"en": key.title()},
        "summaries": {"en": ""},
        "minutes": 10 if kind == "lesson" else 0,
        "optional": False,
        "requires": [],
        "rule": rule,
        "placed_in": None,
    }
    return {**plain, **changes}


def course(*items: dict[str, Any]) -> Outline:
    texts = {"title": "C", "summary": "", "about_html": "", "audience": "", "certifies": "", "outcomes": []}
    everything = [item("m", "module", 0), *items]
    stored = {
        "slug": "c",
        "language": "en",
        "languages": ["en"],
        "texts": {"en": texts},
        "topics": [],
        "trainer": "",
        "minutes": 0,
        "items": everything,
    }
    ids = {entry["key"]: number for number, entry in enumerate(everything, 1)}
    return read_outline(stored, version_id=1, number=1, course_id=1, ids=ids)


A, B, X = item("a", "lesson", 1), item("b", "lesson", 2, requires=["a"]), item("x", "exercise", 3)


def read(outline: Outline, *keys: str) -> Marks:
    return Marks(evidence={(outline.by_key[key].id, "read"): True for key in keys})


def test_an_empty_course_is_nothing_to_do() -> None:
    empty = standing(course())
    assert (empty.has_nothing_to_do, empty.total, empty.percent, empty.next_step()) == (True, 0, 0, None)


def test_a_course_of_optional_steps_is_nothing_to_do_either() -> None:
    outline = course({**A, "optional": True})
    assert standing(outline).has_nothing_to_do
    assert standing(outline, read(outline, "a")).percent == 0


def test_percent_is_rounded_down_and_full_only_at_the_end() -> None:
    outline = course(A, item("b", "lesson", 2), item("d", "lesson", 3))
    assert [standing(outline, read(outline, *keys)).percent for keys in ("", "a", "ab", "abd")] == [0, 33, 66, 100]


def test_optional_steps_never_count() -> None:
    outline = course(A, item("o", "lesson", 2, optional=True))
    before, after = standing(outline, read(outline, "a")), standing(outline, read(outline, "a", "o"))
    assert [(found.done, found.total, found.percent) for found in (before, after)] == [(1, 1, 100), (1, 1, 100)]
    assert after.steps[outline.by_key["o"].id].is_done


def test_an_exercise_inside_a_lesson_counts_through_the_rule_only() -> None:
    inside = item("x", "exercise", 2, placed_in="a")
    outline = course(A, inside)
    assert standing(outline).total == 1
    assert standing(outline, read(outline, "a")).percent == 100


def test_a_locked_step_opens_when_the_one_before_is_done() -> None:
    outline = course(A, B)
    locked = standing(outline).steps[outline.by_key["b"].id]
    opened = standing(outline, read(outline, "a")).steps[outline.by_key["b"].id]
    assert (locked.mark, locked.locked_by) == ("locked", outline.by_key["a"])
    assert (opened.mark, opened.locked_by) == ("incomplete", None)


def test_a_completion_stays_whatever_the_rule_asks_now() -> None:
    harder = course(
        {**A, "rule": [{"what": "read", "item": "a", "threshold": None}, {"what": "submit", "item": "x", "threshold": None}]}, X
    )
    kept = standing(harder, Marks(completions={harder.by_key["a"].id: "complete"}))
    assert kept.steps[harder.by_key["a"].id].state == "complete"
    assert standing(harder, read(harder, "a")).steps[harder.by_key["a"].id].state == "incomplete"


def test_after_the_end_new_steps_are_new_and_the_percentage_stays() -> None:
    outline = course(A, item("n", "lesson", 2), item("o", "lesson", 3, optional=True))
    ended = standing(outline, read(outline, "a"), is_finished=True)
    assert ended.percent == 100
    assert [step.item.key for step in ended.fresh] == ["n"]
    assert standing(outline, read(outline, "a")).fresh == ()


def test_going_on_prefers_the_step_last_seen_and_passes_over_what_is_locked() -> None:
    outline = course(item("o", "lesson", 1, optional=True), {**A, "position": 2}, {**B, "position": 3}, {**X, "position": 4})
    key = {name: entry.id for name, entry in outline.by_key.items()}
    fresh = standing(outline)
    asked = [
        fresh.next_step(),
        fresh.next_step(key["x"]),
        fresh.next_step(key["b"]),
        standing(outline, read(outline, "a")).next_step(key["a"]),
    ]
    assert [step.item.key if step else None for step in asked] == ["a", "x", "a", "b"]


def test_minutes_left_follow_the_place() -> None:
    outline = course(A, item("b", "lesson", 2))
    key = outline.by_key["a"].id
    assert [standing(outline, Marks(places={key: place})).minutes_left for place in (0, 50, 95, 100, 250)] == [20, 15, 11, 10, 10]


def test_what_follows_a_step() -> None:
    outline = course(A, B, X)
    done_last = standing(outline, Marks(evidence={(outline.by_key["x"].id, "submit"): True}))
    following = [done_last.following(outline.by_key[key]) for key in ("a", "x")]
    assert [step.item.key if step else None for step in following] == ["x", "a"]


evidence_words = some.sets(some.tuples(some.sampled_from("abx"), some.sampled_from(["read", "submit"])))


@calmly
@given(before=evidence_words, more=evidence_words)
def test_more_evidence_never_takes_anything_away(before: set[tuple[str, str]], more: set[tuple[str, str]]) -> None:
    outline = course(A, B, X)

    def found(words: set[tuple[str, str]]) -> Marks:
        return Marks(evidence={(outline.by_key[key].id, what): True for key, what in words})

    less, all_of_it = standing(outline, found(before)), standing(outline, found(before | more))
    assert {key for key, step in less.steps.items() if step.state in DONE} <= {key for key, step in all_of_it.steps.items() if step.is_done}
    assert 0 <= less.percent <= all_of_it.percent <= 100
