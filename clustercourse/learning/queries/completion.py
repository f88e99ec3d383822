"""What is done: the one function that every screen uses, and what it gives for a whole course. Pure; reads no rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import ceil
from typing import Literal, NamedTuple

from clustercourse.content.queries import Outline, OutlineItem, OutlineModule, Requirement
from clustercourse.db import now
from clustercourse.language import Message, _
from clustercourse.learning.queries.sessions import Opening, Sessions, opening

State = Literal["incomplete", "complete", "passed", "failed"]
DONE: frozenset[str] = frozenset({"complete", "passed"})
Evidence = Mapping[tuple[str, str], bool]
"""What happened, by the item's key and its word (`read`, `submit`, `pass`, `attend.kick-off`, `post.2`). False: tried, not enough."""
_ELSEWHERE = ("attend.", "post.")
"""How the words begin for what happens away from the item itself."""
LOCK = "lock"
"""The word for an exception from everything that keeps an item closed. Exceptions from a condition have the condition's name."""


def holds(condition: Requirement, evidence: Evidence) -> bool:
    """Whether one condition of a rule is met."""
    return evidence.get((condition.item, condition.word), False)


def state_of(rule: Iterable[Requirement], evidence: Evidence, excused: Collection[str] = ()) -> State:
    """The state of an item: passed or complete when all of its rule holds, failed while a try that was not enough stands in the way.

    `excused` are the names of conditions that somebody granted an exception from.
    """
    conditions = tuple(rule)
    open_ones = [condition for condition in conditions if not holds(condition, evidence)]
    unmet = [condition for condition in open_ones if condition.name not in excused] if excused else open_ones
    if conditions and not unmet:
        return "passed" if not open_ones and all(condition.what == "pass" for condition in conditions) else "complete"
    tried = any(condition.what == "pass" and (condition.item, "pass") in evidence for condition in unmet)
    return "failed" if tried else "incomplete"


@dataclass(frozen=True)
class Marks:
    """What an enrolment left behind, by item id: how items ended, what happened to them, how far they were read, and what is kept there.

    `worked_on` are exercises with a draft or an attempt, `sessions` those of the cohort in which the course is taken, by key, `excused`
    exceptions by item id that are in force at the moment `at`.
    """

    completions: Mapping[int, State] = field(default_factory=dict)
    evidence: Mapping[tuple[int, str], bool] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)
    bookmarked: frozenset[int] = frozenset()
    noted: frozenset[int] = frozenset()
    drafted: frozenset[int] = frozenset()
    worked_on: frozenset[int] = frozenset()
    sessions: Sessions = field(default_factory=dict)
    excused: Mapping[int, frozenset[str]] = field(default_factory=dict)
    at: datetime = field(default_factory=now)

    @cached_property
    def seen(self) -> frozenset[int]:
        """Items that were opened or worked on; who only took part in a session or wrote in a discussion has not opened anything."""
        return frozenset(self.places) | {item_id for item_id, what in self.evidence if not what.startswith(_ELSEWHERE)}

    def asks(self, condition: Requirement) -> bool:
        """Whether a condition counts here: taking part in a session is asked of people whose cohort holds it, and of nobody else."""
        if condition.session is None:
            return True
        session = self.sessions.get(condition.session)
        return session is not None and not session.is_cancelled

    def by_key(self, outline: Outline) -> Evidence:
        known = outline.by_id
        return {(known[item_id].key, what): found for (item_id, what), found in self.evidence.items() if item_id in known}


NO_MARKS = Marks()


def asked(item: OutlineItem, marks: Marks) -> tuple[Requirement, ...]:
    """The conditions of an item that count for a person. What only a session would finish is read by those who have no such session."""
    if not item.asks_for_sessions:
        return item.rule
    return tuple(condition for condition in item.rule if marks.asks(condition)) or (Requirement("read", item.key),)


class Step(NamedTuple):
    """A lesson or exercise for one person. `is_fresh`: came after they finished.

    Locked while another step (`locked_by`) must be done first, or while its session is still to come (`opens`).
    """

    item: OutlineItem
    state: State
    is_seen: bool
    place: int
    locked_by: OutlineItem | None
    is_fresh: bool
    opens: Opening | None = None

    @property
    def is_locked(self) -> bool:
        return self.locked_by is not None or self.opens is not None

    def why_locked(self, language: str) -> Message | None:
        """What opens it, in words; titles of steps in the language of the course."""
        if self.locked_by is not None:
            return _("Opens when “{title}” is done", title=self.locked_by.title(language))
        return self.opens.words if self.opens is not None else None

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def mark(self) -> str:
        """The word for its mark in the outline."""
        if self.is_done or self.state == "failed":
            return self.state
        if self.is_locked:
            return "locked"
        return "seen" if self.is_seen else "incomplete"

    @property
    def minutes_left(self) -> int:
        return 0 if self.is_done else ceil(self.item.minutes * (100 - min(self.place, 100)) / 100)


@dataclass(frozen=True)
class Standing:
    """A person's way through one version of a course. `states` are by the key of the item."""

    outline: Outline
    marks: Marks
    states: Mapping[str, State]
    done: int
    total: int
    is_finished: bool

    @cached_property
    def steps(self) -> Mapping[int, Step]:
        """By item. Made when first asked for: who looks at many people needs a few words of each."""
        return {item.id: self._step(item) for item in self.outline.items if item.kind != "module"}

    @property
    def has_nothing_to_do(self) -> bool:
        return self.total == 0

    @property
    def percent(self) -> int:
        """Of the required steps, rounded down; once finished it stays 100."""
        if self.is_finished:
            return 100
        return 100 * self.done // self.total if self.total else 0

    @property
    def minutes_left(self) -> int:
        return sum(step.minutes_left for step in self._in_outline() if not step.item.optional)

    def done_in(self, module: OutlineModule) -> int:
        return sum(self.steps[item.id].is_done for item in module.steps if not item.optional)

    def total_in(self, module: OutlineModule) -> int:
        return sum(not item.optional for item in module.steps)

    def marks_in(self, module: OutlineModule) -> tuple[tuple[str, str, bool], ...]:
        """Everything that makes a module of the outline look different from person to person, and from zone to zone."""
        mine = (self.steps[item.id] for item in module.steps)
        return tuple((step.mark, str(step.why_locked(self.outline.language) or ""), step.is_fresh) for step in mine)

    @property
    def fresh(self) -> tuple[Step, ...]:
        return tuple(step for step in self._in_outline() if step.is_fresh)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """Required, not done, whatever locks them."""
        return tuple(step for step in self._in_outline() if not step.is_done and not step.item.optional)

    def next_step(self, last_item_id: int | None = None) -> Step | None:
        """Where to go on: the step last visited if it is not done, else the first required one that is open, else any."""
        left = [item for item in self.outline.steps if self.states[item.key] not in DONE]
        left.sort(key=lambda item: (item.id != last_item_id, item.optional))
        return next((step for step in map(self._step, left) if not step.is_locked), None)

    def following(self, item: OutlineItem) -> Step | None:
        """Where to go on after an item: the next step that is open, else whatever is left before it."""
        position = self.outline.positions.get(item.id, -1)
        after = [self.steps[step.id] for step in self.outline.steps[position + 1 :]]
        return next((step for step in after if not step.is_locked), self.next_step())

    @property
    def next_opening(self) -> Opening | None:
        """What opens first of everything that waits for a session."""
        return min((step.opens for step in self._in_outline() if step.opens is not None), key=lambda found: found.at, default=None)

    @property
    def failed(self) -> OutlineItem | None:
        """The first lesson or exercise that was tried and not passed yet."""
        tried = (item for item in self.outline.items if item.kind != "module" and self.states[item.key] == "failed")
        return next(tried, None)

    def _step(self, item: OutlineItem) -> Step:
        state, marks, locked_by, opens = self.states[item.key], self.marks, None, None
        if item.may_be_locked and state not in DONE and LOCK not in marks.excused.get(item.id, ()):
            missing = next((key for key in item.requires if key in self.states and self.states[key] not in DONE), None)
            locked_by = self.outline.by_key[missing] if missing else None
            opens = opening(item.opens, marks.sessions, marks.at)
        is_fresh = self.is_finished and item.is_step and not item.optional and state not in DONE
        return Step(item, state, item.id in marks.seen, marks.places.get(item.id, 0), locked_by, is_fresh, opens)

    def _in_outline(self) -> list[Step]:
        return [self.steps[item.id] for item in self.outline.steps]


def standing(outline: Outline, marks: Marks = NO_MARKS, *, is_finished: bool = False) -> Standing:
    """How far a person is. What was once complete stays so, whatever a newer version asks; optional steps never count."""
    evidence = marks.by_key(outline)
    states = {item.key: _state(item, marks, evidence) for item in outline.items}
    done = sum(states[item.key] in DONE for item in outline.required)
    return Standing(outline, marks, states, done, len(outline.required), is_finished)


def _state(item: OutlineItem, marks: Marks, evidence: Evidence) -> State:
    kept = marks.completions.get(item.id)
    if kept is not None and kept in DONE:
        return kept
    excused = marks.excused.get(item.id, frozenset())
    if not excused and evidence.keys().isdisjoint(item.touched_by):
        return "incomplete"
    return state_of(asked(item, marks), evidence, excused)
