"""How much a newcomer may write, and when it goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import time_machine
from flask import Flask

from clustercourse.db import writing
from clustercourse.discussions.actions.pace import refuse_flood
from clustercourse.discussions.actions.posts import write_post
from clustercourse.discussions.actions.topics import open_topic
from clustercourse.discussions.facts import TopicFacts
from clustercourse.language import moment
from clustercourse.models.discussions import Space
from tests import make
from tests.discussions import talk

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def until(time: datetime) -> str:
    return f"You have written a lot in a short time. You can go on at {moment(time)}. Your text is kept."


def test_a_first_day_goes_slowly_and_ends_when_it_says(app: Flask) -> None:
    """Ten posts and three topics; the day began when the person came, not with the first post."""
    with time_machine.travel(NOON, tick=False) as clock:
        room = talk.room()
        new, old = make.person("Nora New"), room.cast.ben
        make.seat(room.cohort, new)
        topic = talk.topic(room.space, room.cast.ada)
        clock.shift(timedelta(hours=10))
        for _three in range(3):
            talk.topic(room.space, new)
        begin = partial(open_topic, Space(id=room.space), TopicFacts("discussion", "Fourth"), talk.said(), by=new)
        assert talk.refused(begin, field="text") == until(NOON + timedelta(days=1))
        clock.shift(timedelta(hours=2))
        for _seven in range(7):
            talk.post(topic, new)
        send = partial(write_post, topic, talk.said(), by=new)
        assert talk.refused(send, field="text") == until(NOON + timedelta(days=1))
        for _twelve in range(12):
            talk.post(topic, old)
        clock.move_to(NOON + timedelta(days=1, seconds=1))
        talk.post(topic, new)
        for _four in range(4):
            talk.topic(room.space, new)


def test_an_hour_ends_when_it_says(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        room = talk.room()
        topic = talk.topic(room.space, room.cast.ada)
        for _thirty in range(30):
            talk.post(topic, room.cast.ben)
            clock.shift(timedelta(minutes=1))
        send = partial(write_post, topic, talk.said(), by=room.cast.ben)
        assert talk.refused(send, field="text") == until(NOON + timedelta(hours=1))
        clock.move_to(NOON + timedelta(hours=1))
        talk.post(topic, room.cast.ben)
        assert talk.refused(send, field="text") == until(NOON + timedelta(hours=1, minutes=1))


def test_links_of_a_newcomer(app: Flask) -> None:
    nora = make.person("Nora New")
    two, three = "https://a.dk and www.b.dk", "HTTPS://a.dk, http://b.dk and WWW.c.dk"
    sentence = "On your first day a post can hold two links. Leave some out, or wait until tomorrow."
    with writing():
        refuse_flood(nora, two, opens_topic=False)
    assert talk.refused(partial(refuse_flood, nora, three, opens_topic=False), field="text") == sentence
    talk.age(nora)
    with writing():
        refuse_flood(nora, three, opens_topic=True)
