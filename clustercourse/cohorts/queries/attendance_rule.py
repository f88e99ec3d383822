"""The attendance rule as plain arithmetic: minutes attended ÷ minutes held. Knows no database and no page.

The fraction leaves out what was excused, not expected, cancelled or does not count, and what nobody has marked yet.
A certificate needs the percentage of the cohort (inclusive) and half of all minutes held; between the two the coordinator decides.
It is a query's neighbour because queries of this area and the areas above both count by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

from clustercourse.language import Message, _

State = Literal["reached", "coordinator_decides", "not_reached", "undefined"]
Reach = Literal["nothing_to_come", "open", "last_chance", "out_of_reach"]


class Held(Protocol):
    """As much of a session as the rule looks at. `is_past` says that its end has passed."""

    @property
    def minutes(self) -> int: ...

    @property
    def counts(self) -> bool: ...

    @property
    def is_cancelled(self) -> bool: ...

    @property
    def is_past(self) -> bool: ...

    @property
    def on_day(self) -> date: ...


class Marked(Protocol):
    """As much of a mark as the rule looks at."""

    @property
    def status(self) -> str: ...

    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True)
class Belonging:
    """The days on which a person belongs to the cohort, both included; None is open."""

    joined_on: date | None = None
    left_on: date | None = None

    def covers(self, day: date) -> bool:
        return (self.joined_on is None or self.joined_on <= day) and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True)
class Outcome:
    """Where a person stands. All numbers are minutes but `unmarked`, which counts sessions that are over and say nothing of them.

    `held` is the denominator of the person's own fraction, `all_held` every minute held so far, `to_come` what they can still attend,
    `needed` how much of that they must attend to reach the percentage.
    """

    attended: int
    held: int
    all_held: int
    to_come: int
    needed: int
    unmarked: int
    percent_wanted: int
    state: State
    reach: Reach

    @property
    def share(self) -> Fraction | None:
        """Exactly attended ÷ held; None while nothing was held."""
        return Fraction(self.attended, self.held) if self.held else None

    @property
    def percent(self) -> Fraction | None:
        return None if self.share is None else self.share * 100

    @property
    def why(self) -> Message:
        """The result as a sentence with its reason."""
        if self.state == "undefined":
            return _("Nothing that counts was held yet, so there is no percentage.")
        if self.state == "coordinator_decides":
            return _("The percentage is reached, but with less than half of all minutes held. The coordinator decides.")
        if self.state == "reached":
            return _("At least {percent} percent: enough for the certificate so far.", percent=self.percent_wanted)
        return _("Less than {percent} percent: not enough for the certificate so far.", percent=self.percent_wanted)

    @property
    def outlook(self) -> Message:
        """What is still possible, said to the person."""
        if self.reach == "out_of_reach":
            return _("Even with every session to come, {percent} percent cannot be reached any more.", percent=self.percent_wanted)
        if self.reach == "nothing_to_come":
            return _("There are no more sessions that count.")
        if self.reach == "last_chance":
            return _("Missing one more session would put {percent} percent out of reach.", percent=self.percent_wanted)
        if not self.needed:
            return _("You reach {percent} percent even without the sessions to come.", percent=self.percent_wanted)
        return _("You need {needed} of the {minutes} minutes to come.", needed=self.needed, minutes=self.to_come)

    @property
    def outlook_of_them(self) -> Message | None:
        """The same, said of the person to those who run the cohort; None where nothing more is needed."""
        if self.reach != "open":
            return self.outlook
        return _("Needs {needed} of the {minutes} minutes to come.", needed=self.needed, minutes=self.to_come) if self.needed else None


def minutes_present(arrived: int | None, left: int | None, *, minutes: int) -> int:
    """Minutes in the session of somebody who was there. `arrived` and `left` are minutes after its start; None is the whole way."""
    return (minutes if left is None else left) - (arrived or 0)


def stands(sessions: Sequence[Held], marks: Sequence[Marked | None], belonging: Belonging, *, percent_wanted: int) -> Outcome:
    """The rule for one person. `marks` stand in the order of `sessions`; None is no mark.

    Formula: attended ÷ held over the sessions marked present or absent. Source: PRODUCT 5, formulas 3.17. Undefined while held is 0.
    """
    is_always_here = belonging.joined_on is None and belonging.left_on is None
    attended = held = all_held = unmarked = unknown = 0
    chances: list[int] = []
    for session, mark in zip(sessions, marks, strict=True):
        if session.is_cancelled or not session.counts:
            continue
        minutes, status = session.minutes, "expected" if mark is None else mark.status
        if mark is not None and status == "present":
            all_held, held, attended = all_held + minutes, held + minutes, attended + mark.minutes
            continue
        all_held += minutes if status == "absent" or session.is_past else 0
        if not (is_always_here or belonging.covers(session.on_day)):
            continue
        if status == "absent":
            held += minutes
        elif status == "expected" and session.is_past:
            unmarked, unknown = unmarked + 1, unknown + minutes
        elif status == "expected":
            chances.append(minutes)
    to_come = sum(chances)
    needed = -((attended * 100 - percent_wanted * (held + to_come)) // 100)
    state = _state(attended, held, all_held, percent_wanted)
    reach = _reach(attended + unknown, held + unknown, chances, percent_wanted)
    return Outcome(attended, held, all_held, to_come, max(0, needed), unmarked, percent_wanted, state, reach)


def _state(attended: int, held: int, all_held: int, wanted: int) -> State:
    if held == 0:
        return "undefined"
    if attended * 100 < wanted * held:
        return "not_reached"
    return "reached" if attended * 2 >= all_held else "coordinator_decides"


def _reach(attended: int, held: int, chances: Sequence[int], wanted: int) -> Reach:
    """What nobody marked counts as attended here, so that nobody is told too early that it is too late."""
    in_all = held + sum(chances)
    if in_all and (attended + sum(chances)) * 100 < wanted * in_all:
        return "out_of_reach"
    if not chances:
        return "nothing_to_come"
    shortest = min(chances)
    is_tight = (attended + sum(chances) - shortest) * 100 < wanted * in_all
    return "last_chance" if is_tight and attended < held else "open"
