"""Posts by their numbers, topics, and what is unread: the same number of statements at any size, and nothing of other spaces."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from bench.bulk import Bulk
from clustercourse.accounts.erasing import erase_person
from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.discussions.actions.answers import accept_answer, find_helpful
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.discussions.actions.topics import close_topic, move_topic, pin_topic
from clustercourse.discussions.queries.people import people_of
from clustercourse.discussions.queries.post import files_of, post_at, revisions_of
from clustercourse.discussions.queries.posts import page_of, posts_after, posts_on
from clustercourse.discussions.queries.spaces import SEEN, seeing, space_of
from clustercourse.discussions.queries.topic import steps_of, topic_at
from clustercourse.discussions.queries.topics import WHICH, Wanted, topics_in, topics_of_session
from clustercourse.discussions.queries.unread import unread_for
from clustercourse.errors import NotHere
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import CourseTeam
from clustercourse.models.discussions import Post, Space, Topic
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat
from clustercourse.viewer import Viewer
from tests import make
from tests.cast import as_seen
from tests.cohorts import taking
from tests.discussions import talk
from tests.discussions.talk import Room


def slug(cohort: int) -> str:
    return str(value(select(Cohort.slug).where(Cohort.id == cohort)))


def counted(statements: Callable[[], Any], work: Callable[[], object]) -> int:
    end_reading()
    with statements() as seen:
        work()
    return len(seen)


def spaces_seen(viewer: Viewer) -> list[int]:
    return [found.id for found in rows(select(Space.id).where(SEEN).order_by(Space.id), **seeing(viewer))]


def many_posts(room: Room, topic: int, number: int) -> None:
    """All but the first, of Ada and Ben by turns; each hundredth answers the one before."""
    people = (room.cast.ada, room.cast.ben)
    with writing() as session:
        bulk, before = Bulk(), None
        for at in range(2, number + 1):
            said = {"text": f"Text {at}", "html": f"<p>Text {at}</p>", "step": "", "basis": "", "helpful_count": 0, "file_count": 0}
            answers = before if at % 100 == 0 else None
            before = bulk.add(Post, topic_id=topic, number=at, person_id=people[at % 2], answers_id=answers, created_at=now(), **said)
        bulk.finish()
        session.execute(update(Topic).where(Topic.id == topic).values(last_number=number))


@pytest.mark.both_databases_when_long
def test_any_page_of_five_thousand_posts_costs_what_five_cost(app: Flask, statements: Callable[[], Any]) -> None:
    room = talk.room()
    ada = talk.viewer(room.cast.ada, seats=(room.cohort,))
    small, large = (talk.topic(room.space, room.cast.ada) for _two in range(2))
    many_posts(room, small, 5)
    many_posts(room, large, 5000)
    pages = ((small, 1), (large, 1), (large, 50), (large, 100))
    assert [counted(statements, partial(posts_on, ada, topic, page)) for topic, page in pages] == [1, 1, 1, 1]
    for page in (1, 50, 100):
        found = posts_on(ada, large, page).lines
        assert [line.number for line in found] == list(range((page - 1) * 50 + 1, page * 50 + 1))
    assert (found[-1].answers_number, found[-1].answers_name, found[-1].by_name) == (4999, "Ben Berg", "Ada Holm")
    assert [len(posts_on(ada, small, page).lines) for page in (1, 2, 0, -1)] == [5, 0, 0, 0]
    assert len(posts_on(ada, large, 101).lines) == 0
    assert [line.number for line in posts_after(ada, large, 4998).lines] == [4999, 5000]
    assert (len(posts_after(ada, large, 10).lines), posts_after(ada, large, 5000).lines) == (50, ())
    assert [page_of(number) for number in (0, 1, 50, 51, 5000)] == [1, 1, 1, 2, 100]
    assert (topic_at(ada, large).page_count, topic_at(ada, small).page_count) == (100, 1)


def test_what_stands_on_a_page_of_posts(room: Room, statements: Callable[[], Any]) -> None:
    """Whose it is, whom it answers, its files; a removed one shows no words to anybody and no files."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    first = talk.posts(topic)[0]
    second = talk.post(topic, cast.ben, "With files.", answers=first, files=(talk.file(b"a", "a.txt"), talk.file(b"12345", "b.txt")))
    gone = talk.post(topic, cast.cleo, "Secret.", files=(talk.file(b"c", "c.txt"),))
    talk.removed(gone, cast.dan)
    with writing():
        find_helpful(second, by=cast.ada)
    ada, eve = talk.viewer(cast.ada, seats=(room.cohort,)), talk.viewer(cast.eve)
    found = posts_on(ada, topic, 1)
    assert [(line.number, line.by_name, line.organisation, line.answers_number, line.answers_name) for line in found.lines] == [
        (1, "Ada Holm", "Cluster A", None, None),
        (2, "Ben Berg", "Cluster B", 1, "Ada Holm"),
        (3, "Cleo Lund", None, None, None),
    ]
    assert [(line.found_helpful, line.helpful_count, line.is_deleted, line.removed_by_author) for line in found.lines] == [
        (False, 0, False, None),
        (True, 1, False, None),
        (False, 0, True, False),
    ]
    assert {post: [(file.name, file.size) for file in files] for post, files in found.files.items()} == {
        second: [("a.txt", 1), ("b.txt", 5)]
    }
    assert posts_on(talk.viewer(cast.ben), topic, 1).lines[1].found_helpful is False
    assert counted(statements, lambda: posts_on(ada, topic, 1)) == 2
    assert (post_at(ada, topic, gone).text, post_at(ada, topic, gone).html, post_at(ada, topic, gone).is_deleted) == ("", "", True)
    assert (list(files_of(second).values()), revisions_of(second)) == (["a.txt", "b.txt"], ())
    for viewer, topic_id, post in ((eve, topic, first), (ada, room.other_topic, first), (ada, topic, 9999)):
        with pytest.raises(NotHere):
            post_at(viewer, topic_id, post)


@pytest.fixture
def ben(room: Room) -> Viewer:
    return talk.viewer(room.cast.ben, seats=(room.cohort,))


@pytest.mark.both_databases_when_long
def test_the_list_of_topics(room: Room, ben: Viewer, statements: Callable[[], Any]) -> None:
    cast, session = room.cast, make.session(room.cohort)
    question = talk.topic(room.space, cast.ada, kind="question", title="Question")
    space = here(room, ben)
    costs = [counted(statements, lambda: topics_in(ben, space))]
    answered = talk.topic(room.space, cast.ada, kind="question", title="Answered")
    clinic = talk.topic(room.space, cast.cleo, kind="clinic", title="Clinic")
    news = talk.topic(room.space, cast.dan, kind="announcement", title="News", moderates=True)
    gone = talk.topic(room.space, cast.ada, title="Gone")
    costs.append(counted(statements, lambda: topics_in(ben, space)))
    answer = talk.post(answered, cast.ben)
    talk.removed(talk.posts(gone)[0], cast.ada)
    with writing() as open_session:
        accept_answer(answered, answer, by=cast.ada)
        pin_topic(question, is_pinned=True, by=cast.dan)
        close_topic(news, by=cast.dan)
        note_read(clinic, 1, by=cast.ben)
        open_session.execute(update(Topic).where(Topic.id == news).values(session_id=session))
    talk.level(news, cast.ben, "muted")
    costs.append(counted(statements, lambda: topics_in(ben, space)))
    assert costs == [2, 2, 2]
    found = topics_in(ben, space)
    assert ([line.id for line in found.rows], found.total) == ([question, answered, news, clinic], 4)
    assert [(line.unread, line.is_new, line.is_answered, line.is_pinned, line.is_closed, line.is_muted) for line in found.rows] == [
        (1, True, False, True, False, False),
        (2, True, True, False, False, False),
        (1, True, False, False, True, True),
        (0, False, False, False, False, False),
    ]
    assert [(line.by_name, line.last_by_name) for line in found.rows][:2] == [("Ada Holm", "Ada Holm"), ("Ada Holm", "Ben Berg")]
    chosen = {which: [line.id for line in topics_in(ben, space, Wanted(which)).rows] for which in WHICH}
    assert chosen == {
        "unread": [question, answered],
        "unanswered": [question],
        "question": [question, answered],
        "clinic": [clinic],
        "announcement": [news],
        "discussion": [],
    }
    assert [line.id for line in topics_in(ben, space, Wanted(session_id=session)).rows] == [news]
    assert [line.id for line in topics_in(ben, space, Wanted(item_id=9999)).rows] == []
    assert [line.id for line in topics_of_session(ben, session)] == [news]
    assert topics_of_session(talk.viewer(cast.eve), session) == ()
    assert [step.what for step in steps_of(news)] == ["closed"]


def here(room: Room, viewer: Viewer) -> Any:
    return space_of(viewer, cohort=slug(room.cohort))


@pytest.mark.both_databases_when_long
def test_the_page_of_what_is_new(room: Room, ben: Viewer, statements: Callable[[], Any]) -> None:
    cast = room.cast
    assert (unread_for(ben).topics, counted(statements, lambda: unread_for(ben))) == ((), 1)
    first = talk.topic(room.space, cast.ada, title="First")
    costs = [counted(statements, lambda: unread_for(ben))]
    second = talk.topic(room.space, cast.cleo, title="Second")
    news = talk.topic(room.space, cast.dan, kind="announcement", title="News", moderates=True)
    for _twelve in range(12):
        talk.post(second, cast.cleo)
    costs.append(counted(statements, lambda: unread_for(ben)))
    assert costs == [2, 2]
    for quiet, level in (("Muted", "muted"), ("Normal", "normal")):
        talk.level(talk.topic(room.space, cast.dan, title=quiet, moderates=True), cast.ben, level)
    talk.removed(talk.posts(talk.topic(room.space, cast.dan, title="Gone", moderates=True))[0], cast.dan)
    with writing():
        note_read(second, 2, by=cast.ben)
    found = unread_for(ben)
    assert [(each.id, [post.number for post in each.posts], each.left, each.last_shown) for each in found.topics] == [
        (news, [1], 0, 1),
        (first, [1], 0, 1),
        (second, [*range(3, 13)], 1, 12),
    ]
    assert (found.total, {each.space.title for each in found.topics}) == (3, {"Harbour"})
    with writing():
        note_read(first, 1, by=cast.ben)
    assert ([each.id for each in unread_for(ben).topics], unread_for(ben).total) == ([news, second], 2)
    with writing() as session:
        session.execute(update(Seat).where(Seat.person_id == cast.ben).values(state="withdrawn"))
    left = talk.viewer(cast.ben)
    admin = Viewer(person_id=cast.root, roles=frozenset({"admin"}))
    assert (unread_for(left).total, unread_for(admin).total, unread_for(Viewer()).total) == (0, 0, 0)


@pytest.mark.both_databases_when_long
def test_who_sees_which_space(room: Room, ben: Viewer) -> None:
    """Those who take part or run it; of a course those who are enrolled or teach. A topic that moves goes out of sight."""
    cast, course = room.cast, taking.published()
    other = taking.published(key="other")
    with writing() as session:
        spaces = [space_for(course_id=each).id for each in (course, other)]
        session.add(Enrolment(person_id=cast.ben, course_id=course, language="en", created_at=now()))
        session.add(Enrolment(person_id=cast.ben, course_id=other, language="en", created_at=now(), withdrawn_at=now()))
        session.add(CourseTeam(course_id=other, person_id=cast.cleo, role="trainer", created_at=now()))
        make.seat(room.cohort, cast.eve, "applied")
        topics = [talk.topic(space, cast.root) for space in (room.space, room.elsewhere, *spaces)]
        for topic in topics:
            for person in cast.people().values():
                talk.level(topic, person, "tracking")
    inside = {
        "ada": [room.space],
        "ben": [room.space, spaces[0]],
        "cleo": [room.space, spaces[1]],
        "dan": [room.space],
        "greta": [room.elsewhere],
        "eve": [room.elsewhere],
        "root": [],
    }
    viewers = {name: as_seen(person) for name, person in cast.people().items()}
    assert {name: spaces_seen(viewer) for name, viewer in viewers.items()} == {**inside, "root": [room.space, room.elsewhere, *spaces]}
    unread = {name: unread_for(viewer).topics for name, viewer in viewers.items()}
    assert {name: sorted({topic.space.id for topic in found}) for name, found in unread.items()} == inside
    assert {name: viewer.unread_topics for name, viewer in viewers.items()} == {name: len(found) for name, found in unread.items()}
    assert spaces_seen(Viewer()) == []
    for state in ("applied", "waitlisted", "offered", "withdrawn", "removed"):
        outside = Viewer(person_id=cast.ada, seats={room.cohort: state})
        with pytest.raises(NotHere):
            space_of(outside, cohort=slug(room.cohort))
    topic = talk.topic(room.space, cast.ada)
    assert topic_at(ben, topic).title == "A topic"
    with writing() as session:
        move_topic(topic, session.get_one(Space, room.elsewhere), by=cast.dan)
    for viewer, wanted in ((ben, topic), (ben, 9999), (Viewer(), topic)):
        with pytest.raises(NotHere):
            topic_at(viewer, wanted)
    assert topic_at(talk.viewer(cast.eve, seats=(talk.one(Space, room.elsewhere, "cohort_id")[0],)), topic).id == topic


@pytest.mark.both_databases_when_long
def test_who_can_be_named(room: Room, ben: Viewer) -> None:
    """Who is listed, the team, and who has written; nobody who is erased or joined, and each once, with an organisation if any is known."""
    cast = room.cast
    hidden, writer = make.person("Hidden Hans"), make.person("Wilma Writer")
    make.seat(room.cohort, hidden, listed="nobody")
    make.seat(room.cohort, writer, "withdrawn")
    with writing() as session:
        session.execute(update(Seat).where(Seat.person_id == cast.ada).values(organisation_id=cast.organisation_a))
    topic = talk.topic(room.space, cast.ada)
    talk.post(topic, cast.ben)
    talk.removed(talk.post(topic, writer), writer)
    found = [(person.name, person.organisation) for person in people_of(here(room, ben))]
    assert found == [("Ada Holm", "Cluster A"), ("Ben Berg", "Cluster B"), ("Cleo Lund", ""), ("Dan Krogh", "")]
    talk.post(topic, hidden)
    talk.post(topic, writer)
    names = [person.name for person in people_of(here(room, ben))]
    assert names == ["Ada Holm", "Ben Berg", "Cleo Lund", "Dan Krogh", "Hidden Hans", "Wilma Writer"]
    erase_person(hidden, by=None)
    assert "Hidden Hans" not in [person.name for person in people_of(here(room, ben))]
