"""One topic as its reader meets it, and who may be named in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from clustercourse.content.queries import outline
from clustercourse.db import row, rows
from clustercourse.discussions.policy import can_see_space
from clustercourse.discussions.queries.spaces import OWNER, SpaceRow, space_row
from clustercourse.errors import NotHere
from clustercourse.language import language
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course, Item
from clustercourse.models.discussions import LEVEL, READ, STEPS, PostDraft, Space, Topic, TopicReader, TopicStep
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer

PAGE = 50
"""Posts on one page."""


@dataclass(frozen=True)
class Draft:
    """What the viewer typed here and did not send."""

    text: str
    basis: str
    number: int
    saved_at: datetime
    is_twofold: bool


@dataclass(frozen=True)
class TopicRow:
    """A topic with its space and the viewer's own place in it."""

    id: int
    space: SpaceRow
    person_id: int
    kind: str
    title: str
    step: str
    last_number: int
    accepted_number: int | None
    ask_back_at: datetime | None
    pinned_at: datetime | None
    closed_at: datetime | None
    session_id: int | None
    session_title: str | None
    item_id: int | None
    item_version_id: int | None
    read_number: int
    level: str
    reason: str
    draft: Draft | None

    @property
    def address(self) -> str:
        return f"/topics/{self.id}/"

    @property
    def is_clinic(self) -> bool:
        return self.kind == "clinic"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def page_count(self) -> int:
        return max(1, -(-self.last_number // PAGE))

    @property
    def first_unread(self) -> int:
        """The number of the first post not read yet; beyond the last when all are."""
        return self.read_number + 1

    @property
    def step_before(self) -> str | None:
        return STEPS[STEPS.index(self.step) - 1] if self.step in ("questions", "options") else None

    @property
    def session_address(self) -> str:
        return f"/cohorts/{self.space.slug}/sessions/{self.session_id}/"

    @property
    def lesson(self) -> tuple[str, str] | None:
        """Title and address of the lesson it hangs on; None when there is none, or the lesson is gone."""
        if self.item_id is None or self.item_version_id is None:
            return None
        known = outline(self.item_version_id)
        item = known.by_id.get(self.item_id)
        return None if item is None else (item.title(language()), known.address_of(item))


_item_course = aliased(Course)
_topic = (
    select(
        *OWNER,
        Topic.id,
        Topic.person_id,
        Topic.kind,
        Topic.title,
        Topic.step,
        Topic.last_number,
        Topic.accepted_number,
        Topic.ask_back_at,
        Topic.pinned_at,
        Topic.closed_at,
        Topic.session_id,
        TrainingSession.title.label("session_title"),
        Topic.item_id,
        _item_course.newest_version_id.label("item_version_id"),
        READ.label("read_number"),
        LEVEL.label("level"),
        TopicReader.reason,
        PostDraft.fields.label("draft_fields"),
        PostDraft.number.label("draft_number"),
        PostDraft.saved_at.label("draft_saved_at"),
        PostDraft.other.label("draft_other"),
    )
    .join(Space, Space.id == Topic.space_id)
    .outerjoin(Cohort, Cohort.id == Space.cohort_id)
    .outerjoin(Course, Course.id == Space.course_id)
    .outerjoin(TrainingSession, TrainingSession.id == Topic.session_id)
    .outerjoin(Item, Item.id == Topic.item_id)
    .outerjoin(_item_course, _item_course.id == Item.course_id)
    .outerjoin(TopicReader, (TopicReader.topic_id == Topic.id) & (TopicReader.person_id == bindparam("person")))
    .outerjoin(PostDraft, (PostDraft.person_id == bindparam("person")) & (PostDraft.place == bindparam("place")))
    .where(Topic.id == bindparam("topic"), Topic.deleted_at.is_(None))
)


def topic_at(viewer: Viewer, topic_id: int) -> TopicRow:
    """The topic with its space and what the viewer has read of it. One statement. Raises NotHere for those who may not see it."""
    found = row(_topic, topic=topic_id, person=viewer.person_id or 0, place=f"topic:{topic_id}")
    if found is None:
        raise NotHere
    topic = _topic_row(found)
    if not can_see_space(viewer, topic.space):
        raise NotHere
    return topic


def _topic_row(found: Row[Any]) -> TopicRow:
    return TopicRow(
        id=found.id,
        space=space_row(found),
        reason=found.reason or "",
        draft=_draft(found),
        **{name: getattr(found, name) for name in _PLAIN},
    )


_PLAIN = tuple(name for name in TopicRow.__dataclass_fields__ if name not in ("id", "space", "reason", "draft"))


def _draft(found: Row[Any]) -> Draft | None:
    if found.draft_number is None:
        return None
    fields = found.draft_fields or {}
    return Draft(fields.get("text", ""), fields.get("basis", ""), found.draft_number, found.draft_saved_at, found.draft_other is not None)


@dataclass(frozen=True)
class StepTaken:
    """A step of a topic: who took it and when. An empty name is a former participant, None the site itself."""

    what: str
    from_state: str
    to_state: str
    at: datetime
    by_name: str | None


_steps = (
    select(TopicStep.what, TopicStep.from_state, TopicStep.to_state, TopicStep.at, Person.name)
    .outerjoin(Person, Person.id == TopicStep.by_id)
    .where(TopicStep.topic_id == bindparam("topic"))
    .order_by(TopicStep.id)
)


def steps_of(topic_id: int) -> tuple[StepTaken, ...]:
    """How a topic was led: steps of a case clinic, closures, moves; the oldest first."""
    return tuple(StepTaken(*found) for found in rows(_steps, topic=topic_id))
