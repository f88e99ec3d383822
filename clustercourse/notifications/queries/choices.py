"""What people chose about letters: how each of the five choices comes, their quiet hours, the hour of the daily letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.notifications import LetterChoice

HOW = ("at_once", "daily", "off")
CHOICES: dict[str, str] = {
    "direct": "at_once",
    "announcements": "at_once",
    "discussion": "daily",
    "learning": "at_once",
    "duties": "daily",
}
"""The five choices, and how letters about them come to those who said nothing."""
DIGEST_HOUR = 7


@dataclass(frozen=True)
class Hours:
    """On a person's own clock: from when to when no letter comes, and the hour of the daily one."""

    quiet: tuple[time, time] | None = None
    digest: int = DIGEST_HOUR


@dataclass(frozen=True)
class Choices:
    """A person's choices, with the usual where they said nothing."""

    how: Mapping[str, str]
    hours: Hours = Hours()

    def those(self, how: str) -> list[str]:
        """The choices that come in this way."""
        return [choice for choice, chosen in self.how.items() if chosen == how]


SAID = (
    *(getattr(LetterChoice, choice) for choice in CHOICES),
    LetterChoice.quiet_from,
    LetterChoice.quiet_until,
    LetterChoice.digest_hour,
)
"""Columns of an outer join, for `choices_said`."""


def choices_said(found: Any) -> Choices:
    """What a row with the columns SAID says."""
    quiet = None if found.quiet_from is None or found.quiet_until is None else (found.quiet_from, found.quiet_until)
    how = {choice: getattr(found, choice) or usual for choice, usual in CHOICES.items()}
    return Choices(how, Hours(quiet, DIGEST_HOUR if found.digest_hour is None else found.digest_hour))


USUAL = Choices(CHOICES)
_own = select(*SAID).where(LetterChoice.person_id == bindparam("person"))
_of_people = select(LetterChoice.person_id, *SAID).where(LetterChoice.person_id.in_(bindparam("people", expanding=True)))


def letter_choices(person_id: int) -> Choices:
    """What a person chose, or else what is usual."""
    found = row(_own, person=person_id)
    return USUAL if found is None else choices_said(found)


def at_once(person_ids: Collection[int], choice: str) -> set[int]:
    """Those of these people who get letters of this choice one by one, when something happens."""
    if not person_ids:
        return set()
    said = {found.person_id: choices_said(found).how[choice] for found in rows(_of_people, people=sorted(set(person_ids)))}
    return {person for person in person_ids if said.get(person, CHOICES[choice]) == "at_once"}
