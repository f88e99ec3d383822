"""What a letter of an area's own owes its reader: why it came, how it is stopped, and that it waits until the quiet hours are over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import now, value
from clustercourse.models.accounts import Person
from clustercourse.notifications.clocks import after_quiet
from clustercourse.notifications.kinds import kind_of_letter
from clustercourse.notifications.queries import letter_choices
from clustercourse.notifications.scopes import NAME, number_of
from clustercourse.notifications.stopping import stop_address

_zone = select(Person.time_zone).where(Person.id == bindparam("person"))


@dataclass(frozen=True)
class About:
    """What the templates get, what the mail program's button stops, and when the letter may leave (None: now)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    stop: str = ""
    due_at: datetime | None = None


def about_letter(kind: str, person_id: int | None) -> About:
    """Nothing, for letters that always come."""
    notice = kind_of_letter(kind)
    if notice is None or person_id is None:
        return About()
    choices = letter_choices(person_id)
    number = number_of(choices.how, [notice.choice])
    values = {"why": notice.why, "stop": stop_address(person_id, NAME, number)}
    due = after_quiet(now(), value(_zone, person=person_id), choices.hours.quiet) if choices.hours.quiet else None
    return About(values, f"{NAME}:{number}", due)
