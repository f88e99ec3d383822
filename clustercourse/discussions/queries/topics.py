"""Lists of topics: of a space, of a lesson, of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows
from clustercourse.discussions.queries.spaces import INSIDE, SEEN, SpaceRow, seeing
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.discussions import IS_UNREAD, LEVEL, READ, Space, Topic, TopicReader
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer

SHOWN_BESIDE = 5
"""How many topics stand on the page of a lesson, a session or a cohort."""


@dataclass(frozen=True)
class TopicLine:
    """A topic in a list. Empty names are former participants; `unread` counts posts, of others and one's own."""

    id: int
    kind: str
    title: str
    step: str
    by_name: str
    last_by_name: str
    last_number: int
    last_post_at: datetime
    read_number: int
    level: str
    is_answered: bool
    is_pinned: bool
    is_closed: bool
    session_title: str | None
    item_id: int | None

    @property
    def address(self) -> str:
        return f"/topics/{self.id}/"

    @property
    def unread(self) -> int:
        return max(0, self.last_number - self.read_number)

    @property
    def is_new(self) -> bool:
        return self.read_number == 0

    @property
    def is_muted(self) -> bool:
        return self.level == "muted"


@dataclass(frozen=True)
class Wanted:
    """Which topics of a space: of a kind, unread, waiting for an answer, of one lesson or session. Empty words filter nothing."""

    which: str = ""
    item_id: int | None = None
    session_id: int | None = None


WHICH = ("unread", "unanswered", "question", "clinic", "announcement", "discussion")
_opener, _last = aliased(Person), aliased(Person)
_lines = (
    select(
        Topic.id,
        Topic.kind,
        Topic.title,
        Topic.step,
        _opener.name.label("by_name"),
        _last.name.label("last_by_name"),
        Topic.last_number,
        Topic.last_post_at,
        READ.label("read_number"),
        LEVEL.label("level"),
        Topic.accepted_number.is_not(None).label("is_answered"),
        Topic.pinned_at.is_not(None).label("is_pinned"),
        Topic.closed_at.is_not(None).label("is_closed"),
        TrainingSession.title.label("session_title"),
        Topic.item_id,
    )
    .join(Space, Space.id == Topic.space_id)
    .join(_opener, _opener.id == Topic.person_id)
    .outerjoin(_last, _last.id == Topic.last_person_id)
    .outerjoin(TrainingSession, TrainingSession.id == Topic.session_id)
    .outerjoin(TopicReader, (TopicReader.topic_id == Topic.id) & (TopicReader.person_id == bindparam("person")))
    .where(Topic.deleted_at.is_(None))
)
_in_space = _lines.where(Topic.space_id == bindparam("space"))
_newest_first = (Topic.pinned_at.is_(None), Topic.last_post_at.desc(), Topic.id.desc())
_latest = _lines.order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(SHOWN_BESIDE)
_of_session = _latest.where(SEEN, Topic.session_id == bindparam("session"))
_of_cohort = _latest.where(Space.cohort_id == bindparam("cohort"))
_of_item = _latest.where(INSIDE, Topic.item_id == bindparam("item"))
_opened_by = select(Topic.id).where(Topic.person_id == bindparam("person")).order_by(Topic.id)
_FILTERS: dict[str, Any] = {
    "unread": IS_UNREAD & (LEVEL != "muted"),
    "unanswered": (Topic.kind == "question") & Topic.accepted_number.is_(None),
    **{kind: Topic.kind == kind for kind in ("question", "clinic", "announcement", "discussion")},
}


def _line(found: Any) -> TopicLine:
    return TopicLine(*found)


def _statement(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = _in_space
    if wanted.which in _FILTERS:
        statement = statement.where(_FILTERS[wanted.which])
    if wanted.item_id is not None:
        statement = statement.where(Topic.item_id == wanted.item_id)
    if wanted.session_id is not None:
        statement = statement.where(Topic.session_id == wanted.session_id)
    return statement.order_by(*_newest_first)


def topics_in(viewer: Viewer, space: SpaceRow, wanted: Wanted = Wanted(), *, number: int = 1) -> Listing[TopicLine]:
    """A page of a space's topics: pinned ones first, then where something was said last. Two statements."""
    return listing(_statement(wanted), _line, number, space=space.id or 0, person=viewer.person_id or 0)


def topics_opened_by(person_id: int) -> tuple[int, ...]:
    """Every topic that somebody opened, also those that are gone."""
    return tuple(found.id for found in rows(_opened_by, person=person_id))


def newest_topics(viewer: Viewer, cohort_id: int) -> tuple[TopicLine, ...]:
    """The topics of a cohort in which something was said last. One statement."""
    return tuple(_line(found) for found in rows(_of_cohort, cohort=cohort_id, person=viewer.person_id or 0))


def topics_of_session(viewer: Viewer, session_id: int) -> tuple[TopicLine, ...]:
    """The newest topics that hang on a session. One statement."""
    return tuple(_line(found) for found in rows(_of_session, session=session_id, **seeing(viewer)))


def topics_of_lesson(viewer: Viewer, item_id: int) -> tuple[TopicLine, ...]:
    """The newest topics that hang on a lesson, in all spaces the viewer is in. One statement."""
    return tuple(_line(found) for found in rows(_of_item, item=item_id, person=viewer.person_id or 0))
