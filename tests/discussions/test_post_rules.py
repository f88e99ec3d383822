"""Writing, answering, changing, removing and bringing back posts: what is refused, what twice is, and what beside stays as it is."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update

from clustercourse.db import now, writing
from clustercourse.discussions.actions.answers import accept_answer
from clustercourse.discussions.actions.clinics import tell_outcome, try_something
from clustercourse.discussions.actions.posts import MOST_FILES, change_post, remove_post, restore_post, write_post
from clustercourse.discussions.actions.topics import close_topic
from clustercourse.errors import Conflict, NotHere
from clustercourse.models.discussions import Mention, Post, PostFile, PostRevision, Topic
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat
from tests import make
from tests.discussions import talk
from tests.discussions.talk import Room

GONE = "This topic was removed while you were writing. Your text is kept."
CLOSED = "This topic was closed while you were writing. Your text is kept."


def test_a_post_takes_the_next_number_and_says_for_whom_its_author_spoke(room: Room) -> None:
    beside, cast = talk.untouched(room), room.cast
    topic = talk.topic(room.space, cast.ada)
    written = talk.post(topic, cast.ben, "Second.", basis="", named=(cast.ada, cast.ada, cast.ben))
    assert talk.one(Post, written, "topic_id", "number", "answers_id", "person_id", "organisation_id", "text", "html", "step") == (
        (topic, 2, None, cast.ben, cast.organisation_b, "Second.", "<p>Second.</p>", "")
    )
    at = talk.one(Post, written, "created_at")[0]
    assert talk.one(Topic, topic, "last_number", "last_person_id", "last_post_at", "accepted_number") == (2, cast.ben, at, None)
    assert talk.found(Mention, "post_id", "person_id") == [(written, cast.ada)]
    assert talk.reader(topic, cast.ben) == (0, "tracking", False, "wrote")
    assert talk.reader(topic, cast.ada) == (1, "watching", False, "opened")
    talk.post(topic, cast.ada)
    assert talk.reader(topic, cast.ada) == (1, "watching", False, "opened")
    assert talk.untouched(room) == beside
    events = [line for line in talk.found(Event, "verb", "by_id", "person_id", "thing_id", "detail") if line[3] == written]
    detail = {"topic": topic, "space": room.space, "to": None, "item": None}
    assert [line for line in events if line[0] == "discussions.post_written"] == [
        ("discussions.post_written", cast.ben, cast.ben, written, detail)
    ]


def test_who_has_read_everything_has_read_what_they_write(room: Room) -> None:
    topic = talk.topic(room.space, room.cast.ada)
    talk.post(topic, room.cast.ada)
    assert talk.reader(topic, room.cast.ada) == (2, "watching", False, "opened")


def test_whom_somebody_speaks_for_is_said_by_their_place_first(room: Room) -> None:
    other = make.organisation("Cluster C")
    with writing() as session:
        session.execute(update(Seat).where(Seat.person_id == room.cast.ada).values(organisation_id=other))
    topic = talk.topic(room.space, room.cast.ada)
    talk.post(topic, room.cast.cleo)
    assert [line[0] for line in talk.found(Post, "organisation_id")] == [None, other, None]


def test_an_answer_to_an_answer_hangs_on_the_same_post(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    first = talk.posts(topic)[0]
    answer = talk.post(topic, cast.ben, answers=first)
    deeper = talk.post(topic, cast.cleo, answers=answer)
    assert [talk.one(Post, each, "answers_id")[0] for each in (answer, deeper)] == [first, first]
    strange = talk.posts(room.other_topic)[0]
    for unknown in (strange, 9999):
        with pytest.raises(NotHere), writing():
            write_post(topic, talk.said(), by=cast.ben, answers=unknown)
    talk.removed(answer, cast.ben)
    sentence = "The post that you answer was removed meanwhile. Your text is kept."
    assert talk.refused(partial(write_post, topic, talk.said(), by=cast.cleo, answers=answer), field="text") == sentence
    with pytest.raises(NotHere), writing():
        write_post(9999, talk.said(), by=cast.ben)
    assert len(talk.posts(topic)) == 3


def test_in_a_closed_topic_only_moderators_write(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    with writing():
        close_topic(topic, by=cast.dan)
    assert talk.refused(partial(write_post, topic, talk.said(), by=cast.ada), field="text") == CLOSED
    talk.post(topic, cast.dan, moderates=True)
    assert len(talk.posts(topic)) == 2


@pytest.mark.parametrize(("step", "work"), [("options", try_something), ("trying", tell_outcome)])
def test_nobody_goes_on_with_a_case_that_is_closed_or_gone(room: Room, step: str, work: object) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="clinic")
    with writing() as session:
        session.get_one(Topic, topic).step = step
        close_topic(topic, by=cast.dan)
    assert talk.refused(partial(work, topic, talk.said(), by=cast.ada), field="text") == CLOSED  # type: ignore[arg-type]
    with writing() as session:
        session.get_one(Topic, topic).closed_at = None
    talk.removed(talk.posts(topic)[0], cast.dan)
    assert talk.refused(partial(work, topic, talk.said(), by=cast.ada), field="text") == GONE  # type: ignore[arg-type]
    assert (len(talk.posts(topic)), talk.one(Topic, topic, "step")) == (1, (step,))


def test_nothing_is_written_into_a_topic_that_is_gone(room: Room) -> None:
    """Its last post was removed while somebody typed: the text would stand where nobody finds it."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    talk.removed(talk.posts(topic)[0], cast.ada)
    for moderates in (False, True):
        work = partial(write_post, topic, talk.said(), by=cast.dan, moderates=moderates)
        assert talk.refused(work, field="text") == GONE
    assert len(talk.posts(topic)) == 1


def test_changing_keeps_what_was_said_before(room: Room) -> None:
    beside, cast = talk.untouched(room), room.cast
    topic = talk.topic(room.space, cast.ada, text="First.", basis="My own.")
    post, second = talk.posts(topic)[0], talk.post(topic, cast.ben)
    with writing():
        change_post(post, talk.said("Better.", named=(cast.ben,)), by=cast.ada, seen=None)
    changed_at = talk.one(Post, post, "edited_at")[0]
    assert talk.one(Post, post, "text", "html", "basis", "number") == ("Better.", "<p>Better.</p>", "", 1)
    assert talk.found(PostRevision, "post_id", "text", "html", "basis", "by_id") == [(post, "First.", "<p>First.</p>", "My own.", cast.ada)]
    with writing():
        change_post(post, talk.said("Better."), by=cast.ada, seen=None)
    assert (len(talk.found(PostRevision, "id")), talk.one(Post, post, "edited_at")) == (1, (changed_at,))
    sentence = "This post was changed in another window meanwhile. Nothing was overwritten; what you typed is below."
    for seen in (None, changed_at - timedelta(seconds=1)):
        assert talk.refused(partial(change_post, post, talk.said("Worse."), by=cast.ada, seen=seen), error=Conflict) == sentence
    with writing():
        change_post(post, talk.said("Best.", named=(cast.ben, cast.cleo)), by=cast.ada, seen=changed_at)
    assert [line[0] for line in talk.found(PostRevision, "text")] == ["First.", "Better."]
    assert talk.found(Mention, "post_id", "person_id") == [(post, cast.ben), (post, cast.cleo)]
    assert (talk.one(Post, second, "text", "edited_at"), talk.untouched(room)) == (("Something.", None), beside)
    with pytest.raises(NotHere), writing():
        change_post(9999, talk.said(), by=cast.ada, seen=None)
    talk.removed(post, cast.ada)
    sentence = "This post was removed. Your text is kept, so that you can copy it."
    assert talk.refused(partial(change_post, post, talk.said("Late."), by=cast.ada, seen=None), field="text") == sentence


def test_files_come_and_go_with_changes(room: Room) -> None:
    cast = room.cast
    topic = talk.topic(room.space, cast.ada, files=(talk.file(b"a", "a.txt"), talk.file(b"b", "b.txt")))
    post, other = talk.posts(topic)[0], talk.post(topic, cast.ben, files=(talk.file(b"c", "c.txt"),))
    first, second, others = (line[0] for line in talk.found(PostFile, "id"))
    new = talk.file(b"d", "d.txt")
    with writing():
        change_post(post, talk.said("First.", files=(new,)), by=cast.ada, seen=None, dropped=[first, others])
    assert talk.found(PostFile, "id", "post_id", "name", "size") == [
        (second, post, "b.txt", 1),
        (others, other, "c.txt", 1),
        (others + 1, post, "d.txt", 1),
    ]
    assert [talk.one(Post, each, "file_count")[0] for each in (post, other)] == [2, 1]
    many = tuple(talk.file(bytes([number]), f"{number}.txt") for number in range(MOST_FILES - 1))
    seen = talk.one(Post, post, "edited_at")[0]
    sentence = "A post can hold 5 files. Take some away first."
    assert talk.refused(partial(change_post, post, talk.said("First.", files=many), by=cast.ada, seen=seen), field="files") == sentence
    assert len(talk.found(PostFile, "id")) == 3
    with writing():
        change_post(post, talk.said("First.", files=many), by=cast.ada, seen=seen, dropped=[second])
    assert talk.one(Post, post, "file_count") == (MOST_FILES,)


def test_taking_a_file_away_twice_is_once(room: Room) -> None:
    topic = talk.topic(room.space, room.cast.ada, files=(talk.file(),))
    post, file = talk.posts(topic)[0], talk.found(PostFile, "id")[0][0]
    for _twice in range(2):
        with writing():
            change_post(post, talk.said("First."), by=room.cast.ada, seen=None, dropped=[file])
    assert (talk.found(PostFile, "id"), talk.one(Post, post, "file_count")) == ([], (0,))


def test_removing_and_bringing_back(room: Room) -> None:
    beside, cast = talk.untouched(room), room.cast
    topic = talk.topic(room.space, cast.ada, kind="question")
    first, answer = talk.posts(topic)[0], talk.post(topic, cast.ben)
    with writing():
        accept_answer(topic, answer, by=cast.ada)
    for by in (cast.dan, cast.ben):
        with writing():
            remove_post(answer, by=by)
    at, by = talk.one(Post, answer, "deleted_at", "deleted_by_id")
    assert (at is not None, by) == (True, cast.dan)
    assert talk.one(Topic, topic, "accepted_number", "deleted_at", "last_number") == (None, None, 2)
    assert talk.one(Post, first, "deleted_at") == (None,)
    talk.removed(first, cast.dan)
    assert talk.one(Topic, topic, "deleted_at") == (talk.one(Post, first, "deleted_at")[0],)
    for _twice in range(2):
        with writing():
            restore_post(answer, by=cast.dan)
    assert talk.one(Post, answer, "deleted_at", "deleted_by_id") == (None, None)
    assert talk.one(Topic, topic, "deleted_at", "accepted_number") == (None, None)
    verbs = [verb for verb, thing in talk.found(Event, "verb", "thing_id") if thing == answer and verb.startswith("discussions.post_")]
    assert verbs == ["discussions.post_written", "discussions.post_removed", "discussions.post_restored"]
    assert (talk.post(topic, cast.cleo), talk.one(Topic, topic, "last_number")) == (answer + 1, (3,))
    assert talk.untouched(room) == beside
    for work in (remove_post, restore_post):
        with pytest.raises(NotHere), writing():
            work(9999, by=cast.dan)


def test_a_crowd_cannot_be_written_by_one(app: Flask) -> None:
    """Thirty an hour; the time said is the one at which it goes on."""
    room = talk.room()
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    with writing() as session:
        session.add_all(Post(topic_id=room.other_topic, person_id=cast.ben, text="x", html="x", **at(number)) for number in range(2, 32))
    sentence = talk.refused(partial(write_post, topic, talk.said(), by=cast.ben), field="text")
    assert sentence.startswith("You have written a lot in a short time. You can go on at ")
    talk.post(topic, cast.cleo)
    talk.post(topic, cast.ben, moderates=True)
    with writing() as session:
        session.execute(update(Post).where(Post.number == 2).values(created_at=now() - timedelta(minutes=61)))
        session.execute(update(Post).where(Post.number == 3).values(created_at=now() - timedelta(minutes=61)))
    talk.post(topic, cast.ben)


def at(number: int) -> dict[str, object]:
    return {"number": number, "created_at": now() - timedelta(minutes=59)}
