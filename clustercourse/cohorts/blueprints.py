"""Formats of trainings: what a cohort's sessions are made from. Minutes are minutes of teaching.

The agendas follow trainings of other houses; see docs/authoring.md for where each comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from clustercourse.language import Message, _


@dataclass(frozen=True)
class Slot:
    """One session of a format: on which day of its part (0 is the first), when, how long."""

    key: str
    title: Message
    day: int
    at: time
    minutes: int
    part: int = 1
    online: bool = False


@dataclass(frozen=True)
class Blueprint:
    """A format: its words, its sessions, and how many parts it has."""

    key: str
    title: Message
    slots: tuple[Slot, ...]

    @property
    def parts(self) -> int:
        return max(slot.part for slot in self.slots)

    @property
    def minutes(self) -> int:
        return sum(slot.minutes for slot in self.slots)


_THEORY, _TOOLS, _CASES = _("Cluster theory"), _("Ten tools"), _("Cases")
_OWN, _PEERS = _("Work on your own cluster"), _("Peer discussion")


def _weekdays(count: int) -> list[int]:
    """The first so many days of a part that begins on a Monday, without weekends."""
    return [day for day in range(count * 2) if day % 7 < 5][:count]


def _days(count: int, part: int, first: int) -> tuple[Slot, ...]:
    """Whole teaching days of 300 minutes, in two halves, Monday to Friday."""
    made = []
    for number, day in enumerate(_weekdays(count), first):
        made.append(Slot(f"day-{number}-morning", _("Day {n}, morning", n=number), day, time(9, 0), 150, part))
        made.append(Slot(f"day-{number}-afternoon", _("Day {n}, afternoon", n=number), day, time(13, 0), 150, part))
    return tuple(made)


_ONE_DAY = (
    Slot("concept", _("The concept"), 0, time(9, 0), 90),
    Slot("own-cluster", _OWN, 0, time(10, 45), 90),
    Slot("cases", _CASES, 0, time(13, 0), 90),
    Slot("peer-group", _("Peer group"), 0, time(14, 45), 75),
    Slot("action-plan", _("Action plan"), 0, time(16, 10), 45),
)
_DAY_AND_A_HALF = (
    Slot("kick-off", _THEORY, 0, time(10, 0), 90),
    Slot("ten-tools", _TOOLS, 0, time(12, 45), 90),
    Slot("cases", _CASES, 0, time(14, 45), 75),
    Slot("own-cluster", _OWN, 1, time(9, 0), 90),
    Slot("next-steps", _("Peer discussion and next steps"), 1, time(10, 45), 75),
)
_TWO_DAYS = (
    Slot("welcome", _("Welcome"), 0, time(9, 0), 15),
    Slot("module-1", _("Module {n}", n=1), 0, time(9, 15), 60),
    Slot("three-cases", _("Three cases"), 0, time(10, 30), 30),
    Slot("group-exercise", _("Group exercise"), 0, time(11, 0), 45),
    Slot("wrap-up", _("What the morning showed"), 0, time(12, 45), 45),
    Slot("module-2", _("Module {n}", n=2), 0, time(13, 30), 45),
    Slot("own-cluster", _OWN, 0, time(14, 30), 60),
    Slot("module-3", _("Module {n}", n=3), 1, time(9, 0), 90),
    Slot("module-4", _("Module {n}", n=4), 1, time(10, 45), 60),
    Slot("peer-discussion", _PEERS, 1, time(13, 0), 60),
    Slot("next-steps", _("Next steps"), 1, time(14, 15), 45),
)
_CLINICS = tuple(Slot(f"clinic-{n}", _("Online clinic {n}", n=n), 7 * (n - 1), time(10, 0), 60, part=2, online=True) for n in range(1, 6))
_BLENDED = (
    Slot("day-1-morning", _("Day {n}, morning", n=1), 0, time(9, 0), 180),
    Slot("day-1-afternoon", _("Day {n}, afternoon", n=1), 0, time(13, 0), 180),
    Slot("day-2-morning", _("Day {n}, morning", n=2), 1, time(9, 0), 180),
    Slot("day-2-afternoon", _("Day {n}, afternoon", n=2), 1, time(13, 0), 180),
    *_CLINICS,
)

BLUEPRINTS: dict[str, Blueprint] = {
    made.key: made
    for made in (
        Blueprint("one-day", _("One day"), _ONE_DAY),
        Blueprint("day-and-a-half", _("A day and a half"), _DAY_AND_A_HALF),
        Blueprint("two-days", _("Two days"), _TWO_DAYS),
        Blueprint("two-weeks", _("Two weeks"), _days(10, 1, 1)),
        Blueprint("two-parts", _("Two parts in two places"), _days(5, 1, 1) + _days(5, 2, 6)),
        Blueprint("blended", _("Two days together, then five online clinics"), _BLENDED),
    )
}
