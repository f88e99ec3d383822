"""Whatever somebody does in whatever order, with forms of their own making: the rules of the course hold after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Integer, Row, bindparam, func, select, update

from clustercourse.content.queries import outline
from clustercourse.db import end_reading, rows, value, writing
from clustercourse.learning.queries.completion import DONE
from clustercourse.models.content import Course
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Completion, Enrolment, Evidence
from tests import make
from tests.conftest import LONG
from tests.exercises import course
from tests.exercises.course import HOME
from tests.page import Browser

BEGAN = datetime(2026, 3, 28, 20, tzinfo=UTC)
SEQUENCES, STEPS = (2000, 30) if LONG else (20, 14)
PLACE = f"/courses/{course.SLUG}"
QUIZZES = {"recall-one": ("q1",), "limited": ("q1", "q2"), "timed": ("q2", "q3"), "later": ("q2",), "secret": ("q2",)}
RIGHT = {"q1": "true", "q2": "a", "q3": "true"}
WRONG = {"q1": "false", "q2": "b", "q3": "false"}
VARIANTS: dict[str, dict[str, Any]] = {
    "as it was": {},
    "fewer attempts": {"limited": {"attempts": 1}, "secret": {"attempts": 1}},
    "an easier quiz": {"limited": {"threshold": 50, "attempts": 0}, "timed": {"time_limit": 0}},
    "another lock": {"later": {"requires": []}, "secret": {"requires": ["limited"]}},
}
QUIZ = st.sampled_from(sorted(QUIZZES))
MORE = {"passed": "true", "percent": "100", "enrolment_id": "1", "submitted_at": "2020-01-01", "state": "complete", "may_pass_locks": "1"}
_now: list[tuple[Flask, Callable[[], Browser], time_machine.Traveller, dict[str, int]]] = []


_person = Enrolment.person_id == bindparam("person", type_=Integer)
_mine = select(Enrolment.id).where(_person, Enrolment.withdrawn_at.is_(None)).order_by(Enrolment.id.desc()).limit(1)
_pinned = select(Enrolment.pinned_version_id).where(Enrolment.id == bindparam("enrolment"))
_newest = select(Course.newest_version_id).where(Course.slug == bindparam("slug"))
_sent = select(func.count()).where(
    Attempt.enrolment_id == bindparam("enrolment"), Attempt.item_id == bindparam("item"), Attempt.submitted_at.is_not(None)
)
_open = select(Attempt.id, Attempt.ends_at).where(Attempt.submitted_at.is_(None))
_attempts = select(*Attempt.__table__.columns).join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(_person).order_by(Attempt.id)
_completions = select(*Completion.__table__.columns).join(Enrolment, Enrolment.id == Completion.enrolment_id).where(_person)
_done = _completions.where(Completion.state.in_(DONE)).with_only_columns(Completion.enrolment_id, Completion.item_id)
_evidence = select(*Evidence.__table__.columns).join(Enrolment, Enrolment.id == Evidence.enrolment_id).where(_person)


@cache
def rules_of(variant: str) -> dict[str, dict[str, Any]]:
    """What a version says about its exercises, as the files say it that it was published from."""
    plain = {"attempts": 0, "time_limit": 0, "requires": [], "threshold": 80}
    return {key: {**plain, **written} for key, written in course.exercises(**VARIANTS[variant]).items()}


class Rules(RuleBasedStateMachine):
    """One learner at a browser; the course changes under their hands."""

    @initialize()
    def begin(self) -> None:
        self.app, new_browser, self.clock, self.counts = _now[0]
        self.clock.move_to(BEGAN)
        self.versions: list[int] = []
        self.variant: dict[int, str] = {}
        self.publish("as it was")
        self.person, self.other = make.person("Ada Holm"), make.person("Ben Berg")
        course.enrolled(self.other)
        self.browser = new_browser().sign_in(self.person)
        self.browser.get("/courses/")
        self.attempts: dict[int, Row[Any]] = {}
        self.done: set[tuple[int, int]] = set()
        self.undone: set[str] = set()
        self.counts["sequences"] += 1
        self.enrol()

    def post(self, path: str, **fields: str) -> int:
        """A form, with more in it than there should be; never a fault of ours."""
        self.was_in = self.enrolment
        version = self.version_for(self.was_in)
        self.limits, self.was_open, self.was_done = rules_of(self.variant[version]), self.open_ends(), self.done_keys(self.was_in, version)
        self.counts["requests"] += 1
        answer = self.browser.post(path, data={**self.browser.csrf(), **MORE, **fields})
        assert answer.status_code in (303, 308, 403, 404, 409, 422), answer.status_code
        end_reading()
        return answer.status_code

    @rule()
    def enrol(self) -> None:
        self.post(f"{PLACE}/enrolment")

    @rule()
    def leave(self) -> None:
        self.post(f"{PLACE}/enrolment/delete")

    @rule(lesson=st.sampled_from(["words", "bridges"]))
    def read(self, lesson: str) -> None:
        self.post(f"{PLACE}/{lesson}/completion")

    @rule(lesson=st.sampled_from(["words", "bridges"]))
    def take_back(self, lesson: str) -> None:
        """“Done” is taken back, which is the only way in which something ceases to be done."""
        self.undone.add(lesson)
        self.post(f"{PLACE}/{lesson}/completion/delete")

    @rule(quiz=QUIZ)
    def start(self, quiz: str) -> None:
        self.post(f"{HOME}/{quiz}/start")

    @rule(quiz=QUIZ, right=st.booleans(), ahead=st.integers(-1, 1), drawn=st.integers(0, 5), draft=st.integers(0, 3))
    def save(self, quiz: str, right: bool, ahead: int, drawn: int, draft: int) -> None:
        self.post(f"{HOME}/{quiz}/draft", **self.form(quiz, right, ahead, drawn), version=str(draft))

    @rule(quiz=QUIZ, right=st.booleans(), ahead=st.sampled_from([0, 0, 0, -1, 1]), drawn=st.integers(0, 5), twice=st.booleans())
    def submit(self, quiz: str, right: bool, ahead: int, drawn: int, twice: bool) -> None:
        """Sent once or twice, for the next attempt or another one, drawn from any version there ever was."""
        form = self.form(quiz, right, ahead, drawn)
        self.post(f"{HOME}/{quiz}/attempts/", **form)
        if twice:
            self.look()
            self.post(f"{HOME}/{quiz}/attempts/", **form)

    @rule(quiz=st.sampled_from(["limited", "limited", "secret", "timed", "recall-one"]), right=st.booleans(), drawn=st.integers(0, 1))
    def go_on(self, quiz: str, right: bool, drawn: int) -> None:
        """The next attempt, as the page would send it, or the page before the last publication."""
        if quiz == "timed":
            self.post(f"{HOME}/{quiz}/start")
            self.look()
        self.post(f"{HOME}/{quiz}/attempts/", **self.form(quiz, right, 0, drawn))

    @rule(quiz=QUIZ)
    def settle(self, quiz: str) -> None:
        self.post(f"{HOME}/{quiz}/draft/settlement", keep="second", version="1")

    @rule(variant=st.sampled_from(sorted(VARIANTS)))
    def publish(self, variant: str) -> None:
        self.versions.append(course.published(note=variant, **VARIANTS[variant]))
        self.variant[self.versions[-1]] = variant

    @precondition(lambda self: self.enrolment)
    @rule(version=st.integers(0, 5), pinned=st.booleans())
    def pin(self, version: int, pinned: bool) -> None:
        """A course's coordinator holds people at a version, or lets them go on."""
        chosen = self.versions[version % len(self.versions)] if pinned else None
        with writing() as session:
            session.execute(update(Enrolment).where(Enrolment.id == self.enrolment).values(pinned_version_id=chosen))

    @rule(minutes=st.sampled_from([1, 9, 11]))
    def wait(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))

    def form(self, quiz: str, right: bool, ahead: int, drawn: int) -> dict[str, str]:
        answers = RIGHT if right else WRONG
        fields = {f"{quiz}.answer.{question}": answers[question] for question in QUIZZES[quiz]}
        number = max(0, self.sent(quiz) + 1 + ahead)
        version = self.versions[-1 - drawn % len(self.versions)]
        return {"attempt": str(number), "drawn": str(version), **fields}

    @property
    def enrolment(self) -> int:
        return int(value(_mine, person=self.person) or 0)

    @property
    def read_now(self) -> int:
        return self.version_for(self.enrolment)

    def version_for(self, enrolment: int) -> int:
        return int(value(_pinned, enrolment=enrolment) or value(_newest, slug=course.SLUG))

    def sent(self, key: str) -> int:
        enrolment = self.enrolment
        return int(value(_sent, enrolment=enrolment, item=outline(self.version_for(enrolment)).by_key[key].id))

    def open_ends(self) -> dict[int, datetime | None]:
        """When the time of each open attempt is over, by its id."""
        return dict(tuple(line) for line in rows(_open))

    def done_keys(self, enrolment: int, version: int) -> set[str]:
        known = outline(version).by_id
        return {known[item].key for _enrolment, item in rows(_done, person=self.person) if _enrolment == enrolment and item in known}

    @invariant()
    def look(self) -> None:
        if not hasattr(self, "attempts"):
            return
        end_reading()
        self.attempts_are_kept()
        self.what_is_done_stays_done()
        self.done_is_what_was_earned()
        assert rows(_attempts, person=self.other) == []
        end_reading()

    def attempts_are_kept(self) -> None:
        found = rows(_attempts, person=self.person)
        numbers: dict[tuple[int, int], list[int]] = {}
        for line in found:
            numbers.setdefault((line.enrolment_id, line.item_id), []).append(line.number)
            was = self.attempts.get(line.id)
            if was is None:
                self.was_allowed(line)
            if was is not None and was.submitted_at is not None:
                assert tuple(was) == tuple(line)
            elif line.submitted_at is not None:
                self.is_worth_what_it_says(line)
            self.attempts[line.id] = line
            self.counts["attempts"] += was is None
        assert set(self.attempts) == {line.id for line in found}
        assert [many for many in numbers.values() if many != list(range(1, len(many) + 1))] == []

    def was_allowed(self, line: Any) -> None:
        """A new attempt: its learner was in the course, it was open or done before, and there was one left."""
        assert line.enrolment_id == self.was_in
        key = outline(line.version_id).by_id[line.item_id].key
        rules = self.limits[key]
        assert rules["attempts"] == 0 or line.number <= rules["attempts"]
        assert key in self.was_done or set(rules["requires"]) <= self.was_done
        assert line.criterion["threshold"] == rules["threshold"]
        if rules["time_limit"]:
            assert line.submitted_at is None
            assert line.ends_at == line.created_at + timedelta(minutes=rules["time_limit"])

    def is_worth_what_it_says(self, line: Any) -> None:
        key = outline(line.version_id).by_id[line.item_id].key
        right = [line.answers.get(question) == RIGHT[question] for question in QUIZZES[key]]
        assert line.percent == round(100 * sum(right) / len(right))
        assert line.passed == (line.percent >= line.criterion["threshold"])
        ends_at = self.was_open.get(line.id)
        is_late = ends_at is not None and line.submitted_at > ends_at + timedelta(seconds=15)
        assert line.result["late"] == is_late

    def what_is_done_stays_done(self) -> None:
        found = {tuple(line) for line in rows(_done, person=self.person)}
        known = outline(self.read_now).by_id
        gone = {known[item].key for _enrolment, item in self.done - found}
        assert gone <= self.undone
        self.done, self.undone = found, set()

    def done_is_what_was_earned(self) -> None:
        """Each completion has the evidence that its rule asks for, and each try that was enough has its evidence."""
        evidence = {(line.enrolment_id, line.item_id, line.what): line.value for line in rows(_evidence, person=self.person)}
        for line in rows(_completions, person=self.person):
            keys = outline(line.version_id).by_key
            needed = [(line.enrolment_id, keys[need["item"]].id, need["what"]) for need in line.rule]
            met = [need in evidence and (need[2] != "pass" or evidence[need]["passed"]) for need in needed]
            assert (line.state in DONE) == all(met)
        tried = {(line.enrolment_id, line.item_id) for line in self.attempts.values() if line.submitted_at is not None}
        assert {(enrolment, item) for enrolment, item, what in evidence if what == "submit"} == tried
        passed = {(line.enrolment_id, line.item_id) for line in self.attempts.values() if line.passed}
        assert {(enrolment, item) for (enrolment, item, what), found in evidence.items() if what == "pass" and found["passed"]} == passed


@pytest.fixture
def learner(app: Flask, new_browser: Callable[[], Browser]) -> Iterator[dict[str, int]]:
    counts = {"sequences": 0, "requests": 0, "attempts": 0}
    with time_machine.travel(BEGAN, tick=False) as clock:
        _now[:] = [(app, new_browser, clock, counts)]
        yield counts
    _now.clear()


def test_the_rules_hold_whatever_is_done(learner: dict[str, int], figure: Callable[[str, object], None]) -> None:
    chosen = settings(
        max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Rules, settings=chosen)
    for name, number in learner.items():
        figure(name, number)
