"""Topics and posts in the search: who finds what, and what is found no more."""

from __future__ import annotations

import pytest

from clustercourse.accounts.erasing import erase_person
from clustercourse.db import writing
from clustercourse.discussions.actions.posts import change_post, remove_post, restore_post
from clustercourse.discussions.actions.topics import change_topic, move_topic
from clustercourse.discussions.facts import TopicFacts
from clustercourse.models.discussions import Space
from clustercourse.search.finding import find
from clustercourse.search.rebuilding import rebuild
from clustercourse.viewer import Viewer
from tests.discussions import talk
from tests.discussions.talk import Room

pytestmark = pytest.mark.both_databases_when_long


def viewers(room: Room) -> tuple[Viewer, Viewer]:
    """Ada, who takes part, and Greta, who runs another cohort."""
    ada = Viewer(person_id=room.cast.ada, seats={room.cohort: "confirmed"})
    return ada, Viewer(person_id=room.cast.greta, cohort_teams={room.cohort + 1: frozenset({"coordinator"})})


def addresses(viewer: Viewer, asked: str) -> list[str]:
    return sorted(found.address for found in find(viewer, asked).found)


def test_a_topic_by_its_title_and_each_post_by_its_own_words(room: Room) -> None:
    ada, greta = viewers(room)
    topic = talk.topic(room.space, room.cast.ada, title="Kørsel to members", text="Who pays for the petrol?")
    answer = talk.post(topic, room.cast.ben, "The members do, per kilometre.")
    there, post = f"/topics/{topic}/", f"/topics/{topic}/posts/{answer}"
    for asked, wanted in (("korsel", [there]), ("petrol", [there]), ("kilomet", [post]), ("members", [there, post]), ("Trees", [])):
        assert (addresses(ada, asked), addresses(greta, asked)) == (wanted, [f"/topics/{room.other_topic}/"] if asked == "Trees" else [])


def test_changed_words_count_and_removed_ones_do_not(room: Room) -> None:
    ada, _greta = viewers(room)
    topic = talk.topic(room.space, room.cast.ada)
    post = talk.post(topic, room.cast.ben, "A crane to lend.")
    with writing():
        change_post(post, talk.said("A trailer to lend."), by=room.cast.ben, seen=None)
    there = [f"/topics/{topic}/posts/{post}"]
    assert (addresses(ada, "crane"), addresses(ada, "trailer")) == ([], there)
    for change, wanted in ((remove_post, []), (restore_post, there)):
        with writing():
            change(post, by=room.cast.ben)
        assert addresses(ada, "trailer") == wanted
    rebuild()
    assert addresses(ada, "trailer") == there


def test_a_new_title_and_another_space_are_found_as_they_are_now(room: Room) -> None:
    ada, greta = viewers(room)
    topic = talk.topic(room.space, room.cast.ada, title="Cranes")
    post = talk.post(topic, room.cast.ben, "One of ours is free.")
    with writing():
        change_topic(topic, TopicFacts("discussion", "Trailers"), by=room.cast.ada)
    assert (addresses(ada, "cranes"), addresses(ada, "trailers")) == ([], [f"/topics/{topic}/"])
    with writing() as session:
        move_topic(topic, session.get_one(Space, room.elsewhere), by=room.cast.dan)
    both = [f"/topics/{topic}/", f"/topics/{topic}/posts/{post}"]
    assert (addresses(ada, "trailers"), addresses(ada, "free")) == ([], [])
    assert (addresses(greta, "trailers"), addresses(greta, "free")) == (both[:1], both[1:])


@pytest.mark.parametrize("leaves_posts", [False, True])
def test_erased_words_are_gone_and_words_that_stay_are_found(room: Room, leaves_posts: bool) -> None:
    ada, _greta = viewers(room)
    topic = talk.topic(room.space, room.cast.ben, title="Cranes to lend", text="Who has one?")
    talk.post(topic, room.cast.cleo, "We have a trailer.")
    mine = talk.post(topic, room.cast.ben, "A winch would do.")
    erase_person(room.cast.ben, by=None, leaves_posts=leaves_posts)
    there = [f"/topics/{topic}/"], [f"/topics/{topic}/posts/{mine}"]
    assert (addresses(ada, "cranes"), addresses(ada, "winch")) == (there if leaves_posts else ([], []))
    assert len(addresses(ada, "trailer")) == 1
    text = talk.one(talk.Post, mine, "text")[0]
    assert text == ("A winch would do." if leaves_posts else "")
