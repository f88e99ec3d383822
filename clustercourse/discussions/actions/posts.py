"""Writing, changing and removing posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update

from clustercourse.db import db, now
from clustercourse.discussions.actions.pace import refuse_flood
from clustercourse.discussions.actions.reading import follow, own_reader
from clustercourse.discussions.facts import FileFacts, PostFacts
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.files import keep
from clustercourse.language import _
from clustercourse.models.catalogue import Membership
from clustercourse.models.discussions import Mention, Post, PostFile, PostRevision, Space, Topic
from clustercourse.models.seats import Seat

FILE = "post"
MOST_FILES = 5


def write_post(topic_id: int, facts: PostFacts, *, by: int, answers: int | None = None, moderates: bool = False) -> Post:
    """Add a post to a topic, with the next number; whoever listens tells the people it concerns.

    `answers` is the post it answers; an answer to an answer hangs on the same post. Its author follows the topic from now on.
    Refused: a topic that is gone, a closed one but for moderators; what the step of a case clinic does not ask for; too much at once.
    """
    topic = locked_topic(topic_id)
    refuse_ended(topic, moderates=moderates)
    if not moderates:
        refuse_flood(by, facts.text, opens_topic=False)
    answered = _answered(topic, answers)
    _refuse_out_of_step(topic, facts, by, is_answer=answered is not None, moderates=moderates)
    return add_post(topic, facts, by=by, answered=answered)


def add_post(topic: Topic, facts: PostFacts, *, by: int, answered: Post | None = None) -> Post:
    """The next post of a locked topic, without looking whether it fits."""
    moment = now()
    post = Post(
        topic_id=topic.id,
        number=topic.last_number + 1,
        answers_id=answered and (answered.answers_id or answered.id),
        person_id=by,
        organisation_id=_spoken_for(topic.space_id, by),
        text=facts.text,
        html=facts.html,
        basis=facts.basis,
        step=_step_of(topic, by),
        file_count=len(facts.files),
        created_at=moment,
    )
    db.session.add(post)
    topic.last_number, topic.last_post_at, topic.last_person_id = post.number, moment, by
    db.session.flush()
    _add_files(post, facts.files)
    _name(post, facts.named, by)
    reader = own_reader(topic.id, by)
    if reader.read_number == post.number - 1:
        reader.read_number, reader.read_at = post.number, moment
    opens = post.number == 1
    follow(topic.id, by, "watching" if opens else "tracking", "opened" if opens else "wrote")
    detail = {"topic": topic.id, "space": topic.space_id, "to": answered.person_id if answered else None, "item": topic.item_id}
    record("discussions.post_written", by=by, person=by, thing=("post", post.id), detail=detail)
    return post


def change_post(post_id: int, facts: PostFacts, *, by: int, seen: datetime | None, dropped: Iterable[int] = ()) -> Post:
    """Put other words into one's post; the earlier ones stay to be seen. The same words again change nothing.

    `seen` is when the post had last been changed as its author saw it, `dropped` are files to take away.
    Conflict: it was changed in another window meanwhile. Refused: a post that was removed.
    """
    post = locked_post(post_id)
    if post.deleted_at is not None:
        raise Refused(_("This post was removed. Your text is kept, so that you can copy it."), field="text")
    there = set(db.session.scalars(select(PostFile.id).where(PostFile.post_id == post.id)))
    going = there.intersection(dropped)
    if (post.text, post.basis) == (facts.text, facts.basis) and not facts.files and not going:
        return post
    if post.edited_at != seen:
        raise Conflict(_("This post was changed in another window meanwhile. Nothing was overwritten; what you typed is below."))
    if (post.text, post.basis) != (facts.text, facts.basis):
        db.session.add(PostRevision(post_id=post.id, text=post.text, html=post.html, basis=post.basis, at=now(), by_id=by))
    post.text, post.html, post.basis, post.edited_at = facts.text, facts.html, facts.basis, now()
    if going:
        db.session.execute(delete(PostFile).where(PostFile.id.in_(going)))
    post.file_count = len(there) - len(going) + len(facts.files)
    if post.file_count > MOST_FILES:
        raise Refused(_("A post can hold {n} files. Take some away first.", n=MOST_FILES), field="files")
    _add_files(post, facts.files)
    named = _name(post, facts.named, by)
    record("discussions.post_changed", by=by, person=by, thing=("post", post.id), detail={"topic": post.topic_id, "named": named})
    return post


def remove_post(post_id: int, *, by: int, at: datetime | None = None) -> Post:
    """Take a post off the page; its place stays, and it can be brought back. An accepted answer is so no longer. Twice is once.

    A topic in which nothing is left goes from the lists with it. `at` is the moment of the decision behind it, if there is one.
    """
    post = locked_post(post_id)
    if post.deleted_at is None:
        post.deleted_at, post.deleted_by_id = at or now(), by
        topic = db.session.get_one(Topic, post.topic_id)
        if topic.accepted_number == post.number:
            topic.accepted_number = None
        db.session.flush()
        if not db.session.scalar(select(exists().where(Post.topic_id == topic.id, Post.deleted_at.is_(None)))):
            topic.deleted_at = post.deleted_at
        record("discussions.post_removed", by=by, person=post.person_id, thing=("post", post.id), detail={"topic": topic.id})
    return post


def restore_post(post_id: int, *, by: int) -> Post:
    """Bring a removed post back, and its topic with it. Twice is once."""
    post = locked_post(post_id)
    if post.deleted_at is not None:
        post.deleted_at = post.deleted_by_id = None
        db.session.execute(update(Topic).where(Topic.id == post.topic_id).values(deleted_at=None))
        db.session.flush()
        record("discussions.post_restored", by=by, person=post.person_id, thing=("post", post.id), detail={"topic": post.topic_id})
    return post


def locked_topic(topic_id: int) -> Topic:
    """The topic, for one writer at a time."""
    topic = db.session.get(Topic, topic_id, with_for_update=True, populate_existing=True)
    if topic is None:
        raise NotHere
    return topic


def refuse_ended(topic: Topic, *, moderates: bool) -> None:
    """Refused: a topic that is gone, and a closed one but for moderators."""
    if topic.deleted_at is not None:
        raise Refused(_("This topic was removed while you were writing. Your text is kept."), field="text")
    if topic.closed_at is not None and not moderates:
        raise Refused(_("This topic was closed while you were writing. Your text is kept."), field="text")


def locked_post(post_id: int) -> Post:
    """The post, once whoever else writes in its topic is done."""
    topic_id = db.session.scalar(select(Post.topic_id).where(Post.id == post_id))
    if topic_id is None:
        raise NotHere
    locked_topic(topic_id)
    return db.session.get_one(Post, post_id, populate_existing=True)


def _answered(topic: Topic, post_id: int | None) -> Post | None:
    if post_id is None:
        return None
    post = db.session.get(Post, post_id)
    if post is None or post.topic_id != topic.id:
        raise NotHere
    if post.deleted_at is not None:
        raise Refused(_("The post that you answer was removed meanwhile. Your text is kept."), field="text")
    return post


def _refuse_out_of_step(topic: Topic, facts: PostFacts, by: int, *, is_answer: bool, moderates: bool) -> None:
    """A case clinic asks for one thing at a time."""
    is_own = by == topic.person_id
    if not topic.is_clinic or is_own or is_answer or moderates:
        return
    if topic.step == "situation":
        raise Refused(_("The situation is still being described. You can ask as soon as the case is open for questions."), field="text")
    if topic.step == "options" and not facts.basis:
        raise Refused(_("Say what stands behind it: what you have done yourself, or where you have it from."), field="basis")


def _step_of(topic: Topic, by: int) -> str:
    """The step of a case clinic that a post belongs to."""
    if topic.step == "asked-back":
        return "outcome" if by == topic.person_id else ""
    return topic.step if topic.step != "done" else ""


def _spoken_for(space_id: int, person_id: int) -> int | None:
    """The organisation somebody speaks for: that of their place in the cohort, else the one they have belonged to longest."""
    seat = select(Seat.organisation_id).join(Space, Space.cohort_id == Seat.cohort_id)
    of_seat = db.session.scalar(seat.where(Space.id == space_id, Seat.person_id == person_id))
    mine = select(Membership.organisation_id).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return of_seat or db.session.scalar(mine.order_by(Membership.id).limit(1))


def _add_files(post: Post, files: Iterable[FileFacts]) -> None:
    for file in files:
        keep(file.digest, purpose=FILE, media_type=file.media_type, size=file.size)
        db.session.add(PostFile(post_id=post.id, digest=file.digest, name=file.name, size=file.size, media_type=file.media_type))
    db.session.flush()


def _name(post: Post, named: Iterable[int], by: int) -> list[int]:
    """Note whom a post names; they follow the topic from now on. Gives those who are named for the first time."""
    before = set(db.session.scalars(select(Mention.person_id).where(Mention.post_id == post.id)))
    new = sorted(set(named) - before - {by})
    if new:
        db.session.execute(insert(Mention), [{"post_id": post.id, "person_id": person} for person in new])
        for person in new:
            follow(post.topic_id, person, "tracking", "named")
    return new
