"""Who may be named in a space: the people its viewers see there anyway."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Executable, Text, bindparam, cast, null, select, union

from clustercourse.db import rows
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.content import CourseTeam
from clustercourse.models.discussions import Post, Topic
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class Nameable:
    """Somebody who can be named. `organisation` tells two of one name apart."""

    person_id: int
    name: str
    organisation: str = ""


_no_organisation = cast(null(), Text).label("organisation")
_there = (Person.erased_at.is_(None), Person.joined_into_id.is_(None), Person.name != "")
_wrote = (
    select(Person.id, Person.name, Organisation.name.label("organisation"))
    .join(Post, Post.person_id == Person.id)
    .join(Topic, Topic.id == Post.topic_id)
    .outerjoin(Organisation, Organisation.id == Post.organisation_id)
    .where(Topic.space_id == bindparam("space"), Post.deleted_at.is_(None), *_there)
)
_seated = (
    select(Person.id, Person.name, Organisation.name.label("organisation"))
    .join(Seat, Seat.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .where(Seat.cohort_id == bindparam("owner"), Seat.state.in_(("confirmed", "finished")), Seat.listed != "nobody", *_there)
)
_cohort_team = (
    select(Person.id, Person.name, _no_organisation)
    .join(CohortTeam, CohortTeam.person_id == Person.id)
    .where(CohortTeam.cohort_id == bindparam("owner"), *_there)
)
_course_team = (
    select(Person.id, Person.name, _no_organisation)
    .join(CourseTeam, CourseTeam.person_id == Person.id)
    .where(CourseTeam.course_id == bindparam("owner"), *_there)
)
_of_cohort: Executable = union(_seated, _cohort_team, _wrote)
_of_course: Executable = union(_course_team, _wrote)


def people_of(space: SpaceRow) -> tuple[Nameable, ...]:
    """Of a cohort: who is listed there, its team, and who has written. Of a course: its team and who has written. In order of names."""
    statement, owner = (_of_cohort, space.cohort_id) if space.is_cohort else (_of_course, space.course_id)
    found: dict[int, Nameable] = {}
    for person_id, name, organisation in rows(statement, owner=owner, space=space.id or 0):
        if person_id not in found or organisation:
            found[person_id] = Nameable(person_id, name, organisation or "")
    return tuple(sorted(found.values(), key=lambda person: (person.name.casefold(), person.person_id)))
