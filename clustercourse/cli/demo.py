"""`flask demo`: people to look at the site with. They are invented, live on example.com, and never come into a production house."""

from __future__ import annotations

from dataclasses import dataclass

import click
from flask.cli import AppGroup
from sqlalchemy import select

from clustercourse.accounts import actions as accounts
from clustercourse.accounts.addressing import key_of
from clustercourse.catalogue import actions as catalogue
from clustercourse.cli._demo_cohorts import load_cohorts, put_files
from clustercourse.cli._demo_labs import load_labs
from clustercourse.cli._demo_people import GUESTS, ORGANISATIONS, PASSWORD, PEOPLE, DemoPerson
from clustercourse.cli._demo_story import Stage
from clustercourse.cli._demo_workbooks import load_workbooks
from clustercourse.content.queries import Outline, OutlineItem, outline, page
from clustercourse.db import db, now, value, writing
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.exercises import actions as exercises
from clustercourse.exercises.actions import Sending
from clustercourse.exercises.queries.papers import draw, kind_of
from clustercourse.exercises.queries.tasks import Task
from clustercourse.files import FilesAway
from clustercourse.house import house
from clustercourse.kinds.kind import AnsweredKind, Paper, Specification
from clustercourse.language import today
from clustercourse.learning import actions as learning
from clustercourse.models.accounts import Address
from clustercourse.models.content import Course, CourseTeam

COURSE = "cluster-theory"


@dataclass(frozen=True)
class DemoLearner:
    """Somebody who has read so many lessons (None: half of them), and left a note on the last one. `thought` answers a reflection."""

    name: str
    lessons: int | None
    note: str = ""
    language: str = "en"
    thought: str = ""


LEARNERS = (
    DemoLearner(
        "Ines Holm",
        None,
        "Ask the board which of the two bridges comes first.",
        thought="The engine workshop and the sail loft share a yard and a canteen. Two apprentices changed over last year, and they "
        "lend each other the crane. No orders pass between them, and no ideas that I know of. The canteen did that, not our office: we "
        "only put both on the same list. I could ask them to look at one customer's boat together.",
    ),
    DemoLearner("Tilde Munk", 1, "We say network and mean the office. Talk to Ines about it."),
    DemoLearner("Lene Krogh", 2, "Spørg klyngen, hvem der ejer broen til havnen.", "da"),
    DemoLearner("Karen Dahl", 0, language="da"),
    DemoLearner("Maja Wikander", 1, "Show this to the three working groups."),
    DemoLearner("Birgit Toft", 1, "Vi er et netværk. Skal vi være en klynge?", "da"),
    DemoLearner("Nathalie Dumont", 2, "Fees: look at this page again before the general meeting."),
    DemoLearner("Lucía Roig", 2, "For chapter two of our strategy."),
    DemoLearner("Mart Lepik", 1, "Nearness: our builders are two hours apart."),
    DemoLearner(
        "Katerina Doukas",
        3,
        "Hotels and boat builders share the same winter. A first bridge?",
        thought="The largest hotel stands opposite the oldest boat yard. In summer they compete for the same electricians; in winter both "
        "let them go. What passes between them today is people, and only because each is short of them at the same time. Nobody planned "
        "it. We knew the dates of both seasons for years and never put them side by side on one sheet of paper.",
    ),
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
        put_files()
        with writing():
            people = {one.name: _add(one, password_hash) for one in (*PEOPLE, *GUESTS)}
            organisations = _found_organisations(people)
            accounts.give_role(people["Nora Vind"], "admin", by=None)
            course = db.session.scalar(select(Course).where(Course.slug == COURSE, Course.newest_version_id.is_not(None)))
            if course is not None:
                _furnish(course, people)
            stage = _stage(people, organisations, None if course is None else course.id, password_hash)
            load_cohorts(stage)
            load_workbooks(stage)
            load_labs(stage)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    except FilesAway as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{len(PEOPLE)} demo people, all with the password “{PASSWORD}”.")


def sign_ins() -> list[DemoPerson]:
    """Whom one can sign in as, when the demo people are there."""
    first = value(select(Address.id).where(Address.key == key_of(PEOPLE[0].email), Address.confirmed_at.is_not(None)))
    return [] if first is None or house().is_production else list(PEOPLE)


def _add(one: DemoPerson, password_hash: str) -> int:
    new = accounts.NewPerson(one.name, one.email, password_hash, one.language, one.zone)
    person_id = accounts.add_person(new, by=None, confirmed=True).person_id
    if one.about:
        accounts.change_profile(person_id, by=person_id, about=one.about)
    return person_id


def _found_organisations(people: dict[str, int]) -> dict[str, tuple[int, str]]:
    """Name → id and slug. Of the people of each, a manager adds it and lets the others in."""
    made = {}
    for facts in ORGANISATIONS:
        here = sorted((one for one in (*PEOPLE, *GUESTS) if one.place == facts.name), key=lambda one: one.role != "manager")
        organisation = catalogue.add_organisation(facts, by=people[here[0].name])
        made[facts.name] = (organisation.id, organisation.slug)
        for one in here[1:]:
            catalogue.join(organisation.id, person_id=people[one.name], role=one.role, by=people[here[0].name])
    return made


def _stage(people: dict[str, int], organisations: dict[str, tuple[int, str]], course_id: int | None, password_hash: str) -> Stage:
    everybody = (*PEOPLE, *GUESTS)
    return Stage(
        people=people,
        emails={one.name: one.email for one in everybody},
        homes={one.name: one.place for one in everybody if one.place},
        organisations=organisations,
        today=today(now(), "Europe/Copenhagen"),
        course_id=course_id,
        password_hash=password_hash,
    )


def _furnish(course: Course, people: dict[str, int]) -> None:
    """A team, and learners at different places, through the same actions that pages call."""
    for role in ("author", "trainer"):
        db.session.add(CourseTeam(course_id=course.id, person_id=people["Johan Berg"], role=role, created_at=now()))
        record("content.team_joined", by=None, person=people["Johan Berg"], thing=("course", course.id), detail={"role": role})
    made = outline(course.newest_version_id or 0)
    for learner in LEARNERS:
        person = people[learner.name]
        enrolment = learning.enrol(person, course.id, by=person, language=learner.language)
        _learn(made, enrolment, person, learner)


def _learn(made: Outline, enrolment: int, person: int, learner: DemoLearner) -> None:
    """Read lessons, never all of them, and answer the exercises in them, then stand a third down the next one."""
    steps = list(made.lessons.values())
    lessons = len(steps) // 2 if learner.lessons is None else min(learner.lessons, len(steps) - 1)
    for lesson in steps[:lessons]:
        learning.visit(enrolment, lesson.id, by=person, place=100)
        for exercise in made.exercises.values():
            if exercise.placed_in == lesson.key and not exercise.is_worksheet:
                _answer(Task(enrolment, made, exercise, learner.language), person, learner.thought)
        learning.mark_read(enrolment, lesson.id, version_id=made.version_id, by=person)
    if lessons > 0:
        learning.visit(enrolment, steps[lessons].id, by=person, place=30)
        learning.keep_bookmark(enrolment, steps[lessons - 1].id, by=person)
        learning.keep_note(enrolment, steps[lessons - 1].id, by=person, text=learner.note, number_seen=0)


def _answer(task: Task, person: int, thought: str) -> None:
    item: OutlineItem = task.item
    specification = page(task.outline.version_id, item.id, task.language).specification
    paper = draw(specification, task.enrolment_id, item.id, 1)
    kind = kind_of(specification)
    form = _good_answers(kind, specification, paper)
    form |= {field.name: [thought] for field in kind.fields(specification, paper) if field.type == "long"}
    exercises.submit_attempt(task, Sending(1, task.outline.version_id, form, anyway=True), by=person)


def _good_answers(kind: AnsweredKind, specification: Specification, paper: Paper) -> dict[str, list[str]]:
    """For every question with choices the answers that score best, found by trying; what must be typed stays empty."""
    form: dict[str, list[str]] = {}
    for field in kind.fields(specification, paper):
        for choice in field.choices:
            kept = form.get(field.name, [])
            tried = {**form, field.name: [*kept, choice.value] if field.type == "checkboxes" else [choice.value]}
            if _points(kind, specification, paper, tried) > _points(kind, specification, paper, form):
                form = tried
    return form


def _points(kind: AnsweredKind, specification: Specification, paper: Paper, form: dict[str, list[str]]) -> int:
    return kind.score(specification, paper, kind.read(specification, paper, form)).percent


COMMANDS = [demo]
