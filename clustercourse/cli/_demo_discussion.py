"""What the people of the running Master Class write to each other: `demo_discussion.yaml`, played through the actions that pages call.

The actions look at the clock, so each row that one of them makes is put back to its own moment afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import delete, select, update

from clustercourse.cli._demo_story import Stage, Story
from clustercourse.content.queries import outline
from clustercourse.db import db, now
from clustercourse.discussions.actions.answers import accept_answer, find_helpful
from clustercourse.discussions.actions.clinics import ASK_BACK_AFTER
from clustercourse.discussions.actions.posts import add_post, change_post, locked_topic
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.discussions.actions.topics import open_topic, pin_topic
from clustercourse.discussions.facts import PostFacts, TopicFacts
from clustercourse.discussions.mentions import name_people
from clustercourse.discussions.queries.people import people_of
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.models.content import Course
from clustercourse.models.discussions import STEPS, Helpful, Post, PostRevision, Space, Topic, TopicReader, TopicStep
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Notification
from clustercourse.notifications.actions.notices import TELL
from clustercourse.text import render_learner_markdown

_SCRIPT = Path(__file__).with_name("demo_discussion.yaml")
_READ_UNTIL = timedelta(days=2.5)
"""Everybody was here this long ago and read what there was; what came after is new to them."""
_OUTCOME = "outcome"
_ZONE, _WAKING = ZoneInfo("Europe/Copenhagen"), 14 / 24

Told = Mapping[str, Any]


def play_discussion(story: Story) -> None:
    """Open every topic, oldest first, with its posts. Only inside `writing()`."""
    space = space_for(cohort_id=story.id)
    lessons = _lessons(story.stage)
    first_job = max(db.session.scalars(select(Job.id)), default=0)
    topics = yaml.safe_load(_SCRIPT.read_text(encoding="utf-8"))["topics"]
    for told in sorted(topics, key=lambda each: -each["days_ago"]):
        _play(story, space, told, lessons)
    db.session.execute(delete(Job).where(Job.id > first_job, Job.kind == TELL))
    _everybody_was_here(story, space)


def _lessons(stage: Stage) -> dict[str, int]:
    """The lessons of the demo's course, by their lasting id."""
    course = db.session.get(Course, stage.course_id) if stage.course_id else None
    if course is None or course.newest_version_id is None:
        return {}
    return {item.key: item.id for item in outline(course.newest_version_id).items if item.is_lesson}


def _play(story: Story, space: Space, told: Told, lessons: Mapping[str, int]) -> None:
    people, posts = story.stage.people, told["posts"]
    session_id = story.session(told["session"]).id if "session" in told else None
    facts = TopicFacts(told["kind"], told["title"], lessons.get(told.get("lesson", "")), session_id)
    topic = open_topic(space, facts, _facts(space, posts[0]), by=people[told["by"]], moderates=True)
    made = {posts[0].get("key", ""): _dated(topic, posts[0], people)}
    for post in posts[1:]:
        topic.step = _step_at(post) if topic.is_clinic else topic.step
        add_post(locked_topic(topic.id), _facts(space, post), by=people[post["by"]], answered=made.get(post.get("to", "-")))
        made[post.get("key", "")] = written = _dated(topic, post, people)
        if post.get("accepted"):
            accept_answer(topic.id, written.id, by=topic.person_id)
    if told.get("pinned"):
        pin_topic(topic.id, is_pinned=True, by=topic.person_id)
    _finish(topic, told)


def _moment(told: Told) -> datetime:
    """So many days ago, and then at an hour at which people write: the whole day is drawn together into its waking hours."""
    exact = now() - timedelta(days=told["days_ago"])
    wall = exact.astimezone(_ZONE)
    awake = wall.replace(hour=7, minute=30, second=0) + (wall - wall.replace(hour=0, minute=0, second=0)) * _WAKING
    return awake if awake < now() else exact


def _step_at(post: Told) -> str:
    return "asked-back" if post.get("step") == _OUTCOME else str(post.get("step", "done"))


def _facts(space: Space, post: Told) -> PostFacts:
    row = SpaceRow(space.id, space.cohort_id, None, "", "", is_chatham=False, is_enrolled=False)
    text = post["text"].strip()
    said, named = name_people(text, people_of(row) if "@" in text else ())
    return PostFacts(text, render_learner_markdown(said), post.get("basis", ""), named)


def _dated(topic: Topic, told: Told, people: Mapping[str, int]) -> Post:
    """The newest post of a topic, as of its own moment, with what readers said of it."""
    at = _moment(told)
    post = db.session.scalars(select(Post).where(Post.topic_id == topic.id, Post.number == topic.last_number)).one()
    post.created_at = topic.last_post_at = at
    for name in told.get("helpful", ()):
        find_helpful(post.id, by=people[name])
    db.session.execute(update(Helpful).where(Helpful.post_id == post.id).values(at=at + timedelta(hours=5)))
    if "edited" in told:
        _changed(post, told["edited"], at + timedelta(hours=1))
    told_then = {"created_at": at, "due_at": None, "told_at": at + timedelta(minutes=2)}
    db.session.execute(update(Notification).where(Notification.key == f"post:{post.id}").values(**told_then))
    return post


def _changed(post: Post, before: str, at: datetime) -> None:
    """The post said something else at first."""
    now_said = PostFacts(post.text, post.html, post.basis)
    post.text, post.html = before.strip(), render_learner_markdown(before.strip())
    change_post(post.id, now_said, by=post.person_id, seen=None)
    post.edited_at = at
    db.session.execute(update(PostRevision).where(PostRevision.post_id == post.id).values(at=at))


def _finish(topic: Topic, told: Told) -> None:
    """The step a case stands in, with the day of each; and when the topic was opened."""
    posts = told["posts"]
    topic.created_at = _moment(posts[0])
    if topic.is_clinic:
        topic.step = "done" if any(post.get("step") == _OUTCOME for post in posts) else told["step"]
        for came_from, to, at in _steps(posts, topic.step):
            db.session.add(TopicStep(topic_id=topic.id, what="step", from_state=came_from, to_state=to, at=at, by_id=topic.person_id))
            if to == "trying":
                topic.ask_back_at = at + ASK_BACK_AFTER
    db.session.flush()


def _steps(posts: list[Told], reached: str) -> Iterator[tuple[str, str, datetime]]:
    """Each step a case has taken: when the first post of it was written, or just after the last one."""
    latest = _moment(posts[-1]) + timedelta(minutes=1)
    for came_from, to in pairwise(STEPS[: STEPS.index(reached) + 1]):
        first = next((_moment(post) for post in posts if post.get("step") and _step_at(post) == to), latest)
        yield came_from, to, first - timedelta(minutes=5)


def _everybody_was_here(story: Story, space: Space) -> None:
    """Who takes part has read what was there some days ago, and their own posts."""
    then = now() - _READ_UNTIL
    seats = [person for name, person in story.stage.people.items() if name in _names(story)]
    for topic in db.session.scalars(select(Topic).where(Topic.space_id == space.id)).all():
        numbers = db.session.execute(select(Post.number, Post.person_id, Post.created_at).where(Post.topic_id == topic.id)).all()
        for person in seats:
            reached = max((number for number, by, at in numbers if at <= then or by == person), default=0)
            if reached:
                note_read(topic.id, reached, by=person)
        db.session.execute(update(TopicReader).where(TopicReader.topic_id == topic.id, TopicReader.read_number > 0).values(read_at=then))
    read_before = Notification.created_at <= then
    db.session.execute(update(Notification).where(read_before, Notification.thing == "topic").values(read_at=then))


def _names(story: Story) -> set[str]:
    known = {person: name for name, person in story.stage.people.items()}
    members = [person.person_id for person in people_of(SpaceRow(None, story.id, None, "", "", is_chatham=False, is_enrolled=False))]
    return {known[person] for person in members if person in known}
