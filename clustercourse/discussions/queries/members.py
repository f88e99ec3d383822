"""The people of a space: whom a post concerns, asked when it is written and again before a letter goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Executable, bindparam, select, union

from clustercourse.db import row, rows
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.content import CourseTeam
from clustercourse.models.discussions import Mention, Post, Space, Topic, TopicReader
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat

_seats = select(Seat.person_id).where(Seat.cohort_id == bindparam("owner"), Seat.state.in_(("confirmed", "finished")))
_cohort_team = select(CohortTeam.person_id).where(CohortTeam.cohort_id == bindparam("owner"))
_enrolled = select(Enrolment.person_id).where(Enrolment.course_id == bindparam("owner"), Enrolment.withdrawn_at.is_(None))
_course_team = select(CourseTeam.person_id).where(CourseTeam.course_id == bindparam("owner"))
_OF: dict[str, Executable] = {"cohort": union(_seats, _cohort_team), "course": union(_enrolled, _course_team)}
_TEAM: dict[str, Executable] = {"cohort": _cohort_team, "course": _course_team}
_levels = select(TopicReader.person_id, TopicReader.level).where(TopicReader.topic_id == bindparam("topic"), TopicReader.level.is_not(None))
_topic = (
    select(Space.cohort_id, Space.course_id, Topic.title, Topic.kind, Topic.person_id, Topic.deleted_at)
    .join(Space, Space.id == Topic.space_id)
    .where(Topic.id == bindparam("topic"))
)
_post = select(Post.id, Post.topic_id, Post.number, Post.person_id, Post.html, Post.deleted_at).where(Post.id == bindparam("post"))
_named = select(Mention.person_id).where(Mention.post_id == bindparam("post"))


@dataclass(frozen=True)
class Told:
    """A topic as those who are told of it hear of it: its people, those who lead the space, and how closely each follows."""

    title: str
    kind: str
    opened_by: int
    people: frozenset[int]
    team: frozenset[int]
    levels: dict[int, str]
    in_cohort: bool

    @property
    def heard(self) -> frozenset[int]:
        """Those who did not mute it."""
        return frozenset(person for person in self.people if self.levels.get(person) != "muted")

    @property
    def following(self) -> frozenset[int]:
        """Those who hear of every post: in a cohort everybody who did not say otherwise."""
        usual = "tracking" if self.in_cohort else "normal"
        return frozenset(person for person in self.people if self.levels.get(person, usual) in ("tracking", "watching"))


@dataclass(frozen=True)
class WrittenPost:
    id: int
    topic_id: int
    number: int
    person_id: int
    html: str
    is_deleted: bool

    @property
    def address(self) -> str:
        return f"/topics/{self.topic_id}/posts/{self.id}"


def told_of(topic_id: int, *, or_gone: bool = False) -> Told | None:
    """Whom a topic concerns; None when it is gone, unless one asks for what concerns them even so. Four statements."""
    found = row(_topic, topic=topic_id)
    if found is None or (found.deleted_at is not None and not or_gone):
        return None
    kind, owner = ("cohort", found.cohort_id) if found.cohort_id else ("course", found.course_id)
    people = frozenset(each[0] for each in rows(_OF[kind], owner=owner))
    team = frozenset(each[0] for each in rows(_TEAM[kind], owner=owner))
    levels = {each.person_id: each.level for each in rows(_levels, topic=topic_id)}
    return Told(found.title, found.kind, found.person_id, people, team, levels, kind == "cohort")


def written_post(post_id: int) -> WrittenPost | None:
    found = row(_post, post=post_id)
    if found is None:
        return None
    return WrittenPost(found.id, found.topic_id, found.number, found.person_id, found.html, found.deleted_at is not None)


def named_in(post_id: int) -> frozenset[int]:
    """Whom a post names."""
    return frozenset(each.person_id for each in rows(_named, post=post_id))


def still_concerned(person_ids: Collection[int], topic_id: int) -> set[int]:
    """Those who may still see a topic and did not mute it."""
    told = told_of(topic_id)
    return set(person_ids) & told.heard if told else set()


def still_belonging(person_ids: Collection[int], topic_id: int) -> set[int]:
    """The same, also of a topic that is gone."""
    told = told_of(topic_id, or_gone=True)
    return set(person_ids) & told.heard if told else set()


def still_leading(person_ids: Collection[int], post_id: int) -> set[int]:
    """Those who still look after the space of a post."""
    post = written_post(post_id)
    told = told_of(post.topic_id) if post else None
    return set(person_ids) & told.team if told else set()
