"""`flask demo`: people to look at the site with. They are invented, live on example.com, and never come into a production house."""

from __future__ import annotations

from dataclasses import dataclass, replace

import click
from flask.cli import AppGroup
from sqlalchemy import select

from clustercourse.accounts import actions as accounts
from clustercourse.accounts.addressing import key_of
from clustercourse.catalogue import actions as catalogue
from clustercourse.catalogue.actions import OrganisationFacts
from clustercourse.content.queries import Outline, OutlineItem, outline, page
from clustercourse.db import db, now, value, writing
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.exercises import actions as exercises
from clustercourse.exercises.actions import Sending
from clustercourse.exercises.queries.papers import draw, kind_of
from clustercourse.exercises.queries.tasks import Task
from clustercourse.house import house
from clustercourse.kinds.kind import Kind, Paper, Specification
from clustercourse.learning import actions as learning
from clustercourse.models.accounts import Address
from clustercourse.models.content import Course, CourseTeam

PASSWORD = "bridge gap harbour walk"  # noqa: S105
COURSE = "cluster-theory"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as. `place` is the organisation, by its name in ORGANISATIONS."""

    name: str
    who: str
    language: str = "en"
    place: str = ""
    role: str = "member"
    about: str = ""
    password: str = PASSWORD

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@example.com"


PEOPLE = (
    DemoPerson(
        "Ines Holm",
        "learner, half way through a course; runs a maritime cluster",
        place="Fjord Maritime Cluster",
        role="manager",
        about="I run a maritime cluster with 135 members and two and a half posts.",
    ),
    DemoPerson("Johan Berg", "author and trainer of a course", about="Consultant. I train people in five countries."),
    DemoPerson("Sofie Lund", "coordinates trainings of several clusters", place="Four Coasts Network", role="manager"),
    DemoPerson("Karen Dahl", "works for the national support organisation; reads Danish", "da", "Cluster House North", "manager"),
    DemoPerson("Mads Friis", "head of business policy in a region", place="Region Middle Coast", role="manager"),
    DemoPerson("Lene Krogh", "municipal officer; reads Danish", "da", "Strandby Municipality", "manager"),
    DemoPerson("Tilde Munk", "works with Ines, has just begun", place="Fjord Maritime Cluster"),
    DemoPerson("Nora Vind", "administrator of the site"),
)


_PLAIN = OrganisationFacts(
    name="", kind="", country="DK", stage="unknown", member_count=None, site="", about="", catalogue_entry="", regions=(), sectors=()
)
ORGANISATIONS = (
    replace(
        _PLAIN,
        name="Fjord Maritime Cluster",
        kind="cluster",
        stage="growing",
        member_count=135,
        about="Yards, suppliers, shipping firms and two schools around one fjord.",
        regions=("DK042", "DK050"),
        sectors=("maritime", "marine equipment"),
    ),
    replace(
        _PLAIN,
        name="Four Coasts Network",
        kind="network",
        stage="emerging",
        member_count=48,
        about="Food firms on four coasts who train together.",
        regions=("DK032", "DK041"),
        sectors=("food",),
    ),
    replace(
        _PLAIN,
        name="Cluster House North",
        kind="agency",
        about="Supports clusters and networks all over the country.",
        regions=("DK011", "DK041", "DK042", "DK050"),
    ),
    replace(_PLAIN, name="Region Middle Coast", kind="region", about="Pays half of three clusters.", regions=("DK041", "DK042")),
    replace(_PLAIN, name="Strandby Municipality", kind="municipality", about="A town with a harbour.", regions=("DK050",)),
)

demo = AppGroup("demo", help="Invented people to look at the site with.")


@demo.command("load")
def load() -> None:
    """Make the demo people, their organisations and some learning. Twice is once."""
    if house().is_production:
        raise click.ClickException("Demo people never come into a production house.")
    if sign_ins():
        click.echo("The demo people are there already.")
        return
    password_hash = accounts.hashed(PASSWORD)
    try:
        with writing():
            people = {one.name: _add(one, password_hash) for one in PEOPLE}
            _found_organisations(people)
            accounts.give_role(people["Nora Vind"], "admin", by=None)
            course = db.session.scalar(select(Course).where(Course.slug == COURSE, Course.newest_version_id.is_not(None)))
            if course is not None:
                _furnish(course, people)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"{len(PEOPLE)} demo people, all with the password “{PASSWORD}”.")


def sign_ins() -> list[DemoPerson]:
    """Whom one can sign in as, when the demo people are there."""
    first = value(select(Address.id).where(Address.key == key_of(PEOPLE[0].email), Address.confirmed_at.is_not(None)))
    return [] if first is None or house().is_production else list(PEOPLE)


def _add(one: DemoPerson, password_hash: str) -> int:
    new = accounts.NewPerson(one.name, one.email, password_hash, one.language)
    person_id = accounts.add_person(new, by=None, confirmed=True).person_id
    if one.about:
        accounts.change_profile(person_id, by=person_id, about=one.about)
    return person_id


def _found_organisations(people: dict[str, int]) -> None:
    for facts in ORGANISATIONS:
        here = sorted((one for one in PEOPLE if one.place == facts.name), key=lambda one: one.role != "manager")
        made = catalogue.add_organisation(facts, by=people[here[0].name])
        for one in here[1:]:
            catalogue.join(made.id, person_id=people[one.name], role=one.role, by=people[here[0].name])


def _furnish(course: Course, people: dict[str, int]) -> None:
    """A team, and learners at different places, through the same actions that pages call."""
    for role in ("author", "trainer"):
        db.session.add(CourseTeam(course_id=course.id, person_id=people["Johan Berg"], role=role, created_at=now()))
        record("content.team_joined", by=None, person=people["Johan Berg"], thing=("course", course.id), detail={"role": role})
    made = outline(course.newest_version_id or 0)
    half = made.lesson_count // 2
    for name, language, lessons in (("Ines Holm", "en", half), ("Tilde Munk", "en", 1), ("Lene Krogh", "da", 2), ("Karen Dahl", "da", 0)):
        enrolment = learning.enrol(people[name], course.id, by=people[name], language=language)
        _learn(made, enrolment, people[name], language, lessons)


def _learn(made: Outline, enrolment: int, person: int, language: str, lessons: int) -> None:
    """Read so many lessons and answer the exercises in them, then stand a third down the next one."""
    steps = list(made.lessons.values())
    for lesson in steps[:lessons]:
        learning.visit(enrolment, lesson.id, by=person, place=100)
        for exercise in made.exercises.values():
            if exercise.placed_in == lesson.key:
                _answer(Task(enrolment, made, exercise, language), person)
        learning.mark_read(enrolment, lesson.id, version_id=made.version_id, by=person)
    if 0 < lessons < len(steps):
        learning.visit(enrolment, steps[lessons].id, by=person, place=30)
        learning.keep_bookmark(enrolment, steps[lessons - 1].id, by=person)
        text = "Ask the board which of the two bridges comes first."
        learning.keep_note(enrolment, steps[lessons - 1].id, by=person, text=text, number_seen=0)


def _answer(task: Task, person: int) -> None:
    item: OutlineItem = task.item
    specification = page(task.outline.version_id, item.id, task.language).specification
    paper = draw(specification, task.enrolment_id, item.id, 1)
    form = _good_answers(kind_of(specification), specification, paper)
    exercises.submit_attempt(task, Sending(1, task.outline.version_id, form, anyway=True), by=person)


def _good_answers(kind: Kind, specification: Specification, paper: Paper) -> dict[str, list[str]]:
    """For every question with choices the answers that score best, found by trying; what must be typed stays empty."""
    form: dict[str, list[str]] = {}
    for field in kind.fields(specification, paper):
        for choice in field.choices:
            kept = form.get(field.name, [])
            tried = {**form, field.name: [*kept, choice.value] if field.type == "checkboxes" else [choice.value]}
            if _points(kind, specification, paper, tried) > _points(kind, specification, paper, form):
                form = tried
    return form


def _points(kind: Kind, specification: Specification, paper: Paper, form: dict[str, list[str]]) -> int:
    return kind.score(specification, paper, kind.read(specification, paper, form)).percent


COMMANDS = [demo]
