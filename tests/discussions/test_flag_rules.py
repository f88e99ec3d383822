"""Flags: one a person and post while it waits, one decision by one moderator, with its reason."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from clustercourse.db import writing
from clustercourse.discussions.actions.flags import decide_flags, flag_post, reason_for
from clustercourse.discussions.actions.posts import remove_post, restore_post
from clustercourse.discussions.queries.moderation import (
    Flagged,
    flagged_post,
    flagged_posts,
    flags_waiting,
    refuse_strangers,
    spaces_moderated,
)
from clustercourse.errors import NotHere
from clustercourse.models.discussions import Flag, Post
from clustercourse.models.events import Event
from tests import make
from tests.discussions import talk
from tests.discussions.talk import Room


def flagged(post: int, by: int, why: str = "other", text: str = "") -> int:
    with writing():
        return flag_post(post, why, text, by=by).id


def decided(post: int, by: int, *, upheld: bool, reason: str = "Because.") -> int:
    with writing():
        return decide_flags(post, upheld=upheld, reason=reason, by=by)


def states(post: int) -> list[tuple[Any, ...]]:
    return [line[1:] for line in talk.found(Flag, "post_id", "person_id", "state", "reason", "decided_by_id") if line[0] == post]


def test_a_second_flag_is_the_first_while_it_waits(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post, beside = talk.posts(topic)[0], talk.untouched(room)
    first = flagged(post, cast.ben, "hurtful", "It hurts.")
    assert (flagged(post, cast.ben, "other", "Again."), flagged(post, cast.cleo)) == (first, first + 1)
    assert talk.found(Flag, "post_id", "person_id", "why", "text", "state") == [
        (post, cast.ben, "hurtful", "It hurts.", "pending"),
        (post, cast.cleo, "other", "", "pending"),
    ]
    assert [line[0] for line in talk.found(Event, "verb")].count("discussions.flagged") == 2
    assert talk.untouched(room) == beside


def test_what_cannot_be_flagged(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post = talk.posts(topic)[0]
    assert talk.refused(partial(flag_post, post, "other", "", by=cast.ada)) == "This is your own post. You can change or remove it."
    talk.removed(post, cast.ada)
    assert talk.refused(partial(flag_post, post, "other", "", by=cast.ben)) == "This post was removed meanwhile."
    for work in (
        partial(flag_post, 9999, "other", ""),
        partial(decide_flags, 9999, upheld=True, reason=""),
        partial(decide_flags, post, upheld=True, reason=""),
    ):
        with pytest.raises(NotHere), writing():
            work(by=cast.ben)
    assert talk.found(Flag, "id") == []


@pytest.mark.parametrize("upheld", [True, False])
def test_all_flags_of_a_post_are_decided_once(room: Room, upheld: bool) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post, noise = talk.posts(topic)[0], talk.post(topic, cast.ada)
    for each in (post, noise):
        flagged(each, cast.ben)
    flagged(post, cast.cleo)
    assert decided(post, cast.dan, upheld=upheld) == 2
    state = "upheld" if upheld else "dismissed"
    assert states(post) == [(person, state, "Because.", cast.dan) for person in (cast.ben, cast.cleo)]
    assert states(noise) == [(cast.ben, "pending", "", None)]
    assert talk.one(Post, post, "deleted_by_id") == (cast.dan if upheld else None,)
    assert talk.one(Post, noise, "deleted_at") == (None,)
    what = "the post was removed" if upheld else "the post stays"
    again = partial(decide_flags, post, upheld=not upheld, reason="No.", by=cast.greta)
    assert talk.refused(again) == f"Dan Krogh was quicker: {what}. Nothing more was changed."
    assert states(post) == [(person, state, "Because.", cast.dan) for person in (cast.ben, cast.cleo)]
    details = [line[1] for line in talk.found(Event, "verb", "detail") if line[0] == "discussions.flag_decided"]
    assert details == [{"post": post, "upheld": upheld}] * 2


def test_a_post_that_stays_can_be_flagged_again(room: Room) -> None:
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post = talk.posts(topic)[0]
    first = flagged(post, cast.ben)
    decided(post, cast.dan, upheld=False)
    assert flagged(post, cast.ben) != first
    decided(post, cast.greta, upheld=True, reason="Now it goes.")
    assert [line[1:] for line in states(post)] == [("dismissed", "Because.", cast.dan), ("upheld", "Now it goes.", cast.greta)]


def test_a_reason_belongs_to_one_removal(room: Room) -> None:
    """A post that came back and is removed without a flag later on is not told the old reason."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post = talk.post(topic, cast.ben)
    flagged(post, cast.cleo)
    decided(post, cast.dan, upheld=True, reason="It hurts.")
    with writing():
        assert reason_for(post) == "It hurts."
        restore_post(post, by=cast.dan)
    with writing():
        remove_post(post, by=cast.dan)
        assert (reason_for(post), reason_for(9999)) == ("", "")


def test_what_a_moderator_upheld_its_author_cannot_bring_back(room: Room) -> None:
    """The author removed it first: who decided stands there all the same."""
    cast, topic = room.cast, talk.topic(room.space, room.cast.ada)
    post = talk.post(topic, cast.ben)
    flagged(post, cast.cleo)
    talk.removed(post, cast.ben)
    assert talk.one(Post, post, "deleted_by_id") == (cast.ben,)
    decided(post, cast.dan, upheld=True)
    assert talk.one(Post, post, "deleted_by_id") == (cast.dan,)


@pytest.mark.both_databases_when_long
def test_the_queue_holds_what_waits_for_this_moderator(room: Room) -> None:
    cast, course_key = room.cast, make.published_course()
    topic = talk.topic(room.space, cast.ada, title="Prices")
    post, later, gone = talk.posts(topic)[0], talk.post(topic, cast.ben), talk.post(topic, cast.ben)
    strange = talk.posts(room.other_topic)[0]
    flagged(later, cast.cleo, "other", "Odd.")
    flagged(post, cast.ben, "hurtful", "It hurts.")
    flagged(post, cast.cleo, "off-topic")
    flagged(strange, cast.root)
    flagged(gone, cast.ada)
    talk.removed(gone, cast.ben)
    dan, root = talk.viewer(cast.dan, runs=(room.cohort,)), talk.viewer(cast.root)
    queue = flagged_posts(dan)
    assert [(each.post_id, each.number, each.by_name, each.topic_title) for each in queue] == [
        (later, 2, "Ben Berg", "Prices"),
        (post, 1, "Ada Holm", "Prices"),
    ]
    assert [(flag.why, flag.text, flag.by_name) for flag in queue[1].flags] == [
        ("hurtful", "It hurts.", "Ben Berg"),
        ("off-topic", "", "Cleo Lund"),
    ]
    assert isinstance(queue[0].flags[0], Flagged)
    assert queue[0].in_topic == f"/topics/{topic}/?page=1#post-2"
    assert (flagged_post(dan, post), flagged_post(dan, strange), flagged_post(dan, gone)) == (queue[1], None, None)
    assert flagged_posts(root) == ()
    everything = talk.Viewer(person_id=cast.root, roles=frozenset({"admin"}))
    assert [each.post_id for each in flagged_posts(everything)] == [later, post, strange]
    assert [flags_waiting(each) for each in (dan, everything, root)] == [2, 3, 0]
    refuse_strangers(dan, post)
    for viewer, number in ((dan, strange), (root, post), (dan, 9999)):
        with pytest.raises(NotHere):
            refuse_strangers(viewer, number)
    assert [space.title for space in spaces_moderated(dan)] == ["Harbour"]
    assert [space.slug for space in spaces_moderated(everything)][2:] == [course_key]
    decided(post, cast.dan, upheld=True)
    assert [each.post_id for each in flagged_posts(dan)] == [later]
