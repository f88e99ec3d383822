"""Discussions as they are lived in: a topic of each kind, a case clinic in each step, posts that were changed, removed, flagged, and drafts."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from clustercourse.db import db, now, writing
from clustercourse.models.catalogue import OrganisationRegion, OrganisationSector
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import STEPS, Flag, Helpful, Post, PostDraft, PostRevision, Topic, TopicReader
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.text import render_learner_markdown
from tests.cast import Cast
from tests.discussions import given

LONG = 52
"""Posts of the longest topic: two pages."""
_QUESTION = """\
Our board wants a fee that **everybody** can pay. We have

* 21 yards and suppliers,
* two schools,
* one municipality.

How did you begin?"""
_ANSWER = """\
> How did you begin?

With one price for all, and it was wrong. After a year we took three steps by size: see [our table](https://example.org/fees).

| Employees | Fee |
|---|---:|
| to 10 | 4.000 |
| to 50 | 9.000 |
| more | 18.000 |"""
_SITUATION = (
    "Four of our largest members wonder what they get that the small ones do not. One has said that it leaves at the end of the year."
)


def set_discussion_stage(cast: Cast, course_key: str) -> None:
    """Rows are made in an order that gives their numbers in tests/browser/pages.py."""
    with writing() as session:
        cohorts = {cohort.slug: cohort.id for cohort in session.scalars(select(Cohort))}
        harbour, fjord = cohorts["master-class-harbour"], cohorts["master-class-fjord"]
        guests = list(session.scalars(select(Seat.person_id).where(Seat.cohort_id == harbour, Seat.state == "confirmed").order_by(Seat.id)))
        guests.remove(cast.ada)
        session.add_all(
            [
                OrganisationRegion(organisation_id=cast.organisation_a, code="DK032"),
                OrganisationSector(organisation_id=cast.organisation_a, name="Maritime"),
            ]
        )
        space = given.space(cohort_id=harbour)
        _question(cast, space, guests, session.scalar(select(TrainingSession.id).where(TrainingSession.cohort_id == harbour)))
        announced = given.topic(space, cast.dan, "The bus leaves at eight", kind="announcement", pinned_at=now())
        _say(announced, cast.dan, "From the station, platform 4. Bring a coat.")
        _cases(cast, space, guests)
        closed = given.topic(space, guests[0], "What shall we eat?", closed_at=now())
        for number in range(LONG):
            _say(closed, guests[number % 2], f"Suggestion {number + 1}: something with fish.")
        under_rule = given.topic(given.space(cohort_id=fjord, is_chatham=True), cast.dan, "What the ministry asked us", kind="discussion")
        _say(under_rule, cast.dan, "They asked what a member costs us.")
        course = session.scalars(select(Course.id).where(Course.key == course_key)).one()
        _say(
            given.topic(given.space(course_id=course), cast.ben, "Is a network a cluster?", kind="question"), cast.ben, "Ours has no staff."
        )


def _question(cast: Cast, space: int, guests: list[int], session_id: int | None) -> None:
    topic = given.topic(space, cast.ada, "How do you price a first membership?", kind="question", session_id=session_id)
    first = _say(topic, cast.ada, _QUESTION, organisation_id=cast.organisation_a, edited_at=now())
    answer = _say(topic, guests[0], _ANSWER, organisation_id=cast.organisation_a, helpful_count=1)
    given.file(first, b"fee;members", "fees.csv")
    given.file(answer, b"%PDF-1.7", "membership-fees-2026-after-the-general-assembly-with-comments.pdf")
    _say(topic, cast.ada, "Thank you, **@Guest Number5**. Did anybody leave?", answers_id=answer)
    flagged = _say(topic, guests[1], "Buy our accounting system instead: https://example.org/buy-now")
    own = _say(topic, cast.ada, "I said this twice.", deleted_at=now(), deleted_by_id=cast.ada)
    _say(topic, guests[1], "Nobody did, and two came back.")
    assert (topic, first, answer, flagged, own) == (1, 1, 2, 4, 5)
    db.session.execute(update(Topic).where(Topic.id == topic).values(accepted_number=2))
    html = render_learner_markdown("How did you begin?")
    db.session.add_all(
        [
            PostRevision(post_id=first, text="How did you begin?", html=html, at=now() - timedelta(hours=1), by_id=cast.ada),
            Helpful(post_id=answer, person_id=cast.ada, at=now()),
            Flag(post_id=flagged, person_id=cast.ada, why="advertising", text="It is everywhere.", created_at=now()),
            Flag(post_id=flagged, person_id=guests[0], why="off-topic", created_at=now()),
            TopicReader(person_id=cast.ada, topic_id=topic, read_number=3, level="watching", reason="opened", read_at=now()),
        ]
    )


def _cases(cast: Cast, space: int, guests: list[int]) -> None:
    """One in each step, from topic 3 on; Ada brought them, and typed two texts into the second."""
    for number, step in enumerate(STEPS):
        asked = now() + timedelta(days=20) if step == "trying" else None
        case = given.topic(
            space, cast.ada, f"How do we keep our largest members? ({number + 1})", kind="clinic", step=step, ask_back_at=asked
        )
        _say(case, cast.ada, _SITUATION, step="situation")
        if number:
            _say(case, guests[0], "How many of them sit on your board?", step="questions")
        if number > 1:
            _say(
                case, guests[1], "Give them the first look at new projects.", step="options", basis="We did, in 2024: three of four stayed."
            )
        if step == "questions":
            fields, other = {"text": "Two of nine."}, {"text": "Two of nine, and one of them\nwants to leave too."}
            db.session.add(PostDraft(person_id=cast.ada, place=f"topic:{case}", fields=fields, other=other, saved_at=now()))


def _say(topic: int, by: int, text: str, **values: object) -> int:
    said = {"organisation_id": None} | values
    post = given.post(topic, by, text, html=render_learner_markdown(text), **said)
    db.session.get_one(Post, post).created_at = now() - timedelta(hours=2)
    return post
