"""The people of the tests, always the same: who they are and where they belong."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.accounts.queries.signing_in import find_sign_in
from clustercourse.db import db, now, writing
from clustercourse.models.content import Course, CourseTeam
from clustercourse.viewer import Viewer
from clustercourse.web import cookies
from tests import make


@dataclass(frozen=True)
class Cast:
    """Person ids. Ada and Greta belong to organisation A (Greta manages it), Ben to B; Cleo trains; Dan coordinates; Eve belongs nowhere."""

    ada: int
    ben: int
    cleo: int
    dan: int
    greta: int
    eve: int
    root: int
    organisation_a: int
    organisation_b: int

    def people(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("ada", "ben", "cleo", "dan", "greta", "eve", "root")}


def assemble() -> Cast:
    with writing():
        cast = Cast(
            ada=make.person("Ada Holm", email="ada@example.com"),
            ben=make.person("Ben Berg", email="ben@example.com"),
            cleo=make.person("Cleo Lund", email="cleo@example.com"),
            dan=make.person("Dan Krogh", email="dan@example.com"),
            greta=make.person("Greta Dahl", email="greta@example.com"),
            eve=make.person("Eve Friis", email="eve@example.com"),
            root=make.person("Root Vang", email="root@example.com", admin=True),
            organisation_a=make.organisation("Cluster A"),
            organisation_b=make.organisation("Cluster B"),
        )
        make.membership(cast.ada, cast.organisation_a)
        make.membership(cast.greta, cast.organisation_a, "manager")
        make.membership(cast.ben, cast.organisation_b)
    return cast


def join_team(person_id: int, course_key: str, role: str = "trainer") -> None:
    with writing() as session:
        course_id = session.scalars(select(Course.id).where(Course.key == course_key)).one()
        db.session.add(CourseTeam(course_id=course_id, person_id=person_id, role=role, created_at=now()))


def as_seen(person: int) -> Viewer:
    """The person as the rules see them now."""
    found = find_sign_in(cookies.digest(make.sign_in(person)))
    assert found is not None
    return found.viewer
