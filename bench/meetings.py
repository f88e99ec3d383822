"""Who was at which meeting of a made-up cohort: most were there, some late, and some people are in trouble."""

from __future__ import annotations

from typing import NamedTuple

from clustercourse.cohorts.queries.attendance_rule import minutes_present

MINUTES = 360
"""Length of a session. Long, so that a benchmark that moves an arrival by a minute with every call goes on for a while."""


class Marked(NamedTuple):
    """A mark's own columns, `minutes` being what counts."""

    status: str
    place: str = "room"
    arrived: int | None = None
    left: int | None = None
    minutes: int = MINUTES


def marked(person: int, session: int) -> Marked | None:
    """What was said of a person at a session; None is nothing. The same every time."""
    turn = (person * 7 + session * 11) % 40
    often_away = person % 12 == 11
    if turn == 0:
        return None
    if turn < (24 if often_away else 3):
        return Marked("absent", minutes=0)
    if turn < (26 if often_away else 5):
        return Marked("excused", minutes=0)
    if turn == 30:
        return Marked("present", "online")
    arrived = 5 * (session % 4 + 1) if turn in (31, 32, 33) else None
    left = MINUTES - 60 if turn in (33, 34) else None
    return Marked("present", "room", arrived, left, minutes_present(arrived, left, minutes=MINUTES))
