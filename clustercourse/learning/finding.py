"""Trainers find the people of their courses, who stand in the list of learners."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, literal

from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment
from clustercourse.search import rules
from clustercourse.viewer import Viewer


def _trained(viewer: Viewer) -> dict[str, Any]:
    return {"courses_trained": [course_id for course_id, roles in viewer.teams.items() if "trainer" in roles]}


rules.people_met(
    rules.meeting(Enrolment.person_id, "learner", at="", address=literal("/courses/") + Course.slug + "/learners")
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.course_id.in_(bindparam("courses_trained", expanding=True)), Enrolment.withdrawn_at.is_(None)),
    _trained,
)
