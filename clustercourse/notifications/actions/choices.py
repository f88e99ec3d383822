"""Choosing how letters come."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.notifications import LetterChoice
from clustercourse.notifications.queries import CHOICES, HOW, Hours, letter_choices


def choose_letters(person_id: int, how: Mapping[str, str], *, by: int | None, hours: Hours | None = None) -> None:
    """Say how letters come, and at what hours. Only what is named changes; the same again changes nothing.

    Quiet hours that end as they begin are none. Refused: what is none of the five choices, a way that there is not, an hour that no clock
    shows.
    """
    if not set(how) <= set(CHOICES) or not set(how.values()) <= set(HOW) or (hours and hours.digest not in range(24)):
        raise Refused(_("Choose one from the list."))
    db.session.get_one(Person, person_id, with_for_update=True)
    before = letter_choices(person_id)
    changes: dict[str, object] = {choice: wanted for choice, wanted in how.items() if before.how[choice] != wanted}
    if hours is not None:
        changes |= _changed_hours(before.hours, hours)
    if changes:
        _write(person_id, changes)
        record("notifications.choices_changed", by=by, person=person_id, thing=("person", person_id), detail={"kinds": sorted(changes)})


def _changed_hours(before: Hours, wanted: Hours) -> dict[str, object]:
    quiet = wanted.quiet if wanted.quiet and wanted.quiet[0] != wanted.quiet[1] else None
    changes: dict[str, object] = {}
    if quiet != before.quiet:
        changes["quiet_from"], changes["quiet_until"] = quiet or (None, None)
    if wanted.digest != before.digest:
        changes["digest_hour"] = wanted.digest
    return changes


def _write(person_id: int, changes: Mapping[str, object]) -> None:
    choice = db.session.scalar(select(LetterChoice).where(LetterChoice.person_id == person_id))
    choice = choice or LetterChoice(person_id=person_id)
    for name, chosen in changes.items():
        setattr(choice, name, chosen)
    choice.at = now()
    db.session.add(choice)
    db.session.flush()
