"""Who is told what of a discussion: once, the most personal way first, and nobody who left or wants to hear nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import db, now, rows, writing
from clustercourse.discussions.actions.answers import accept_answer, withdraw_acceptance
from clustercourse.discussions.actions.flags import decide_flags, flag_post
from clustercourse.discussions.actions.posts import change_post, restore_post
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.discussions.queries.members import still_concerned, told_of
from clustercourse.jobs import work_waiting
from clustercourse.models.accounts import Account, Person
from clustercourse.models.discussions import Post, Topic
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Letter, Notification
from clustercourse.models.seats import Seat
from clustercourse.notifications.kinds import scope_named
from tests import make
from tests.cast import join_team
from tests.cohorts import taking
from tests.discussions import talk
from tests.discussions.talk import Room


def lines(*columns: str) -> list[tuple[Any, ...]]:
    return talk.found(Notification, *columns)


def change(post: int, by: int, *named: int, text: str = "Changed.") -> None:
    with writing():
        change_post(post, talk.said(text, named=named), by=by, seen=talk.one(Post, post, "edited_at")[0])


def test_a_new_topic_of_a_cohort_is_told_to_everybody_in_it(room: Room) -> None:
    cast, before = room.cast, len(talk.told())
    topic = talk.topic(room.space, cast.ada, title="Prices", text="How do you do it?")
    assert talk.told(since=before) == [(person, "opened") for person in (cast.ben, cast.cleo, cast.dan)]
    post = talk.posts(topic)[0]
    assert lines("key", "group", "by_id", "thing", "thing_id", "address", "title", "excerpt")[-1] == (
        f"post:{post}",
        f"post:{post}",
        cast.ada,
        "topic",
        topic,
        f"/topics/{topic}/posts/{post}",
        "Prices",
        "How do you do it?",
    )


def test_the_most_personal_way_first(room: Room) -> None:
    """Ben is named and answered, Ada opened the question, Cleo and Dan follow: one line each."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="question")
    first = talk.post(topic, cast.ben)
    talk.forget_told()
    talk.post(topic, cast.cleo, answers=first, named=(cast.ben, cast.cleo))
    assert talk.told() == [(cast.ben, "named"), (cast.ada, "written"), (cast.dan, "written")]
    talk.forget_told()
    talk.post(topic, cast.cleo)
    assert talk.told() == [(cast.ada, "answered"), (cast.ben, "written"), (cast.dan, "written")]
    talk.forget_told()
    talk.post(topic, cast.cleo, answers=first)
    assert sorted(talk.told()) == [(cast.ada, "written"), (cast.ben, "answered"), (cast.dan, "written")]
    assert {line[0] for line in lines("group", "kind") if line[1] == "discussions.written"} == {f"topic:{topic}:written"}
    talk.forget_told()
    talk.post(topic, cast.ben, answers=first)
    assert (cast.ben in {person for person, _kind in talk.told()}, len(talk.told())) == (False, 3)


def test_an_announcement_goes_to_everybody_but_who_wrote_it(room: Room) -> None:
    cast = room.cast
    talk.forget_told()
    topic = talk.topic(room.space, cast.dan, kind="announcement", moderates=True, named=(cast.ben,))
    assert talk.told() == [(cast.ben, "named"), (cast.ada, "announced"), (cast.cleo, "announced")]
    talk.forget_told()
    talk.post(topic, cast.ada)
    assert {kind for _person, kind in talk.told()} == {"written"}


@pytest.mark.both_databases_when_long
def test_those_who_muted_left_or_are_gone_hear_nothing(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.dan, kind="question", moderates=True)
    closed, erased = make.person("Clo Sed"), make.person("Era Sed")
    for person in (closed, erased):
        make.seat(room.cohort, person)
    make.account(closed)
    first = talk.post(topic, cast.ada)
    talk.level(topic, cast.ada, "muted")
    with writing() as session:
        session.execute(update(Seat).where(Seat.person_id == cast.ben).values(state="withdrawn"))
        session.execute(update(Account).where(Account.person_id == closed).values(closed_at=now()))
        session.execute(update(Person).where(Person.id == erased).values(erased_at=now()))
    talk.forget_told()
    everybody = (cast.ada, cast.ben, closed, erased, cast.eve)
    post = talk.post(topic, cast.cleo, answers=first, named=everybody)
    change(post, cast.cleo, *everybody, cast.greta)
    assert talk.told() == [(cast.dan, "written")]
    told = told_of(topic)
    assert told is not None
    assert (told.heard, told.team) == ({cast.cleo, cast.dan, closed, erased}, {cast.dan})
    assert still_concerned([*everybody, cast.cleo], topic) == {cast.cleo, closed, erased}


@pytest.mark.both_databases_when_long
def test_in_a_course_only_those_hear_of_a_post_who_follow_or_are_meant(room: Room) -> None:
    cast, course = room.cast, taking.published()
    join_team(cast.dan, "small-course")
    with writing() as session:
        for person in (cast.ada, cast.ben, cast.cleo):
            session.add(Enrolment(person_id=person, course_id=course, language="en", created_at=now()))
        session.add(Enrolment(person_id=cast.eve, course_id=course, language="en", created_at=now(), withdrawn_at=now()))
        space = space_for(course_id=course).id
    talk.forget_told()
    topic = talk.topic(space, cast.ada, kind="question")
    assert talk.told() == []
    talk.post(topic, cast.ben, named=(cast.cleo, cast.eve))
    assert talk.told() == [(cast.cleo, "named"), (cast.ada, "answered")]
    talk.forget_told()
    talk.post(topic, cast.dan, moderates=True)
    assert talk.told() == [(cast.ada, "answered"), (cast.ben, "written"), (cast.cleo, "written")]
    talk.forget_told()
    talk.topic(space, cast.dan, kind="announcement", moderates=True)
    assert sorted(talk.told()) == [(person, "announced") for person in (cast.ada, cast.ben, cast.cleo)]


@pytest.mark.both_databases_when_long
def test_a_change_tells_those_whom_it_names_first(room: Room) -> None:
    """They had heard that somebody wrote; now they are meant. Once, whatever else is changed."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post = talk.post(topic, cast.ben, named=(cast.cleo,))
    before = len(talk.told())
    change(post, cast.ben, cast.cleo, cast.dan, text="For Dan too.")
    assert talk.told(since=before) == [(cast.dan, "named")]
    change(post, cast.ben, cast.cleo, text="Not for Dan.")
    change(post, cast.ben, cast.cleo, cast.dan, text="For Dan again.")
    assert len(talk.told()) == before + 1
    dans = [line[1:] for line in lines("person_id", "kind", "excerpt", "read_at") if line[0] == cast.dan]
    assert dans[-1] == ("discussions.named", "For Dan too.", None)
    talk.removed(post, cast.ben)
    assert [line for line in lines("person_id", "excerpt") if "Dan" in line[1]] == []


def test_what_is_removed_is_told_to_nobody_any_more(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="question")
    noise, post = talk.post(topic, cast.ben, "Stays."), talk.post(topic, cast.ben, "Secret.", named=(cast.cleo,))
    with writing():
        accept_answer(topic, post, by=cast.ada)
        note_read(topic, 3, by=cast.dan)
    read_before = [line for line in lines("person_id", "key", "excerpt") if line[0] == cast.dan]
    assert (cast.dan, f"post:{post}", "Secret.") in read_before
    talk.removed(post, cast.ben)
    assert [line for line in lines("person_id", "excerpt") if "Secret." in line[1]] == []
    assert [line for line in lines("person_id", "key") if line[1] == f"post:{post}"] == [(cast.dan, f"post:{post}")]
    assert len([line for line in lines("key") if line[0] == f"post:{noise}"]) == 3
    assert [line for line in talk.told() if line[1] == "removed"] == []


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize("only_post", [False, True])
def test_an_author_is_told_each_time_a_post_is_taken_away(room: Room, only_post: bool) -> None:
    """With the reason of a decision; whoever flagged it is told too. Also of the only post, with which its topic goes."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, title="Prices")
    post = talk.posts(topic)[0] if only_post else talk.post(topic, cast.ada)
    with writing():
        flag_post(post, "hurtful", "It hurts.", by=cast.ben)
    with writing():
        decide_flags(post, upheld=True, reason="Let us stay kind.", by=cast.dan)
    assert lines("person_id", "kind", "title", "excerpt", "by_id")[-2:] == [
        (cast.ada, "discussions.removed", "Prices", "Let us stay kind.", cast.dan),
        (cast.ben, "discussions.decided", "Prices", "Let us stay kind.", cast.dan),
    ]
    with writing():
        restore_post(post, by=cast.dan)
    talk.removed(post, cast.dan)
    mine = [line[1:] for line in lines("person_id", "kind", "excerpt") if line[0] == cast.ada]
    assert mine[-2:] == [("discussions.removed", "Let us stay kind."), ("discussions.removed", "")]
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        work_waiting()
    written = [(each.to_address, each.subject) for each in rows(select(Letter.to_address, Letter.subject).order_by(Letter.id))]
    addressed = {to for to, _subject in written}
    assert {"ada@example.com", "ben@example.com"} <= addressed


def test_moderators_are_told_of_flags_and_flaggers_of_decisions(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, title="Prices")
    post = talk.posts(topic)[0]
    talk.forget_told()
    with writing():
        flag_post(post, "other", "Look.", by=cast.ben)
        flag_post(post, "other", "Look.", by=cast.ben)
        flag_post(post, "other", "", by=cast.dan)
    assert lines("person_id", "kind", "address", "excerpt", "group") == [
        (cast.dan, "discussions.flagged", f"/moderation/{post}", "Look.", f"flagged:{post}")
    ]
    talk.forget_told()
    with writing():
        decide_flags(post, upheld=False, reason="It may stay.", by=cast.greta)
    assert lines("person_id", "kind", "excerpt") == [
        (cast.ben, "discussions.decided", "It may stay."),
        (cast.dan, "discussions.decided", "It may stay."),
    ]


@pytest.mark.both_databases_when_long
def test_reading_a_topic_does_not_settle_its_flags(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    with writing():
        flag_post(talk.posts(topic)[0], "other", "Look.", by=cast.ben)
        note_read(topic, 1, by=cast.dan)
    left = [line[1] for line in lines("person_id", "kind", "read_at") if line[0] == cast.dan and line[2] is None]
    assert left == ["discussions.flagged"]
    with writing():
        decide_flags(talk.posts(topic)[0], upheld=False, reason="It may stay.", by=cast.greta)
    assert [line for line in talk.told() if line[1] == "flagged"] == []


def test_who_answered_is_told_that_it_helped_while_it_does(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, kind="question", title="Prices")
    one, other = talk.post(topic, cast.ben, "Ask them."), talk.post(topic, cast.ada, "I did.")
    talk.forget_told()
    for post in (one, one):
        with writing():
            accept_answer(topic, post, by=cast.ada)
    assert lines("person_id", "kind", "by_id", "excerpt") == [(cast.ben, "discussions.accepted", cast.ada, "Ask them.")]
    with writing():
        withdraw_acceptance(topic, by=cast.ada)
    assert talk.told() == []
    with writing():
        accept_answer(topic, one, by=cast.ada)
    assert talk.told() == [(cast.ben, "accepted")]
    with writing():
        accept_answer(topic, other, by=cast.ada)
    assert talk.told() == []


def test_a_letter_stops_a_topic_and_lets_it_go_on(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada, title="Prices")
    scope = scope_named("topic")
    assert scope is not None
    for work, after in ((scope.stop, "muted"), (scope.stop, "muted"), (scope.go_on, None), (scope.go_on, None)):
        with writing():
            work(cast.ben, topic)
        line = talk.reader(topic, cast.ben)
        assert line is not None
        assert line[1] == after
    with writing():
        assert str(scope.words(topic)) == "Prices"
        db.session.execute(update(Topic).values(title=""))
    with writing():
        assert (str(scope.words(topic)), str(scope.words(9999))) == ("this topic", "this topic")


def test_telling_costs_the_same_for_one_and_for_thirty(app: Flask, statements: Any) -> None:
    room = talk.room()
    topic, counts = talk.topic(room.space, room.cast.ada), []
    talk.post(topic, room.cast.ben)
    for _round in range(2):
        with statements() as seen:
            talk.post(topic, room.cast.ben)
        counts.append(len(seen))
        for number in range(30):
            make.seat(room.cohort, make.person(f"Person {number}"))
    assert counts[0] == counts[1]
