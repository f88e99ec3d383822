"""A cohort's discussion with people in it, and one beside it that nothing may touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from clustercourse.db import Base, db, end_reading, now, row, rows, writing
from clustercourse.discussions.actions.posts import remove_post, write_post
from clustercourse.discussions.actions.reading import choose_level
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.discussions.actions.topics import open_topic
from clustercourse.discussions.facts import FileFacts, PostFacts, TopicFacts
from clustercourse.errors import Refused
from clustercourse.files import store
from clustercourse.models.accounts import Person
from clustercourse.models.discussions import Post, PostDraft, Space, Topic, TopicReader
from clustercourse.models.notifications import Notification
from clustercourse.viewer import Viewer
from tests import make
from tests.cast import Cast, assemble


@dataclass(frozen=True)
class Room:
    """Dan coordinates the cohort; Ada, Ben and Cleo have places. `elsewhere` is a space whose topic holds one post of Eve's."""

    cast: Cast
    cohort: int
    space: int
    elsewhere: int
    other_topic: int


def room() -> Room:
    cast = assemble_people()
    with writing():
        cohort, other = make.cohort("Harbour", coordinator=cast.dan), make.cohort("Forest", coordinator=cast.greta)
        for person in (cast.ada, cast.ben, cast.cleo):
            make.seat(cohort, person)
        make.seat(other, cast.eve)
        space, elsewhere = space_for(cohort_id=cohort).id, space_for(cohort_id=other).id
        other_topic = topic(elsewhere, cast.eve, title="Of the forest", text="Trees.")
    return Room(cast, cohort, space, elsewhere, other_topic)


def assemble_people() -> Cast:
    """The cast, who have all been here for a while: newcomers write slowly."""
    cast = assemble()
    age(*cast.people().values())
    return cast


def age(*people: int, days: int = 9) -> None:
    with open_block() as session:
        session.execute(update(Person).where(Person.id.in_(people)).values(created_at=now() - timedelta(days=days)))


@contextmanager
def open_block() -> Iterator[Any]:
    """The open `writing()`, or one of its own."""
    with make.block():
        yield db.session


def said(text: str = "Something.", **more: Any) -> PostFacts:
    return PostFacts(text, f"<p>{text}</p>", **more)


def file(content: bytes = b"notes", name: str = "notes.txt") -> FileFacts:
    return FileFacts(store().put(content), name, len(content), "text/plain")


def topic(
    space: int, by: int, *, kind: str = "discussion", title: str = "A topic", text: str = "First.", moderates: bool = False, **more: Any
) -> int:
    with open_block() as session:
        here = session.get_one(Space, space)
        return open_topic(here, TopicFacts(kind, title), said(text, **more), by=by, moderates=moderates).id


def post(topic_id: int, by: int, text: str = "Something.", *, answers: int | None = None, moderates: bool = False, **more: Any) -> int:
    with open_block():
        return write_post(topic_id, said(text, **more), by=by, answers=answers, moderates=moderates).id


def posts(*topics: int) -> list[int]:
    """The posts of topics, by their numbers."""
    return [found.id for found in rows(select(Post.id).where(Post.topic_id.in_(topics)).order_by(Post.topic_id, Post.number))]


def removed(post_id: int, by: int) -> None:
    with open_block():
        remove_post(post_id, by=by)


def level(topic_id: int, person: int, chosen: str) -> None:
    with open_block():
        choose_level(topic_id, chosen, by=person)


def refused(work: Callable[[], object], *, field: str | None = None, error: type[Refused] = Refused) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(Refused) as refusal, writing():
        work()
    assert (type(refusal.value), refusal.value.field) == (error, field)
    return refusal.value.sentence


def one(model: type[Base], number: int, *columns: str) -> tuple[Any, ...]:
    """Some columns of a row."""
    table: Any = model
    return tuple(row(select(*(getattr(table, name) for name in columns)).where(table.id == number)))


def found(model: type[Base], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of all rows, the oldest first."""
    table: Any = model
    return [tuple(each) for each in rows(select(*(getattr(table, name) for name in columns)).order_by(table.id))]


def told(*, since: int = 0) -> list[tuple[int, str]]:
    """Who was told what, after so many rows."""
    lines = rows(select(Notification.person_id, Notification.kind).order_by(Notification.id))[since:]
    return [(each.person_id, each.kind.removeprefix("discussions.")) for each in lines]


def forget_told() -> None:
    with writing() as session:
        session.execute(Notification.__table__.delete())


def reader(topic_id: int, person: int) -> tuple[Any, ...] | None:
    """How far somebody has read, the level, whether they chose it, and the reason."""
    wanted = select(TopicReader.read_number, TopicReader.level, TopicReader.is_chosen, TopicReader.reason)
    line = row(wanted.where(TopicReader.topic_id == topic_id, TopicReader.person_id == person))
    return None if line is None else tuple(line)


def draft(place: str, person: int) -> tuple[Any, ...] | None:
    """The fields, the other text, and the number."""
    wanted = select(PostDraft.fields, PostDraft.other, PostDraft.number)
    line = row(wanted.where(PostDraft.place == place, PostDraft.person_id == person))
    return None if line is None else tuple(line)


def viewer(person: int, *, seats: tuple[int, ...] = (), runs: tuple[int, ...] = (), teaches: tuple[int, ...] = ()) -> Viewer:
    return Viewer(
        person_id=person,
        seats=dict.fromkeys(seats, "confirmed"),
        cohort_teams=dict.fromkeys(runs, frozenset({"coordinator"})),
        teams=dict.fromkeys(teaches, frozenset({"trainer"})),
    )


def untouched(room: Room) -> list[tuple[Any, ...]]:
    """The topic beside and its post, as they are now."""
    everything: list[Any] = [*rows(select(Topic.__table__).where(Topic.id == room.other_topic))]
    everything += rows(select(Post.__table__).where(Post.topic_id == room.other_topic))
    return [tuple(each) for each in everything]


def together(work: Callable[[int], object], many: int = 20) -> list[str]:
    """Do the work in so many threads at the same moment; gives the names of what went wrong."""
    barrier, wrong = Barrier(many), list[str]()

    def one(number: int) -> None:
        barrier.wait(60)
        try:
            work(number)
        except Exception as fault:
            wrong.append(f"{type(fault).__name__}: {fault.sentence if isinstance(fault, Refused) else fault}")

    threads = [Thread(target=one, args=(number,)) for number in range(many)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
