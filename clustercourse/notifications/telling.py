"""Letters that say at once what happened: one for each person, about everything that waits for them. A handful of people is one job.

What was written is settled with the letters in one transaction: a worker that is killed loses nothing and writes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from clustercourse import faults
from clustercourse.db import db, now, rows, writing
from clustercourse.jobs import enqueue_all
from clustercourse.models.notifications import Notification
from clustercourse.notifications.actions.letters import Draft, send_drafts
from clustercourse.notifications.actions.notices import HANDFUL, TELL
from clustercourse.notifications.clocks import after_quiet
from clustercourse.notifications.composing import StopWords, choice_of, draft, still_concerned, stop_words
from clustercourse.notifications.queries.untold import Reader, Untold, readers_among, waiting_for_letters

OVERDUE = timedelta(minutes=5)
_overdue = select((Notification.person_id // HANDFUL).label("handful")).where(Notification.due_at < bindparam("before")).distinct()


@dataclass
class Outcome:
    """What becomes of rows: said by a letter, left to the daily letter (or to none), or put off until the quiet hours are over."""

    letters: list[tuple[Draft, list[int]]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    put_off: dict[int, tuple[datetime, list[int]]] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        of_letters = [number for _draft, some in self.letters for number in some]
        return sorted([*of_letters, *self.left, *(number for _until, some in self.put_off.values() for number in some)])


def tell(values: Mapping[str, Any]) -> None:
    """The job: letters to those of a handful of people for whom something is due now, with what is about to be."""
    handful, moment = int(values["handful"]), now()
    waiting = waiting_for_letters(range(handful * HANDFUL, (handful + 1) * HANDFUL))
    people = {each.person_id for each in waiting if each.due_at is not None and each.due_at <= moment}
    if not people:
        return
    outcome = _judged([each for each in waiting if each.person_id in people], moment)
    with writing():
        _settle(outcome, moment)
        faults.point("letters.while_telling")
    faults.point("letters.after_telling")


def _judged(waiting: Sequence[Untold], moment: datetime) -> Outcome:
    """Everything asked again: can a letter reach them, do they still want it at once, is it quiet there, does it still concern them?"""
    readers = {reader.person_id: reader for reader in readers_among({each.person_id for each in waiting})}
    words = stop_words(waiting)
    concerned = {each.number for each in still_concerned(each for each in waiting if each.person_id in readers)}
    outcome = Outcome()
    by_person: dict[int, list[Untold]] = {}
    for each in waiting:
        by_person.setdefault(each.person_id, []).append(each)
    for person_id, some in by_person.items():
        reader = readers.get(person_id)
        said = [each for each in some if reader and each.number in concerned and reader.choices.how[choice_of(each)] == "at_once"]
        outcome.left += [each.number for each in some if each not in said]
        if reader is not None and said:
            _put(outcome, reader, said, words, moment)
    return outcome


def _put(outcome: Outcome, reader: Reader, said: Sequence[Untold], words: StopWords, moment: datetime) -> None:
    numbers = [each.number for each in said]
    until = after_quiet(moment, reader.time_zone, reader.choices.hours.quiet)
    if until > moment:
        outcome.put_off[reader.person_id] = until, numbers
    else:
        outcome.letters.append((draft("notices", f"notices:{reader.person_id}:{numbers[-1]}", reader, said, words), numbers))


def _settle(outcome: Outcome, moment: datetime) -> None:
    """Write the letters whose every row still waits; somebody whose rows changed meanwhile is looked at again at once."""
    there = still_waiting(outcome.numbers, Notification.due_at.is_not(None))
    certain = [(written, some) for written, some in outcome.letters if there.issuperset(some)]
    send_drafts([written for written, _some in certain])
    note_told((number for _draft, some in certain for number in some), moment)
    _change(outcome.left, due_at=None)
    for until, some in outcome.put_off.values():
        _change(some, due_at=until)
    again = [(until, person) for person, (until, _some) in outcome.put_off.items()]
    again += [(moment, written.person_id) for written, some in outcome.letters if not there.issuperset(some)]
    enqueue_all(TELL, [(f"{TELL}:again:{person}:{due.isoformat()}", {"handful": person // HANDFUL}, due) for due, person in again])


def still_waiting(numbers: Sequence[int], *also: Any) -> set[int]:
    """Those that no letter has told and nobody has read until now, locked until the end of the transaction."""
    waiting = Notification.id.in_(numbers), Notification.told_at.is_(None), Notification.read_at.is_(None), *also
    return set(db.session.scalars(select(Notification.id).where(*waiting).order_by(Notification.id).with_for_update()))


def note_told(numbers: Iterable[int], moment: datetime) -> None:
    """These were said by a letter of this transaction."""
    _change(numbers, told_at=moment, due_at=None)


def _change(numbers: Iterable[int], **values: datetime | None) -> None:
    chosen = sorted(numbers)
    if chosen:
        db.session.execute(update(Notification).where(Notification.id.in_(chosen), Notification.told_at.is_(None)).values(**values))


def take_up_overdue() -> None:
    """Give a job to what should have been told some minutes ago: whatever fell between two machines' clocks."""
    moment = now()
    handfuls = [found.handful for found in rows(_overdue, before=moment - OVERDUE)]
    if handfuls:
        with writing():
            enqueue_all(TELL, [(f"{TELL}:overdue:{moment:%Y%m%d%H%M}:{each}", {"handful": each}, moment) for each in sorted(handfuls)])
