"""Telling people something, and marking it as read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from clustercourse.db import db, now, rows
from clustercourse.jobs import enqueue_all
from clustercourse.models.accounts import Account, Person
from clustercourse.models.notifications import LetterChoice, Notification
from clustercourse.notifications.clocks import after_quiet
from clustercourse.notifications.kinds import NoticeKind, kind_named
from clustercourse.notifications.queries.choices import SAID, choices_said
from clustercourse.text import on_one_line

TELL = "notifications.tell"
GRACE = timedelta(minutes=2)
"""How long a letter waits for more of the same, and for second thoughts."""
HANDFUL = 100
"""People whose letters are written by one job."""
LONGEST_TITLE = 200
LONGEST_EXCERPT = 400
_AT_ONCE = 5000
"""People in one statement: databases count the values of a statement."""

_people = (
    select(Person.id, Person.time_zone, *SAID)
    .outerjoin(Account, Account.person_id == Person.id)
    .outerjoin(LetterChoice, LetterChoice.person_id == Person.id)
    .where(
        Person.id.in_(bindparam("people", expanding=True)),
        Person.erased_at.is_(None),
        Person.joined_into_id.is_(None),
        Account.closed_at.is_(None),
    )
    .order_by(Person.id)
)
# PostgreSQL's construct speaks SQLite's dialect too: both know ON CONFLICT DO NOTHING.
_insert = insert(Notification).on_conflict_do_nothing(index_elements=["key", "person_id"])


class Words(TypedDict, total=False):
    """What a notification says besides: the title of what it is about, what was said, and what it is shown together with."""

    title: str
    excerpt: str
    group: str


def notify(
    kind: str, people: Iterable[int], *, key: str, by: int | None, thing: tuple[str, int], address: str, **said: Unpack[Words]
) -> None:
    """Tell people something: one row each in the transaction at hand, and the jobs that write the letters, in three statements.

    Nobody is told what they did themselves, nor the same `key` twice; nobody who is erased or whose account is closed is told anything.
    Rows of one `group` are shown as one line; without it each stands alone. `address` is a path of this site.
    """
    if not address.startswith("/"):
        raise ValueError(f"{address} is not a path of this site")
    chosen, moment = kind_named(kind), now()
    common = {
        "kind": kind,
        "key": key,
        "group": said.get("group") or key,
        "by_id": by,
        "thing": thing[0],
        "thing_id": thing[1],
        "address": address,
        "title": _short(said.get("title", ""), LONGEST_TITLE),
        "excerpt": _short(said.get("excerpt", ""), LONGEST_EXCERPT),
        "created_at": moment,
    }
    wanted = sorted(set(people) - {by})
    for at in range(0, len(wanted), _AT_ONCE):
        made = [common | _timing(chosen, found, moment) for found in rows(_people, people=wanted[at : at + _AT_ONCE])]
        if made:
            db.session.execute(_insert, made)
            enqueue_all(TELL, _jobs(f"{TELL}:{kind}:{key}", made))


def _timing(kind: NoticeKind, found: Any, moment: datetime) -> dict[str, Any]:
    """Whom a row is for, and when their letter is due; what the area writes itself counts as told."""
    said = choices_said(found)
    is_now = said.how[kind.choice] == "at_once"
    is_told = kind.is_always_sent or (is_now and bool(kind.own_letter))
    due = after_quiet(moment + GRACE, found.time_zone, said.hours.quiet) if is_now and not is_told else None
    return {"person_id": found.id, "due_at": due, "told_at": moment if is_told else None}


def _jobs(key: str, made: Sequence[dict[str, Any]]) -> list[tuple[str, dict[str, Any], datetime]]:
    """One for each handful of people and each whole minute at which letters of theirs are due."""
    slots = {(_whole_minute(each["due_at"]), each["person_id"] // HANDFUL) for each in made if each["due_at"] is not None}
    return [(f"{key}:{due:%Y%m%d%H%M}:{handful}", {"handful": handful}, due) for due, handful in sorted(slots)]


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1 if moment.second or moment.microsecond else 0)


def _short(text: str, longest: int) -> str:
    line = on_one_line(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def take_back(keys: Iterable[str]) -> None:
    """What is not to be told any more: unread rows with these keys go, and from those that were read go the words that were said."""
    chosen = Notification.key.in_(sorted(set(keys)))
    db.session.execute(delete(Notification).where(chosen, Notification.read_at.is_(None)))
    db.session.execute(update(Notification).where(chosen).values(excerpt=""))


def take_words(thing: tuple[str, int]) -> None:
    """Empty the words of everything that was told about a thing, whoever said them."""
    about = Notification.thing == thing[0], Notification.thing_id == thing[1]
    db.session.execute(update(Notification).where(*about).values(title="", excerpt=""))


def forget_author(person_id: int) -> None:
    """Empty the words of everything that others were told because of this person. For erasures."""
    db.session.execute(update(Notification).where(Notification.by_id == person_id).values(title="", excerpt=""))


def mark_read(person_id: int, thing: tuple[str, int]) -> None:
    """Everything a person was told about a thing is read; no letter tells it any more. Recorded nowhere else; nothing is refused."""
    _read(Notification.person_id == person_id, Notification.thing == thing[0], Notification.thing_id == thing[1])


def mark_all_read(person_id: int) -> None:
    """Everything a person was told is read. Recorded nowhere else; nothing is refused."""
    _read(Notification.person_id == person_id)


def mark_line_read(person_id: int, number: int) -> None:
    """One line of the list is read: the row of this number and what stands with it. Somebody else's row changes nothing."""
    group = select(Notification.group).where(Notification.id == number, Notification.person_id == person_id).scalar_subquery()
    _read(Notification.person_id == person_id, Notification.group == group)


def _read(*chosen: Any) -> None:
    db.session.execute(update(Notification).where(*chosen, Notification.read_at.is_(None)).values(read_at=now(), due_at=None))
