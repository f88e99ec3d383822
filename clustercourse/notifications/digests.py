"""The daily letter: on weekdays, at the hour a person chose on their own clock, about all that no letter has said yet. None when empty.

Planning writes one job for each handful of people of one zone and hour; its key holds the moment, so that it is planned once however
often it is looked at. The letter's key holds person and day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from clustercourse import faults
from clustercourse.db import db, now, rows, writing
from clustercourse.jobs import enqueue_all
from clustercourse.language import speaking
from clustercourse.models.accounts import Person
from clustercourse.models.notifications import Letter, LetterChoice, Notification
from clustercourse.notifications.actions.letters import Draft, send_drafts
from clustercourse.notifications.actions.notices import HANDFUL
from clustercourse.notifications.clocks import digest_moment, next_digest
from clustercourse.notifications.composing import Section, choice_of, draft, sections_of, still_concerned, stop_words
from clustercourse.notifications.queries import DIGEST_HOUR
from clustercourse.notifications.queries.untold import Reader, Untold, left_for_digest, readers_among
from clustercourse.notifications.telling import note_told, still_waiting

WRITE = "notifications.write_digests"
OLDEST = timedelta(days=7)
"""Nobody is told what is older, as after a long time without a worker, or when somebody wants letters again."""

_hour = func.coalesce(LetterChoice.digest_hour, DIGEST_HOUR)
_handful = Notification.person_id // HANDFUL
_something: Any = (
    select(Person.time_zone, _hour.label("hour"), _handful.label("handful"), func.min(Notification.created_at).label("first"))
    .join(Person, Person.id == Notification.person_id)
    .outerjoin(LetterChoice, LetterChoice.person_id == Notification.person_id)
    .where(
        Notification.read_at.is_(None),
        Notification.told_at.is_(None),
        Notification.due_at.is_(None),
        Notification.created_at > bindparam("since"),
    )
    .group_by(Person.time_zone, _hour, _handful)
)


def plan_digests() -> None:
    """Write the jobs of all daily letters whose hour has come today, where there may be something to tell."""
    moment = now()
    wanted = []
    for found in rows(_something, since=moment - OLDEST):
        due = digest_moment(moment, found.time_zone, found.hour)
        if due is not None and found.first <= due <= moment:
            values = {"handful": found.handful, "zone": found.time_zone, "hour": found.hour, "due": due.isoformat()}
            wanted.append((f"digests:{due:%Y%m%d%H%M}:{found.time_zone}:{found.hour}:{found.handful}", values, due))
    if wanted:
        with writing():
            enqueue_all(WRITE, sorted(wanted, key=lambda each: each[0]))


def write_digests(values: Mapping[str, Any]) -> None:
    """The job: the daily letters of a handful of people who live by one clock and chose one hour."""
    due, first = datetime.fromisoformat(values["due"]), values["handful"] * HANDFUL
    day = due.astimezone(ZoneInfo(values["zone"])).date()
    by_person = _left(range(first, first + HANDFUL), due)
    readers = [
        reader
        for reader in readers_among(by_person)
        if (reader.time_zone, reader.choices.hours.digest) == (values["zone"], values["hour"]) and reader.person_id in by_person
    ]
    wanted = [(reader, wanted_of(reader, by_person[reader.person_id])) for reader in readers]
    words = stop_words(each for _reader, some in wanted for each in some)
    made = [
        (draft("digest", f"digest:{reader.person_id}:{day.isoformat()}", reader, some, words), [each.number for each in some])
        for reader, some in wanted
        if some
    ]
    faults.point("digests.before_writing")
    with writing():
        _settle(made)
        faults.point("digests.while_writing")
    faults.point("digests.after_writing")


def _left(people: range, until: datetime) -> dict[int, list[Untold]]:
    by_person: dict[int, list[Untold]] = {}
    for each in still_concerned(left_for_digest(people, until - OLDEST, until)):
        by_person.setdefault(each.person_id, []).append(each)
    return by_person


def wanted_of(reader: Reader, some: list[Untold]) -> list[Untold]:
    """Without what its reader wants no letters about."""
    return [each for each in some if reader.choices.how[choice_of(each)] != "off"]


def _settle(made: list[tuple[Draft, list[int]]]) -> None:
    """Write the letters whose every row still waits. Who has had a daily letter today, by another clock or hour, gets the next tomorrow."""
    there = still_waiting([number for _draft, some in made for number in some])
    had = set(db.session.scalars(select(Letter.key).where(Letter.key.in_([written.key for written, _some in made]))))
    certain = [(written, some) for written, some in made if there.issuperset(some) and written.key not in had]
    send_drafts([written for written, _some in certain])
    note_told((number for _draft, some in certain for number in some), now())


@dataclass(frozen=True)
class Preview:
    """When the next daily letter comes, and what it would say if it were written now. `to` is empty where no letter can reach."""

    due_at: datetime
    to: str
    sections: tuple[Section, ...]
    more: int


def preview_digest(person_id: int, time_zone: str, hour: int, language: str) -> Preview:
    """A person's next daily letter, as it would be written now. Sends nothing, changes nothing."""
    moment = now()
    readers = readers_among([person_id])
    due = next_digest(moment, time_zone, hour)
    if not readers:
        return Preview(due, "", (), 0)
    some = wanted_of(readers[0], _left(range(person_id, person_id + 1), moment).get(person_id, []))
    with speaking(language, time_zone):
        sections, more = sections_of(readers[0], some, stop_words(some))
    return Preview(due, readers[0].email, tuple(sections), more)
