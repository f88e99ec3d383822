"""Which lessons and exercises ask for posts in their discussion, who is asked, and what is noted of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from clustercourse.content.queries import Outline
from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment, Evidence


@dataclass(frozen=True)
class AskedToPost:
    """An enrolment whose version asks for posts. `version_id` is what they read; `cohort_id` is None for who takes the course alone."""

    id: int
    person_id: int
    course_id: int
    cohort_id: int | None
    version_id: int


_enrolled = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Enrolment.course_id,
        Enrolment.cohort_id,
        func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id),
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None))
    .order_by(Enrolment.id)
)
_of_person = _enrolled.where(Enrolment.person_id == bindparam("person"))
_noted = (
    select(Evidence.item_id, Evidence.what)
    .where(Evidence.enrolment_id == bindparam("enrolment"), Evidence.what.like("post.%"))
    .order_by(Evidence.id)
)


def asked_posts(outline: Outline) -> dict[int, dict[str, int]]:
    """By item that asks for posts: the word of each condition and how many posts it wants. No statement."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for item in outline.items:
        for rule in item.rule:
            if rule.what == "post" and rule.threshold is not None:
                found[item.id][rule.word] = rule.threshold
    return dict(found)


def people_asked_to_post(course_id: int) -> tuple[AskedToPost, ...]:
    """Everybody in a course whose version asks for posts; also who has finished, for what is new may be done too.

    One statement, besides outlines this process has not read yet.
    """
    return _asking([AskedToPost(*found) for found in rows(_enrolled, course=course_id)])


def asked_to_post(person_id: int, course_id: int) -> tuple[AskedToPost, ...]:
    """The same for one person: nothing for who is not in the course, two for who takes it again."""
    return _asking([AskedToPost(*found) for found in rows(_of_person, course=course_id, person=person_id)])


def posts_noted(enrolment_id: int) -> tuple[tuple[int, str], ...]:
    """The items and words for which it is noted that somebody wrote enough."""
    return tuple((item_id, word) for item_id, word in rows(_noted, enrolment=enrolment_id))


def _asking(found: list[AskedToPost]) -> tuple[AskedToPost, ...]:
    known = outlines(list({each.version_id for each in found}))
    asking = {version_id for version_id, outline in known.items() if asked_posts(outline)}
    return tuple(each for each in found if each.version_id in asking)
