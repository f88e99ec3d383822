"""What the pages of discussions share: the space or topic at hand, and what a form with a post brings."""

from __future__ import annotations

from contextlib import suppress

from flask import request
from werkzeug.datastructures import FileStorage

from clustercourse.cohorts.queries.courses import courses_of
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.content.queries import outline
from clustercourse.discussions.actions.posts import MOST_FILES
from clustercourse.discussions.actions.spaces import space_for
from clustercourse.discussions.facts import FileFacts, PostFacts
from clustercourse.discussions.forms import PostForm
from clustercourse.discussions.mentions import name_people
from clustercourse.discussions.policy import can_moderate
from clustercourse.discussions.queries.people import people_of
from clustercourse.discussions.queries.post import PostRow, post_at
from clustercourse.discussions.queries.spaces import SpaceRow, space_of
from clustercourse.discussions.queries.topic import TopicRow, topic_at
from clustercourse.errors import NotHere, Refused
from clustercourse.file_types import plain_name, type_of
from clustercourse.files import store
from clustercourse.language import _, language
from clustercourse.learning.queries.posts import asked_posts
from clustercourse.models.discussions import Space
from clustercourse.text import render_learner_markdown
from clustercourse.web.access import not_here, require, viewer

LAST = 2**31 - 1
"""The largest number a row can have."""


def space_here(cohort: str, course: str) -> SpaceRow:
    return space_of(viewer(), cohort=cohort, course=course)


def topic_led(topic: int) -> TopicRow:
    """A topic that the viewer moderates."""
    found = topic_at(viewer(), topic)
    require(can_moderate(viewer(), found.space))
    return found


def post_here(topic: int, post: int) -> PostRow:
    """A post that is still there."""
    found = post_at(viewer(), topic, post)
    return not_here() if found.is_deleted else found


def row_of(space: SpaceRow) -> Space:
    """The row of a space, made where there is none. Only inside `writing()`."""
    return space_for(cohort_id=space.cohort_id, course_id=space.course_id)


def places_in(space: SpaceRow) -> dict[str, str]:
    """The sessions and lessons a topic can hang on, and exercises that ask for posts, by the value of the field."""
    found: dict[str, str] = {}
    versions = [space.version_id] if space.version_id else []
    if space.cohort_id is not None:
        found |= {f"session:{session.id}": session.title for session in sessions_of(space.cohort_id) if not session.is_cancelled}
        versions = [course.outline.version_id for course in courses_of(space.cohort_id)]
    for version_id in versions:
        known = outline(version_id)
        asking = asked_posts(known)
        found |= {f"lesson:{item.id}": item.title(language()) for item in known.items if item.is_lesson or item.id in asking}
    return found


def post_facts(form: PostForm, space: SpaceRow) -> PostFacts:
    """The text rendered with its names, and the files put into the store, all before the transaction."""
    text: str = form.text.data.replace("\r\n", "\n")
    said, named = name_people(text, people_of(space) if "@" in text else ())
    return PostFacts(text, render_learner_markdown(said), (form.basis.data or "").strip(), named, _files(form.files.data or []))


def _files(sent: list[FileStorage]) -> tuple[FileFacts, ...]:
    """Refused: too many, an empty one, a kind of file that is not shared here. Nothing is kept before all of them are looked at."""
    chosen = [each for each in sent if isinstance(each, FileStorage) and each.filename]
    if len(chosen) > MOST_FILES:
        raise Refused(_("A post can hold {n} files. Take some away first.", n=MOST_FILES), field="files")
    found = []
    for each in chosen:
        content, name = each.read(), plain_name(each.filename or "")
        kind = type_of(content, name)
        if not content or kind is None:
            raise Refused(
                _("“{name}” cannot be shared here: its kind is not in the list, or its name does not say what it is.", name=name),
                field="files",
            )
        found.append((content, FileFacts("", name, len(content), kind)))
    return tuple(FileFacts(store().put(content), facts.name, facts.size, facts.media_type) for content, facts in found)


def page_number() -> int | None:
    """The page asked for, if any."""
    asked = request.args.get("page", type=int)
    return None if asked is None else min(max(asked, 1), 10**6)


def number_asked(name: str) -> int | None:
    """The number of a row that is asked for, if any. One out of all bounds is brought within them; no row has it."""
    asked = request.values.get(name, type=int)
    return None if asked is None else min(max(asked, 0), LAST)


def post_asked(topic: int, name: str) -> PostRow | None:
    """The post of this topic to be answered or quoted; None where there is none, or none any more."""
    number = number_asked(name)
    if not number:
        return None
    with suppress(NotHere):
        found = post_at(viewer(), topic, number)
        return None if found.is_deleted else found
    return None
