"""Erasing and joining people: what they wrote goes or goes over, what others wrote stays, and every page of it still opens."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from clustercourse.accounts.erasing import erase_person
from clustercourse.accounts.exporting import zip_of
from clustercourse.admin.joining import join_people
from clustercourse.db import Base, now, rows, value, writing
from clustercourse.discussions.actions.answers import find_helpful
from clustercourse.discussions.actions.clinics import ask_back
from clustercourse.discussions.actions.drafts import save_draft
from clustercourse.discussions.actions.flags import decide_flags, flag_post
from clustercourse.discussions.actions.posts import change_post
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.queries.moderation import flagged_posts
from clustercourse.discussions.queries.posts import posts_on
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.queries.topics import topics_in
from clustercourse.discussions.queries.unread import unread_for
from clustercourse.models.accounts import Address
from clustercourse.models.discussions import Flag, Helpful, Mention, Post, PostDraft, PostFile, PostRevision, Topic, TopicReader, TopicStep
from clustercourse.models.notifications import Letter, Notification
from clustercourse.models.seats import Seat
from tests import make
from tests.discussions import talk
from tests.discussions.talk import Room

pytestmark = pytest.mark.postgresql_first
CANARY = "CANARY"


@dataclass(frozen=True)
class Traces:
    """One of everything that Ada leaves behind, and what others wrote beside it."""

    opened: int
    hers: int
    bens: int
    flagged: int


def traces(room: Room) -> Traces:
    cast = room.cast
    opened = talk.topic(
        room.space, cast.ada, kind="question", title=f"{CANARY} title", text=f"{CANARY} first", files=(talk.file(b"a", f"{CANARY}.txt"),)
    )
    hers = talk.posts(opened)[0]
    other = talk.topic(room.space, cast.ben, title="Ben's", text="Ben stays.")
    bens = talk.posts(other)[0]
    answer = talk.post(opened, cast.ben, "Ben answers.", answers=hers)
    talk.post(other, cast.ada, f"{CANARY} option", basis=f"{CANARY} basis", named=(cast.ben,))
    flagged = talk.post(other, cast.cleo, "Cleo stays.", named=(cast.ada,))
    with writing():
        change_post(hers, talk.said(f"{CANARY} better"), by=cast.ada, seen=None)
        find_helpful(bens, by=cast.ada)
        find_helpful(bens, by=cast.cleo)
        find_helpful(answer, by=cast.ada)
        flag_post(flagged, "other", f"{CANARY} flag", by=cast.ada)
        flag_post(hers, "other", "Ben flags.", by=cast.ben)
        for place in (f"topic:{other}", f"new:cohort:{room.cohort}"):
            save_draft(place, {"text": f"{CANARY} draft"}, number=0, by=cast.ada)
            save_draft(place, {"text": f"{CANARY} other"}, number=0, by=cast.ada)
        save_draft(f"topic:{opened}", {"text": "Ben's draft."}, number=0, by=cast.ben)
        note_read(other, 3, by=cast.ada)
        note_read(opened, 2, by=cast.cleo)
    return Traces(opened, hers, bens, flagged)


def words() -> list[str]:
    """Every row of every table that holds the canary."""
    with writing() as session:
        everything = [(table.name, str(tuple(row))) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    return [f"{name}: {row}" for name, row in everything if CANARY in row]


def own(person: int) -> dict[str, int]:
    models: tuple[Any, ...] = (Topic, Post, Helpful, Mention, TopicReader, Flag, PostDraft)
    return {model.__tablename__: len(rows(select(model.id).where(model.person_id == person))) for model in models}


def test_an_erasure_leaves_no_word_and_every_page(room: Room) -> None:
    """Not in posts, titles, files, earlier wordings, flags and drafts, and not in what others were told or find."""
    cast, left = room.cast, traces(room)
    clinic = talk.topic(room.space, cast.ada, kind="clinic", title=f"{CANARY} case")
    with writing() as session:
        session.get_one(Topic, clinic).step = "trying"
        session.get_one(Topic, clinic).ask_back_at = now()
    assert len(words()) > 20
    beside, others = talk.untouched(room), [own(person) for person in (cast.cleo, cast.eve)]
    erase_person(cast.ada, by=cast.ada)
    assert words() == []
    assert own(cast.ada) == {"topic": 2, "post": 3, "helpful": 0, "mention": 0, "topic_reader": 0, "flag": 1, "post_draft": 0}
    assert ([own(person) for person in (cast.cleo, cast.eve)], talk.untouched(room)) == (others, beside)
    assert own(cast.ben)["post_draft"] == 1
    assert [len(talk.found(model, "id")) for model in (PostRevision, PostFile)] == [0, 0]
    assert talk.one(Post, left.hers, "text", "html", "basis", "file_count", "number") == ("", "", "", 0, 1)
    assert [talk.one(Post, left.bens, "text", "helpful_count"), talk.one(Post, left.flagged, "text")] == [
        ("Ben stays.", 1),
        ("Cleo stays.",),
    ]
    assert {line[1] for line in talk.found(Notification, "kind", "title") if line[1]} == {"Ben's", "Of the forest"}

    ben, dan = talk.viewer(cast.ben, seats=(room.cohort,)), talk.viewer(cast.dan, runs=(room.cohort,))
    topic = topic_at(ben, left.opened)
    assert topic.title == ""
    assert [(line.by_name, line.answers_name, line.initials) for line in posts_on(ben, left.opened, 1).lines] == [
        ("", None, "?"),
        ("Ben Berg", "", "BB"),
    ]
    assert {line.by_name for line in topics_in(ben, topic.space).rows} == {"", "Ben Berg"}
    assert len(unread_for(dan).topics) == 3
    assert [(post.by_name, post.flags[0].by_name, post.flags[0].text) for post in flagged_posts(dan)] == [
        ("Cleo Lund", "", ""),
        ("", "Ben Berg", "Ben flags."),
    ]

    talk.forget_told()
    with writing():
        assert ask_back(now()) == 1
        decide_flags(left.flagged, upheld=False, reason="It may stay.", by=cast.dan)
    talk.post(left.opened, cast.ben, "Who asked this?", answers=left.hers)
    assert cast.ada not in {person for person, _kind in talk.told()}
    assert len(talk.found(TopicStep, "id")) == 1
    assert talk.found(Letter, "kind", "to_address")[-1:] == [("erased", "ada@example.com")]


def test_a_copy_holds_what_one_wrote_and_nothing_of_others(room: Room) -> None:
    traces(room)
    with zipfile.ZipFile(io.BytesIO(zip_of(room.cast.ada, None))) as archive:
        tables = {
            name: json.loads(archive.read(f"tables/{name}.json"))
            for name in ("topic", "post", "post_revision", "post_file", "post_draft", "flag")
        }
        page = archive.read("read-me.html").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert {name: len(found) for name, found in tables.items()} == {
        "topic": 1,
        "post": 2,
        "post_revision": 1,
        "post_file": 1,
        "post_draft": 2,
        "flag": 1,
    }
    assert [found["text"] for found in tables["post"]] == [f"{CANARY} better", f"{CANARY} option"]
    assert ("What you wrote in discussions" in page, "Ben stays." in everything.replace("excerpt", ""), "Ben flags." in everything) == (
        True,
        True,
        False,
    )


def joined(kept: int, gone: int) -> None:
    email = str(value(select(Address.email).where(Address.person_id == gone)))
    with writing():
        assert join_people(kept, email, by=kept) == gone


def test_what_somebody_wrote_goes_over_to_the_one_who_stays(room: Room) -> None:
    cast, twin = room.cast, make.person("Ada Hólm", email="twin@example.org")
    left = traces(room)
    before, beside = own(cast.ada), talk.untouched(room)
    with writing() as session:
        session.execute(Seat.__table__.delete().where(Seat.person_id == cast.ada))
    joined(twin, cast.ada)
    assert (own(twin), set(own(cast.ada).values())) == (before, {0})
    assert talk.one(Topic, left.opened, "person_id", "last_person_id") == (twin, cast.ben)
    assert talk.one(PostRevision, 1, "by_id") == (twin,)
    assert (talk.one(Post, left.bens, "helpful_count"), talk.untouched(room)) == ((2,), beside)


def test_what_both_have_is_there_once(room: Room) -> None:
    """Marks, names, flags and readers of both; posts of each stay two."""
    cast, twin = room.cast, make.person("Ada Hólm", email="twin@example.org")
    talk.age(twin)
    topic = talk.topic(room.space, cast.ben, named=(cast.ada, twin))
    post = talk.posts(topic)[0]
    with writing():
        for person in (cast.ada, twin):
            find_helpful(post, by=person)
            flag_post(post, "other", "", by=person)
            note_read(topic, 1, by=person)
            save_draft(f"topic:{topic}", {"text": f"Of {person}."}, number=0, by=person)
    for person in (cast.ada, twin):
        talk.post(topic, person)
    joined(cast.ada, twin)
    once = {"topic": 0, "post": 2, "helpful": 1, "mention": 1, "topic_reader": 1, "flag": 1, "post_draft": 1}
    assert (own(cast.ada), set(own(twin).values())) == (once, {0})
    assert talk.one(Post, post, "helpful_count") == (1,)
    with writing():
        find_helpful(post, by=cast.cleo)
        assert decide_flags(post, upheld=False, reason="Fine.", by=cast.dan) == 1
    assert talk.one(Post, post, "helpful_count") == (2,)
