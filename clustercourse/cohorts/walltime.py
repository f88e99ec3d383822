"""From the time on the wall to a moment in UTC, with the two days a year on which clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clustercourse.errors import Refused
from clustercourse.language import _, clock_words, day


@dataclass(frozen=True)
class WallTime:
    """A day and a time as a clock in this zone shows them. `fold` 1 is the second of two equal times."""

    day: date
    time: time
    zone: str
    fold: int = 0

    def moment(self) -> datetime:
        """The moment in UTC, by the rules of the zone as they are known now."""
        local = datetime.combine(self.day, self.time, ZoneInfo(self.zone)).replace(fold=self.fold)
        return local.astimezone(UTC)

    def exists(self) -> bool:
        """False for a time that the clocks jump over."""
        back = self.moment().astimezone(ZoneInfo(self.zone))
        return (back.date(), back.time()) == (self.day, self.time)

    def comes_twice(self) -> bool:
        """True for a time that the clocks show twice."""
        first, second = (WallTime(self.day, self.time, self.zone, fold).moment() for fold in (0, 1))
        return self.exists() and first != second


def checked(wanted: WallTime, *, fold_was_chosen: bool = False) -> WallTime:
    """The same time. Refused: one that does not exist that day; one that comes twice while nobody said which is meant."""
    if not wanted.exists():
        raise Refused(
            _("On {day} the clocks go forward, and {time} does not exist. Choose another time."),
            field="at_time",
            day=day(wanted.day),
            time=clock_words(wanted.time),
        )
    if wanted.comes_twice() and not fold_was_chosen:
        raise Refused(
            _("On {day} the clocks go back, and {time} comes twice. Say whether you mean the first or the second."),
            field="fold",
            day=day(wanted.day),
            time=clock_words(wanted.time),
        )
    return wanted
