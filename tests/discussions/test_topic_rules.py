"""Opening topics and looking after them, and the spaces they stand in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import db, row, writing
from clustercourse.discussions.actions.spaces import set_chatham, space_for
from clustercourse.discussions.actions.topics import change_topic, close_topic, move_topic, open_topic, pin_topic, reopen_topic
from clustercourse.discussions.facts import TopicFacts
from clustercourse.errors import NotHere
from clustercourse.models.cohorts import CohortCourse
from clustercourse.models.content import Item
from clustercourse.models.discussions import KINDS, Space, Topic, TopicStep
from clustercourse.models.events import Event
from tests import make
from tests.cohorts import taking
from tests.discussions import talk
from tests.discussions.talk import Room

COLUMNS = ("space_id", "person_id", "kind", "title", "step", "last_number", "last_person_id", "pinned_at", "closed_at", "deleted_at")
ELSEWHERE = "Choose one from the list."


def begin(room: Room, facts: TopicFacts, *, by: int, space: int | None = None, moderates: bool = False) -> Callable[[], Any]:
    return lambda: open_topic(db.session.get_one(Space, space or room.space), facts, talk.said(), by=by, moderates=moderates)


@pytest.mark.parametrize("kind", KINDS)
def test_a_topic_begins_with_its_first_post(room: Room, kind: str) -> None:
    beside, dan = talk.untouched(room), room.cast.dan
    topic = talk.topic(room.space, dan, kind=kind, title="How do you price it?", moderates=True)
    step = "situation" if kind == "clinic" else ""
    assert talk.one(Topic, topic, *COLUMNS) == (room.space, dan, kind, "How do you price it?", step, 1, dan, None, None, None)
    assert (len(talk.posts(topic)), talk.untouched(room)) == (1, beside)


def test_only_moderators_announce(room: Room) -> None:
    sentence = "Only those who run this can announce something."
    assert talk.refused(begin(room, TopicFacts("announcement", "News"), by=room.cast.ada), field="kind") == sentence
    assert len(talk.found(Topic, "id")) == 1


def test_a_topic_hangs_on_what_belongs_to_its_space(room: Room) -> None:
    course, strange_course = taking.published(), taking.published(key="strange")
    lessons = {key: row(select(Item.id).where(Item.course_id == course, Item.key == key)).id for key in ("words", "check-first")}
    strange = row(select(Item.id).where(Item.course_id == strange_course, Item.key == "words")).id
    own, other = make.session(room.cohort), make.session(row(select(Space.cohort_id).where(Space.id == room.elsewhere)).cohort_id)
    with writing() as session:
        session.add(CohortCourse(cohort_id=room.cohort, course_id=course))
        of_course = space_for(course_id=course).id
    for facts in (TopicFacts("question", "On it", item_id=lessons["words"]), TopicFacts("question", "On it", session_id=own)):
        with writing():
            made = begin(room, facts, by=room.cast.ada)().id
        assert talk.one(Topic, made, "item_id", "session_id") == (facts.item_id, facts.session_id)
    with writing():
        begin(room, TopicFacts("question", "On it", item_id=lessons["words"]), by=room.cast.ada, space=of_course)()
    for item, session_id in ((strange, None), (9999, None), (None, other), (None, 9999)):
        facts = TopicFacts("question", "Not on it", item_id=item, session_id=session_id)
        assert talk.refused(begin(room, facts, by=room.cast.ada), field="place") == ELSEWHERE
        if session_id != other:
            assert talk.refused(partial(change_topic, room.other_topic, facts, by=room.cast.eve), field="place") == ELSEWHERE
    for facts in (TopicFacts("question", "x", session_id=own), TopicFacts("question", "x", item_id=strange)):
        assert talk.refused(begin(room, facts, by=room.cast.ada, space=of_course), field="place") == ELSEWHERE
    assert [line for line in talk.found(Topic, "title") if line != ("Of the forest",)] == [("On it",)] * 3


def test_a_title_changes_and_its_kind_stays(room: Room) -> None:
    beside, cast = talk.untouched(room), room.cast
    topic, session = talk.topic(room.space, cast.ada, kind="question"), make.session(room.cohort)
    for _twice in range(2):
        with writing():
            change_topic(topic, TopicFacts("announcement", "Better", session_id=session), by=cast.dan)
    assert talk.one(Topic, topic, "title", "kind", "session_id", "item_id") == ("Better", "question", session, None)
    assert verbs("topic_changed") == [(cast.dan, topic)]
    assert talk.untouched(room) == beside
    with pytest.raises(NotHere), writing():
        change_topic(9999, TopicFacts("question", "Nothing"), by=cast.dan)


def verbs(verb: str) -> list[tuple[Any, ...]]:
    return [line[1:] for line in talk.found(Event, "verb", "by_id", "thing_id") if line[0] == f"discussions.{verb}"]


def test_pinned_and_let_go_once(room: Room) -> None:
    beside, cast, topic = talk.untouched(room), room.cast, talk.topic(room.space, room.cast.ada)
    pinned = []
    for is_pinned in (True, True, False, False):
        with writing():
            pin_topic(topic, is_pinned=is_pinned, by=cast.dan)
        pinned.append(talk.one(Topic, topic, "pinned_at")[0])
    assert (pinned[0] is not None, pinned[0] == pinned[1], pinned[2:]) == (True, True, [None, None])
    assert (verbs("topic_pinned"), verbs("topic_unpinned")) == ([(cast.dan, topic)], [(cast.dan, topic)])
    assert talk.untouched(room) == beside


def test_closed_and_opened_again_once(room: Room) -> None:
    beside, cast, topic = talk.untouched(room), room.cast, talk.topic(room.space, room.cast.ada)
    closed = []
    for work in (close_topic, close_topic, reopen_topic, reopen_topic):
        with writing():
            work(topic, by=cast.dan)
        closed.append(talk.one(Topic, topic, "closed_at")[0])
    assert (closed[0] is not None, closed[0] == closed[1], closed[2:]) == (True, True, [None, None])
    assert talk.found(TopicStep, "topic_id", "what", "by_id") == [(topic, "closed", cast.dan), (topic, "reopened", cast.dan)]
    assert talk.untouched(room) == beside
    talk.post(topic, cast.ben)


def test_moved_to_other_people(room: Room) -> None:
    cast, topic, session = room.cast, talk.topic(room.space, room.cast.ada), make.session(room.cohort)
    with writing():
        change_topic(topic, TopicFacts("discussion", "A topic", session_id=session), by=cast.ada)
        pin_topic(topic, is_pinned=True, by=cast.dan)
    beside = talk.untouched(room)
    for _twice in range(2):
        with writing():
            move_topic(topic, db.session.get_one(Space, room.elsewhere), by=cast.dan)
    columns = ("space_id", "session_id", "item_id", "pinned_at", "last_number", "person_id")
    assert talk.one(Topic, topic, *columns) == (room.elsewhere, None, None, None, 1, cast.ada)
    assert talk.found(TopicStep, "what", "by_id") == [("moved", cast.dan)]
    assert [line[0] for line in talk.found(Event, "detail", "verb") if line[1] == "discussions.topic_moved"] == [
        {"from": room.space, "to": room.elsewhere}
    ]
    assert talk.untouched(room) == beside


def test_a_space_comes_with_what_is_first_in_it(app: Flask) -> None:
    course, cohort, other = taking.published(), make.cohort("Harbour"), make.cohort("Forest")
    for _twice in range(2):
        with writing():
            spaces = (space_for(cohort_id=cohort), space_for(course_id=course))
            assert [(each.cohort_id, each.course_id, each.is_chatham) for each in spaces] == [(cohort, None, False), (None, course, False)]
    assert talk.found(Space, "cohort_id", "course_id") == [(cohort, None), (None, course)]
    for _twice in range(2):
        with writing():
            set_chatham(space_for(cohort_id=other), is_chatham=True, by=make.person("Dan"))
    assert talk.found(Space, "cohort_id", "is_chatham") == [(cohort, False), (None, False), (other, True)]
    assert [line[0] for line in talk.found(Event, "detail", "verb") if line[1] == "discussions.space_changed"] == [{"chatham": True}]


@pytest.mark.parametrize("work", [close_topic, reopen_topic, partial(pin_topic, is_pinned=True)])
def test_what_is_not_there_is_not_led(app: Flask, work: Callable[..., None]) -> None:
    with pytest.raises(NotHere), writing():
        work(9999, by=1)
