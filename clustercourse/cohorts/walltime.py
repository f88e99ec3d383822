"""From the time on the wall to a moment in UTC, with the two days a year on which clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clustercourse.errors import Refused
from clustercourse.language import _, clock_words
from clustercourse.language import day as day_words

_YEARS = range(2000, 2101)


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
    """The same time. Refused: a day of another century, a time that the clocks jump over, one that comes twice and nobody said which."""
    refuse_far_days(wanted.day)
    if not wanted.exists():
        raise Refused(
            _("On {day} the clocks go forward, and {time} does not exist. Choose another time."),
            field="at_time",
            day=day_words(wanted.day),
            time=clock_words(wanted.time),
        )
    if wanted.comes_twice() and not fold_was_chosen:
        raise Refused(
            _("On {day} the clocks go back, and {time} comes twice. Say whether you mean the first or the second."),
            field="fold",
            day=day_words(wanted.day),
            time=clock_words(wanted.time),
        )
    return wanted


def refuse_far_days(day: date, field: str = "on_day") -> None:
    """Refuse a day of another century: a year that was not typed to its end, and moments no calendar holds."""
    if day.year not in _YEARS:
        raise Refused(_("Choose a day of this century."), field=field)
