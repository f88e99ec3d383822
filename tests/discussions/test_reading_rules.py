"""How far somebody has read and how closely they follow: what comes by itself never overrides what was chosen."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from clustercourse.db import rows, value, writing
from clustercourse.discussions.actions.reading import choose_level, follow, note_read, unmute
from clustercourse.errors import NotHere
from clustercourse.models.discussions import LEVELS, TopicReader
from clustercourse.models.events import Event
from clustercourse.models.notifications import Notification
from tests.discussions import talk
from tests.discussions.talk import Room


def read(topic: int, number: int, by: int) -> None:
    with writing():
        note_read(topic, number, by=by)


def unread_of(person: int) -> int:
    return len(rows(select(Notification.id).where(Notification.person_id == person, Notification.read_at.is_(None))))


@pytest.mark.both_databases_when_long
def test_reading_goes_forward_only(room: Room) -> None:
    cast, topic, beside = room.cast, talk.topic(room.space, room.cast.ada), talk.untouched(room)
    for _two in range(2):
        talk.post(topic, cast.ada)
    noise = talk.topic(room.space, cast.ada)
    assert unread_of(cast.ben) == 4
    numbers = []
    for number in (0, 2, 1, -5, 2):
        read(topic, number, cast.ben)
        numbers.append(talk.reader(topic, cast.ben))
    assert [line[0] for line in numbers if line] == [0, 2, 2, 2, 2]
    assert (numbers[-1], unread_of(cast.ben)) == ((2, None, False, ""), 4)
    read(topic, 99, cast.ben)
    assert (talk.reader(topic, cast.ben), unread_of(cast.ben)) == ((3, None, False, ""), 1)
    assert (talk.reader(noise, cast.ben), unread_of(cast.cleo)) == (None, 4)
    at = value(select(TopicReader.read_at).where(TopicReader.person_id == cast.ben))
    read(topic, 3, cast.ben)
    assert value(select(TopicReader.read_at).where(TopicReader.person_id == cast.ben)) == at
    assert talk.untouched(room) == beside
    with pytest.raises(NotHere), writing():
        note_read(9999, 1, by=cast.ben)


def events() -> list[Any]:
    return [line[1] for line in talk.found(Event, "verb", "detail") if line[0] == "discussions.level_chosen"]


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_chosen_stays(room: Room, level: str) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    for _twice in range(2):
        talk.level(topic, cast.ben, level)
    talk.post(topic, cast.ben)
    with writing():
        follow(topic, cast.ben, "watching", "opened")
    assert talk.reader(topic, cast.ben) == (0, level, True, "chosen")
    assert (talk.reader(topic, cast.ada), events()) == ((1, "watching", False, "opened"), [{"level": level}])
    assert talk.refused(partial(choose_level, topic, "deaf", by=cast.ben), field="level") == "Choose one from the list."


def test_what_comes_by_itself_only_grows(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    for level, reason, after in (
        ("tracking", "wrote", ("tracking", "wrote")),
        ("normal", "named", ("tracking", "wrote")),
        ("tracking", "named", ("tracking", "wrote")),
        ("watching", "opened", ("watching", "opened")),
    ):
        with writing():
            follow(topic, cast.ben, level, reason)
        line = talk.reader(topic, cast.ben)
        assert line is not None
        assert (line[1], line[3], line[2]) == (*after, False)


def test_unmuting_lets_the_level_come_again(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    talk.level(topic, cast.ben, "muted")
    talk.level(topic, cast.cleo, "normal")
    for person in (cast.ben, cast.ben, cast.cleo):
        with writing():
            unmute(topic, by=person)
    assert talk.reader(topic, cast.ben) == (0, None, False, "")
    assert talk.reader(topic, cast.cleo) == (0, "normal", True, "chosen")
    assert events() == [{"level": "muted"}, {"level": "normal"}, {"level": ""}]
    talk.post(topic, cast.ben)
    assert talk.reader(topic, cast.ben) == (0, "tracking", False, "wrote")


def test_a_reader_is_of_one_topic(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    with writing() as session:
        session.execute(update(TopicReader).values(read_number=0))
    read(topic, 1, cast.cleo)
    assert talk.found(TopicReader, "topic_id", "person_id", "read_number") == [
        (room.other_topic, cast.eve, 0),
        (topic, cast.ada, 0),
        (topic, cast.cleo, 1),
    ]


def test_who_is_named_follows_and_sees_why(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    talk.level(topic, cast.cleo, "normal")
    talk.post(topic, cast.ada, named=(cast.ben, cast.cleo, cast.ada))
    assert talk.reader(topic, cast.ben) == (0, "tracking", False, "named")
    assert talk.reader(topic, cast.cleo) == (0, "normal", True, "chosen")
    assert talk.reader(topic, cast.ada) == (2, "watching", False, "opened")
    talk.post(topic, cast.ben)
    assert talk.reader(topic, cast.ben) == (0, "tracking", False, "named")
