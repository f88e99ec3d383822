"""Case clinics: a step at a time, and the site asks once, thirty days later."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from clustercourse.db import now, writing
from clustercourse.discussions.actions.clinics import ask_back, take_step, tell_outcome, try_something
from clustercourse.discussions.actions.posts import write_post
from clustercourse.errors import NotHere, Refused
from clustercourse.jobs import plan_periodic, work_waiting
from clustercourse.models.discussions import STEPS, Post, Topic, TopicStep
from clustercourse.models.jobs import Job
from clustercourse.models.seats import Seat
from tests.discussions import talk
from tests.discussions.talk import Room
from tests.processes import start_apart, wait_for

GONE_ON = "This case has gone on meanwhile. Load the page again and look where it stands."
ALLOWED = {
    ("situation", "questions"),
    ("questions", "options"),
    ("questions", "situation"),
    ("options", "questions"),
    ("asked-back", "done"),
}


def clinic(room: Room, step: str = "situation", *, days: int | None = None) -> int:
    """Ada's, at a step; what she tries was said so many days ago."""
    topic = talk.topic(room.space, room.cast.ada, kind="clinic")
    due = None if days is None else now() - timedelta(days=days - 30)
    with writing() as session:
        session.execute(update(Topic).where(Topic.id == topic).values(step=step, ask_back_at=due))
    return topic


def steps() -> list[tuple[Any, ...]]:
    return talk.found(TopicStep, "topic_id", "from_state", "to_state", "by_id")


def test_every_step_by_hand_and_no_other(room: Room) -> None:
    ada, topic, beside = room.cast.ada, clinic(room), talk.untouched(room)
    for before in STEPS:
        for after in (*STEPS, "nowhere", ""):
            with writing() as session:
                session.execute(update(Topic).where(Topic.id == topic).values(step=before))
                session.execute(TopicStep.__table__.delete())
            if before == after or (before, after) in ALLOWED:
                with writing():
                    take_step(topic, after, by=ada)
                assert talk.one(Topic, topic, "step") == (after,)
                assert steps() == ([] if before == after else [(topic, before, after, ada)])
            else:
                assert talk.refused(partial(take_step, topic, after, by=ada)) == GONE_ON
                assert (talk.one(Topic, topic, "step"), steps()) == ((before,), [])
    assert talk.untouched(room) == beside


@pytest.mark.parametrize("to", ["", "questions", "done"])
def test_what_is_no_case_has_no_steps(room: Room, to: str) -> None:
    topic = talk.topic(room.space, room.cast.ada)
    with pytest.raises(NotHere), writing():
        take_step(topic, to, by=room.cast.ada)
    assert talk.one(Topic, topic, "step") == ("",)


def test_a_case_from_its_situation_to_what_came_of_it(room: Room) -> None:
    cast, topic = room.cast, clinic(room)
    asks = partial(write_post, topic, talk.said(), by=cast.ben)
    assert talk.refused(asks, field="text").startswith("The situation is still being described.")
    talk.post(topic, cast.ada, "More of it.")
    with writing():
        take_step(topic, "questions", by=cast.ada)
    talk.post(topic, cast.ben, "What does it cost?")
    with writing():
        take_step(topic, "options", by=cast.ada)
    assert talk.refused(asks, field="basis").startswith("Say what stands behind it")
    option = talk.post(topic, cast.ben, "Try this.", basis="We did.")
    talk.post(topic, cast.cleo, "Why?", answers=option)
    talk.post(topic, cast.dan, "By the way.", moderates=True)
    with writing():
        tried = try_something(topic, talk.said("That."), by=cast.ada).id
        due = now() + timedelta(days=30)
    assert abs(talk.one(Topic, topic, "ask_back_at")[0] - due) < timedelta(seconds=30)
    assert talk.one(Post, tried, "step", "number", "person_id") == ("trying", 7, cast.ada)
    again = partial(try_something, topic, talk.said("That."), by=cast.ada)
    assert talk.refused(again, field="text") == f"{GONE_ON} Your text is kept."
    with writing():
        assert (ask_back(due - timedelta(minutes=1)), ask_back(due + timedelta(minutes=1)), ask_back(due + timedelta(days=9))) == (0, 1, 0)
    talk.post(topic, cast.ben, "Tell us.")
    with writing():
        tell_outcome(topic, talk.said("It worked."), by=cast.ada)
    end = partial(tell_outcome, topic, talk.said("It worked."), by=cast.ada)
    assert talk.refused(end, field="text") == f"{GONE_ON} Your text is kept."
    assert talk.one(Topic, topic, "step", "ask_back_at", "last_number") == ("done", None, 9)
    talk.post(topic, cast.ben, "Thank you.")
    said = ["situation", "situation", "questions", "options", "options", "options", "trying", "", "outcome", ""]
    assert [talk.one(Post, each, "step")[0] for each in talk.posts(topic)] == said
    path = [*STEPS]
    by = [cast.ada, cast.ada, cast.ada, None, cast.ada]
    assert steps() == [(topic, path[at], path[at + 1], by[at]) for at in range(5)]


def test_what_came_of_it_can_be_told_before_the_site_asks(room: Room) -> None:
    topic, early = clinic(room, "trying", days=3), clinic(room, "options")
    with writing():
        tell_outcome(topic, talk.said("Done already."), by=room.cast.ada)
    assert (talk.one(Topic, topic, "step", "ask_back_at"), ask_nobody()) == (("done", None), 0)
    assert [line[1:3] for line in steps()] == [("trying", "asked-back"), ("asked-back", "done")]
    with pytest.raises(Refused), writing():
        tell_outcome(early, talk.said(), by=room.cast.ada)


def ask_nobody() -> int:
    with writing():
        return ask_back(now() + timedelta(days=99))


@pytest.mark.both_databases
def test_two_workers_ask_once(room: Room) -> None:
    """Two processes at the same time, then the hourly job on a later day; only what is due, and nobody twice."""
    due, also, early = clinic(room, "trying", days=31), clinic(room, "trying", days=40), clinic(room, "trying", days=29)
    gone, over = clinic(room, "trying", days=31), clinic(room, "done", days=31)
    talk.removed(talk.posts(gone)[0], room.cast.ada)
    talk.forget_told()

    def work() -> None:
        for _twice in range(2):
            with writing():
                ask_back(now())

    children = [start_apart(work), start_apart(work)]
    assert [wait_for(child) for child in children] == [0, 0]
    assert sorted(steps()) == [(topic, "trying", "asked-back", None) for topic in (due, also)]
    assert talk.told() == [(room.cast.ada, "asked_back")] * 2
    assert [talk.one(Topic, topic, "step")[0] for topic in (early, gone, over)] == ["trying", "trying", "done"]
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        for _twice in range(2):
            plan_periodic()
            work_waiting()
    assert len(steps()) == 3
    assert [line for line in talk.found(Job, "kind", "state") if line[0] == "discussions.ask_back"] == [("discussions.ask_back", "done")]
    assert talk.told() == [(room.cast.ada, "asked_back")] * 3


def test_whoever_left_is_asked_nothing(room: Room) -> None:
    """The case goes on; its owner cannot see it any more, or wanted to hear nothing."""
    left, muted = clinic(room, "trying", days=31), talk.topic(room.space, room.cast.ben, kind="clinic")
    with writing() as session:
        session.execute(update(Seat).where(Seat.person_id == room.cast.ada).values(state="withdrawn"))
        session.execute(update(Topic).where(Topic.id == muted).values(step="trying", ask_back_at=now()))
    talk.level(muted, room.cast.ben, "muted")
    talk.forget_told()
    with writing():
        assert ask_back(now()) == 2
    assert (talk.told(), talk.one(Topic, left, "step"), talk.one(Topic, muted, "step")) == ([], ("asked-back",), ("asked-back",))
