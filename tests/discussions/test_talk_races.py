"""Many at once, on both databases: numbers without gaps, one post of one form, one decision, nothing typed lost."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.db import end_reading, rows, value, writing
from clustercourse.discussions.actions.answers import accept_answer, find_helpful
from clustercourse.discussions.actions.drafts import clear_draft, save_draft
from clustercourse.discussions.actions.flags import decide_flags, flag_post
from clustercourse.discussions.actions.posts import change_post, remove_post, restore_post, write_post
from clustercourse.discussions.actions.reading import choose_level, note_read, own_reader
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.models.discussions import Flag, Helpful, Post, PostDraft, PostRevision, Space, Topic, TopicReader
from clustercourse.models.events import Event
from clustercourse.models.notifications import Notification
from tests import make
from tests.discussions import talk
from tests.discussions.talk import Room
from tests.page import Browser

pytestmark = pytest.mark.both_databases
MANY = 20


def at_once(app: Flask, work: Callable[[int], object], many: int = MANY) -> list[str]:
    def one(number: int) -> None:
        with app.app_context(), writing():
            work(number)

    return sorted(talk.together(one, many))


def count(model: type, *where: Any) -> int:
    return int(value(select(func.count()).select_from(model).where(*where)))


def test_twenty_posts_at_once_have_numbers_without_gaps(app: Flask, room: Room) -> None:
    """Of ten people, while a topic beside is written in as well; everybody's place in it is kept, and all are told once."""
    with writing():
        people = [make.person(f"Person {number}") for number in range(10)]
        talk.age(*people)
        for person in people:
            make.seat(room.cohort, person)
    topics = [talk.topic(room.space, room.cast.ada) for _two in range(2)]
    talk.forget_told()
    wrong = at_once(app, lambda number: write_post(topics[number % 5 == 0], talk.said(f"Text {number}."), by=people[number // 2]))
    assert wrong == []
    for topic, many in zip(topics, (16, 4), strict=True):
        numbers = [line[0] for line in rows(select(Post.number).where(Post.topic_id == topic).order_by(Post.number))]
        assert numbers == list(range(1, many + 2))
        last = value(select(Post.person_id).where(Post.topic_id == topic, Post.number == many + 1))
        assert talk.one(Topic, topic, "last_number", "last_person_id") == (many + 1, last)
    assert sorted(line[0] for line in talk.found(Post, "text") if line[0].startswith("Text")) == sorted(
        f"Text {number}." for number in range(20)
    )
    assert count(Event, Event.verb == "discussions.post_written") == 23
    # Ten who write, and the four of the room: each of the twenty posts is told to the thirteen others.
    assert count(Notification) == 20 * 13
    assert len(set(talk.found(TopicReader, "topic_id", "person_id"))) == count(TopicReader)


def test_the_same_form_twenty_times_is_one_post(app: Flask, room: Room, new_browser: Callable[[], Browser]) -> None:
    topic = talk.topic(room.space, room.cast.ada)
    browsers = [new_browser().sign_in(room.cast.ben) for _one in range(MANY)]
    forms = [{"text": "Once.", "once": "the-same", **each.csrf()} for each in browsers]
    answers: list[tuple[int, str | None]] = []

    def send(number: int) -> None:
        answer = browsers[number].post(f"/topics/{topic}/posts", data=forms[number])
        answers.append((answer.status_code, answer.headers.get("Location")))

    assert talk.together(send) == []
    assert answers == [(303, f"/topics/{topic}/?page=1#post-2")] * MANY
    assert [line[0] for line in talk.found(Post, "text")] == ["Trees.", "First.", "Once."]
    assert count(Event, Event.verb == "discussions.post_written") == 3


def test_two_moderators_decide_one_thing_once(app: Flask, room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post, moderators = talk.post(topic, cast.ada), (cast.dan, cast.greta)
    with writing():
        for by in (cast.ben, cast.cleo):
            flag_post(post, "other", "", by=by)
    wrong = at_once(app, lambda number: decide_flags(post, upheld=number == 0, reason=f"{number}", by=moderators[number]), 2)
    flags = set(talk.found(Flag, "state", "reason", "decided_by_id"))
    assert (len(flags), len(wrong)) == (1, 1)
    state, reason, by = flags.pop()
    name, what = ("Dan Krogh", "was removed") if by == cast.dan else ("Greta Dahl", "stays")
    assert (state, by) == (("upheld", "dismissed")[int(reason)], moderators[int(reason)])
    assert wrong == [f"Refused: {name} was quicker: the post {what}. Nothing more was changed."]
    assert talk.one(Post, post, "deleted_by_id") == (cast.dan if state == "upheld" else None,)
    assert count(Event, Event.verb == "discussions.flag_decided") == 2


def test_two_windows_save_one_draft(app: Flask, room: Room) -> None:
    """Neither text is lost, whether it is the first save of the place or a later one."""
    ada = room.cast.ada
    for place, begun in (("topic:5", False), ("topic:6", True)):
        if begun:
            with writing():
                save_draft(place, {"text": "Before."}, number=0, by=ada)
        number = int(begun)
        outcomes: list[bool] = []

        def save(window: int, place: str = place, number: int = number, outcomes: list[bool] = outcomes) -> None:
            outcomes.append(save_draft(place, {"text": f"Window {window}."}, number=number, by=ada).is_conflict)

        assert at_once(app, save, 2) == []
        line = talk.draft(place, ada)
        assert line is not None
        fields, other, saved = line
        assert (sorted([fields["text"], other["text"]]), saved) == (["Window 0.", "Window 1."], number + 1)
        assert sorted(outcomes) == [False, True]


def test_sending_and_saving_at_once_keep_one_row(app: Flask, room: Room) -> None:
    works = [partial(clear_draft, sent="A."), partial(save_draft, fields={"text": "A."}, number=0)]
    assert at_once(app, lambda number: works[number % 2]("topic:5", by=room.cast.ada), 6) == []
    assert count(PostDraft) == 1


def test_helpful_pressed_twenty_times_counts_once(app: Flask, room: Room) -> None:
    topic, people = talk.topic(room.space, room.cast.ada), (room.cast.ben, room.cast.cleo)
    post, noise = talk.posts(topic)[0], talk.post(topic, room.cast.ada)
    assert at_once(app, lambda number: find_helpful(post, by=people[number % 2])) == []
    assert [talk.one(Post, each, "helpful_count")[0] for each in (post, noise)] == [2, 0]
    assert (count(Helpful), count(Event, Event.verb == "discussions.found_helpful")) == (2, 2)


def test_a_flag_pressed_ten_times_waits_once(app: Flask, room: Room) -> None:
    post = talk.posts(talk.topic(room.space, room.cast.ada))[0]
    assert at_once(app, lambda number: flag_post(post, "other", "", by=room.cast.ben), 10) == []
    assert (count(Flag), count(Event, Event.verb == "discussions.flagged")) == (1, 1)


def test_two_rows_of_one_reader_are_one(app: Flask, room: Room) -> None:
    topic, ben = talk.topic(room.space, room.cast.ada), room.cast.ben
    works = [lambda: note_read(topic, 1, by=ben), lambda: choose_level(topic, "muted", by=ben), lambda: own_reader(topic, ben)]
    assert at_once(app, lambda number: works[number % 3](), 9) == []
    assert talk.reader(topic, ben) == (1, "muted", True, "chosen")
    assert count(TopicReader, TopicReader.person_id == ben) == 1


def test_one_space_however_many_ask_at_once(app: Flask) -> None:
    cohorts = [make.cohort("Harbour"), make.cohort("Forest")]
    assert at_once(app, lambda number: space_for(cohort_id=cohorts[number % 2]), 8) == []
    assert sorted(line[0] for line in talk.found(Space, "cohort_id")) == cohorts


def test_one_of_two_changes_of_a_post_holds(app: Flask, room: Room) -> None:
    topic = talk.topic(room.space, room.cast.ada)
    post = talk.posts(topic)[0]
    texts = ["Window 0.", "Window 1."]
    wrong = at_once(app, lambda number: change_post(post, talk.said(texts[number]), by=room.cast.ada, seen=None), 2)
    assert [line.partition(":")[0] for line in wrong] == ["Conflict"]
    assert talk.one(Post, post, "text")[0] in texts
    assert talk.found(PostRevision, "text") == [("First.",)]


def test_removing_bringing_back_and_accepting_at_once_fit_together(app: Flask, room: Room) -> None:
    topic = talk.topic(room.space, room.cast.ada, kind="question")
    answer = talk.post(topic, room.cast.ben)
    works: list[Callable[[], object]] = [
        lambda: remove_post(answer, by=room.cast.dan),
        lambda: restore_post(answer, by=room.cast.dan),
        lambda: accept_answer(topic, answer, by=room.cast.ada),
    ]
    wrong = at_once(app, lambda number: works[number % 3](), 9)
    assert set(wrong) <= {"Refused: This post was removed meanwhile."}
    is_gone = talk.one(Post, answer, "deleted_at")[0] is not None
    assert not (is_gone and talk.one(Topic, topic, "accepted_number")[0] is not None)
    verbs = Counter(line[0] for line in talk.found(Event, "verb"))
    assert verbs["discussions.post_removed"] - verbs["discussions.post_restored"] == int(is_gone)


def quick_beside_slow(app: Flask, slow: Callable[[], object], quick: Callable[[], object]) -> None:
    """Let the quick work begin while what the slow one wrote is not committed yet."""
    begun = Signal()

    def first() -> None:
        with app.app_context(), writing():
            slow()
            begun.set()
            time.sleep(0.15)

    def second() -> None:
        begun.wait(10)
        with app.app_context(), writing():
            quick()

    threads = [Thread(target=first), Thread(target=second)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_page_read_late_does_not_undo_a_later_one(app: Flask, room: Room) -> None:
    """Two windows say how far they have read; the one that knows less comes last."""
    topic, ben = talk.topic(room.space, room.cast.ada), room.cast.ben
    for _five in range(5):
        talk.post(topic, room.cast.ada)
    with writing():
        note_read(topic, 1, by=ben)
    quick_beside_slow(app, partial(note_read, topic, 6, by=ben), partial(note_read, topic, 3, by=ben))
    assert talk.reader(topic, ben) == (6, None, False, "")


def test_a_level_chosen_while_writing_stays(app: Flask, room: Room) -> None:
    topic, ben = talk.topic(room.space, room.cast.ada), room.cast.ben
    with writing():
        note_read(topic, 1, by=ben)
    quick_beside_slow(app, partial(choose_level, topic, "muted", by=ben), partial(write_post, topic, talk.said(), by=ben))
    assert talk.reader(topic, ben) == (2, "muted", True, "chosen")
    assert len(talk.posts(topic)) == 2
