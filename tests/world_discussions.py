"""A discussion with one of everything, for the sweeps over every address: canaries in every text, and the values that lead there."""

from __future__ import annotations

from typing import Any

from clustercourse.db import db, now
from clustercourse.models.discussions import Flag, Helpful, Mention, PostDraft, PostRevision, TopicReader, TopicStep
from tests import make
from tests.discussions import given


def talk(person: int, *, cohort: int, course: int, session: int, item: int, canary: str) -> dict[str, Any]:
    """A question of the person in their cohort, somebody else's answer with a flag and a file, a post that was removed, and a course's topic."""
    other = make.person(f"{canary} answering")
    make.seat(cohort, other)
    topic = given.topic(
        given.space(cohort_id=cohort, is_chatham=True), person, f"{canary}-topic", kind="question", session_id=session, item_id=item
    )
    first = given.post(topic, person, f"{canary}-question", basis=f"{canary}-basis", edited_at=now())
    answer = given.post(topic, other, f"{canary}-answer", answers_id=first)
    gone = given.post(topic, person, f"{canary}-removed", deleted_at=now(), deleted_by_id=person)
    file = given.file(answer, f"{canary} beside a post".encode(), f"{canary}-file.txt")
    place, drafts = f"topic:{topic}", ({"text": f"{canary}-typed"}, {"text": f"{canary}-typed-too"})
    db.session.add_all(
        [
            PostRevision(post_id=first, text=f"{canary}-before", html=f"<p>{canary}-before</p>", at=now(), by_id=person),
            Flag(post_id=answer, person_id=person, why="other", text=f"{canary}-flag", created_at=now()),
            Helpful(post_id=answer, person_id=person, at=now()),
            Mention(post_id=answer, person_id=person),
            TopicReader(person_id=person, topic_id=topic, read_number=1, level="watching", reason="opened", read_at=now()),
            TopicStep(topic_id=topic, what="reopened", at=now(), by_id=person),
            PostDraft(person_id=person, place=place, fields=drafts[0], other=drafts[1], saved_at=now()),
        ]
    )
    if canary != "CANARY-L2":
        given.post(given.topic(given.space(course_id=course), person, f"{canary}-course-topic"), person, f"{canary}-course-post")
    db.session.flush()
    of_own = {f"discussions.{endpoint}:post": first for endpoint in ("posts.edit", "posts.update", "posts.delete", "revisions.index")}
    of_gone = {f"discussions.removals.{verb}:post": gone for verb in ("show", "delete")}
    return of_own | of_gone | {"topic": topic, "post": answer, "file": file, "place": place}
