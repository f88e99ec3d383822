"""What readers say of posts: that one answers the question, that one was helpful."""

from __future__ import annotations

from functools import partial

import pytest

from clustercourse.db import writing
from clustercourse.discussions.actions.answers import accept_answer, find_helpful, withdraw_acceptance, withdraw_helpful
from clustercourse.errors import NotHere
from clustercourse.models.discussions import Helpful, Post, Topic
from clustercourse.models.events import Event
from tests.discussions import talk
from tests.discussions.talk import Room

ONLY = "Only an answer to a question can be accepted."
REMOVED = "This post was removed meanwhile."


def verbs() -> list[str]:
    wanted = ("answer_accepted", "answer_withdrawn", "found_helpful", "helpful_withdrawn")
    short = [line[0].removeprefix("discussions.") for line in talk.found(Event, "verb")]
    return [verb for verb in short if verb in wanted]


def test_one_answer_at_a_time(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="question")
    noise = talk.topic(room.space, cast.ada, kind="question")
    talk.post(noise, cast.ben)
    one, other = talk.post(topic, cast.ben), talk.post(topic, cast.cleo)
    beside = talk.untouched(room)
    for post in (one, one, other):
        with writing():
            accept_answer(topic, post, by=cast.ada)
    assert talk.one(Topic, topic, "accepted_number") == (3,)
    for _twice in range(2):
        with writing():
            withdraw_acceptance(topic, by=cast.dan)
    assert talk.one(Topic, topic, "accepted_number") == talk.one(Topic, noise, "accepted_number") == (None,)
    assert verbs() == ["answer_accepted", "answer_accepted", "answer_withdrawn"]
    assert talk.untouched(room) == beside


def test_what_is_no_answer(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="question")
    first, answer = talk.posts(topic)[0], talk.post(topic, cast.ben)
    plain = talk.topic(room.space, cast.ada)
    reply = talk.post(plain, cast.ben)
    assert talk.refused(partial(accept_answer, topic, first, by=cast.ada)) == ONLY
    assert talk.refused(partial(accept_answer, plain, reply, by=cast.ada)) == ONLY
    for strange in (reply, 9999):
        with pytest.raises(NotHere), writing():
            accept_answer(topic, strange, by=cast.ada)
    talk.removed(answer, cast.ben)
    assert talk.refused(partial(accept_answer, topic, answer, by=cast.ada)) == REMOVED
    assert (talk.one(Topic, topic, "accepted_number"), verbs()) == ((None,), [])


def test_helpful_counts_people(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post, beside = talk.posts(topic)[0], talk.post(topic, room.cast.ada)
    before = talk.untouched(room)
    for work, by in ((find_helpful, cast.ben), (find_helpful, cast.ben), (find_helpful, cast.cleo)):
        with writing():
            work(post, by=by)
    assert [talk.one(Post, each, "helpful_count")[0] for each in (post, beside)] == [2, 0]
    for _twice in range(2):
        with writing():
            withdraw_helpful(post, by=cast.ben)
    assert (talk.one(Post, post, "helpful_count"), talk.found(Helpful, "post_id", "person_id")) == ((1,), [(post, cast.cleo)])
    assert verbs() == ["found_helpful", "found_helpful", "helpful_withdrawn"]
    own = "Whether your own post is helpful is for others to say."
    assert talk.refused(partial(find_helpful, post, by=cast.ada)) == own
    talk.removed(post, cast.ada)
    for work in (find_helpful, withdraw_helpful):
        assert talk.refused(partial(work, post, by=cast.cleo)) == REMOVED
        with pytest.raises(NotHere), writing():
            work(9999, by=cast.cleo)
    assert talk.untouched(room) == before
