"""A realistic site: courses published through the real pipeline, people who are somewhere in them, and cohorts, as bulk rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from bench.answers import Answered, answered
from bench.bulk import Bulk
from bench.cohorts import Desk, Wanted, other_seats, seed_cohorts
from bench.courses import beside, make_course, read_original
from bench.people import add_person, add_sign_in
from bench.searched import seed_search
from bench.site import create_tables, open_site
from clustercourse.accounts import passwords
from clustercourse.content import publishing
from clustercourse.content.compiled import CompiledCourse
from clustercourse.content.queries import Outline, OutlineItem, outline
from clustercourse.db import db, end_reading, now, writing
from clustercourse.house import house
from clustercourse.models.accounts import Account, SignIn
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Completion, Enrolment, Evidence, PracticeQuestion, Visit

SEEDED = "seeded.json"
READERS = 64
PASSWORD = "four words nobody would guess"
PROGRESS = ("evidence", "completion", "visit")
_TIMES = (timedelta(days=60), timedelta(days=3))
_FIRST_NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Greta", "Hugo", "Iris", "Jens", "Karen")
_LAST_NAMES = ("Holm", "Berg", "Lund", "Dahl", "Friis", "Vang", "Skov")


@dataclass(frozen=True)
class Size:
    """How much there is. Every learner is in `enrolments` courses and has done between none and ten lessons of each.

    `many` and `few` are the places of the two cohorts, whose people are learners but never readers: what readers meet stays the same.
    """

    courses: int
    lessons: int
    learners: int
    enrolments: int = 3
    search_entries: int = 0
    many: int = 200
    few: int = 20


QUICK = Size(courses=4, lessons=10, learners=340)
NORMAL = Size(courses=20, lessons=20, learners=2_000)
LARGE = Size(courses=200, lessons=20, learners=20_000, search_entries=1_000_000)


@dataclass(frozen=True)
class Reader:
    """A signed-in person in the middle of a course: the lesson they come to next, and a module check there."""

    token: str
    email: str
    course: str
    lesson: str
    exercise: str


@dataclass(frozen=True)
class Seeded:
    """Who is signed in: as many readers as desks."""

    readers: tuple[Reader, ...]
    desks: tuple[Desk, ...]
    counts: dict[str, int]

    @property
    def progress(self) -> int:
        return sum(self.counts[name] for name in PROGRESS)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> Seeded:
        data = json.loads(path.read_text())
        return cls(tuple(Reader(**each) for each in data["readers"]), tuple(Desk(**each) for each in data["desks"]), data["counts"])


def seed(content: Path, size: Size) -> Seeded:
    """Fill an empty database inside an application context."""
    publish_courses(content, size)
    with writing() as session:
        bulk = Bulk()
        ids = session.scalars(select(Course.newest_version_id).order_by(Course.id)).all()
        courses = [_Course(outline(version_id)) for version_id in ids if version_id is not None]
        organisations = [bulk.add(Organisation, **_organisation(number)) for number in range(max(size.learners // 20, 1))]
        people = _People(bulk, courses, organisations, passwords.hashed(PASSWORD), now())
        readers = [people.add(number, size) for number in range(size.learners)]
        bulk.write()
        wanted = Wanted(size.many, courses[0].outline.course_id), Wanted(size.few, courses[1].outline.course_id)
        desks = seed_cohorts(bulk, _cohort_people(wanted[0]), wanted, READERS, people.at)
        seed_search(bulk, size.search_entries)
        bulk.finish()
    end_reading()
    return Seeded(tuple(reader for reader in readers if reader), desks, dict(bulk.counts))


def _cohort_people(cohort: Wanted) -> list[int]:
    """Learners who are not readers, those who take the course first: enough for all seats of the larger cohort."""
    takes_it = exists().where(Enrolment.person_id == Account.person_id, Enrolment.course_id == cohort.course)
    is_reader = Account.person_id.in_(select(SignIn.person_id))
    wanted = cohort.places + other_seats()
    found = db.session.scalars(select(Account.person_id).where(~is_reader).order_by(takes_it.desc(), Account.person_id).limit(wanted)).all()
    if len(found) < wanted:
        raise SystemExit(f"A cohort of {cohort.places} needs {wanted} learners besides the readers.")
    return list(found)


def seed_site(folder: Path, database_url: str, size: Size) -> dict[str, int]:
    """A new site in an empty folder, and who is signed in to it in a file beside; returns how many rows there are. Once in a process."""
    with open_site(folder, database_url).app_context():
        create_tables()
        made = seed(house().content, size)
    made.write(folder / SEEDED)
    return made.counts


def publish_courses(content: Path, size: Size) -> None:
    """The first course goes the whole way; the others are its compiled text under another address, published like it."""
    original, shared = read_original(content), beside(content)
    slug, files = make_course(original, 1, size.lessons)
    first = publishing.prepare(files, slug=slug, beside=shared)
    glossary = publishing.site_of(shared, {}).glossary
    with writing():
        publishing.replace_glossary(glossary)
    for number in range(1, size.courses + 1):
        course = first if number == 1 else replace(first, course=_moved(first.course, slug, number))
        with writing():
            publishing.publish(course, by=None, note="First publication.")


def _moved(course: CompiledCourse, slug: str, number: int) -> CompiledCourse:
    text = json.dumps(course.to_json()).replace(slug, f"{slug.removesuffix('-1')}-{number}")
    for item in course.items:
        if item.exercise == "worksheet" and number > 1:
            text = text.replace(f'"{item.key}"', f'"{item.key}-{number}"')
    moved = CompiledCourse.from_json(json.loads(text))
    texts = {language: replace(words, title=f"{words.title.removesuffix('1')}{number}") for language, words in moved.texts.items()}
    return replace(moved, texts=texts)


def _organisation(number: int) -> dict[str, Any]:
    return {
        "slug": f"cluster-{number}",
        "name": f"Cluster {number}",
        "kind": "cluster",
        "country": "DK",
        "stage": "growing",
        "site": "",
        "about": "",
        "catalogue_entry": "",
        "created_at": now(),
    }


@dataclass(frozen=True)
class _Course:
    outline: Outline
    known: dict[int, Answered] = field(default_factory=dict)

    @cached_property
    def lessons(self) -> tuple[OutlineItem, ...]:
        return tuple(item for item in self.outline.steps if item.is_lesson)

    @cached_property
    def placed(self) -> dict[str, list[OutlineItem]]:
        found: dict[str, list[OutlineItem]] = {}
        for item in self.outline.items:
            found.setdefault(item.placed_in or "", []).append(item)
        return found

    @cached_property
    def checks(self) -> tuple[OutlineItem, ...]:
        return tuple(item for item in self.outline.steps if not item.is_lesson)

    def answered(self, item: OutlineItem) -> Answered:
        if item.id not in self.known:
            self.known[item.id] = answered(self.outline.version_id, item.id)
        return self.known[item.id]


@dataclass(frozen=True)
class _People:
    bulk: Bulk
    courses: list[_Course]
    organisations: list[int]
    password_hash: str
    at: datetime

    def add(self, number: int, size: Size) -> Reader | None:
        """A learner with everything they did. The first ones are signed in, and in the middle of their first course."""
        name = f"{_FIRST_NAMES[number % 11]} {_LAST_NAMES[number % 7]}"
        email, since = f"learner.{number}@example.com", {"created_at": self.at - _TIMES[0]}
        person = add_person(self.bulk, name, email, since=self.at - _TIMES[0], at=self.at)
        self.bulk.add(Account, person_id=person, password_hash=self.password_hash, password_changed_at=self.at, **since)
        own = self.organisations[number % len(self.organisations)]
        self.bulk.add(Membership, person_id=person, organisation_id=own, role="member", **since)
        is_reader = number < READERS
        for turn in range(min(size.enrolments, len(self.courses))):
            course = self.courses[(number + turn) % len(self.courses)]
            done = 8 + number % 2 if is_reader and turn == 0 else (number * 7 + turn * 3) % 11
            self._enrol(person, course, min(done, len(course.lessons) - 1), every_attempt=is_reader)
        return self._sign_in(person, email, number) if is_reader else None

    def _sign_in(self, person: int, email: str, number: int) -> Reader:
        token = add_sign_in(self.bulk, person, f"bench-sign-in-{number:029}", at=self.at)
        course = self.courses[number % len(self.courses)]
        next_lesson = course.lessons[min(8 + number % 2, len(course.lessons) - 1)]
        return Reader(token, email, course.outline.slug, next_lesson.slug, course.checks[0].slug)

    def _enrol(self, person: int, course: _Course, done: int, *, every_attempt: bool) -> None:
        last = course.lessons[done - 1].id if done else None
        in_course = {"person_id": person, "course_id": course.outline.course_id}
        enrolment = self.bulk.add(
            Enrolment, **in_course, language="en", created_at=self.at - _TIMES[0], last_item_id=last, last_visit_at=self.at - _TIMES[1]
        )
        self._event("learning.enrolled", person, ("enrolment", enrolment))
        for position, lesson in enumerate(course.lessons[:done], 1):
            self._finish(person, enrolment, course, lesson, attempts=every_attempt or position == done)

    def _finish(self, person: int, enrolment: int, course: _Course, lesson: OutlineItem, *, attempts: bool) -> None:
        of = {"enrolment_id": enrolment, "item_id": lesson.id}
        self.bulk.add(Visit, **of, place=100, first_at=self.at - _TIMES[1], last_at=self.at - _TIMES[1])
        self._done(course, enrolment, lesson, {"read": {}})
        self._event("learning.item_completed", person, ("item", lesson.id))
        for exercise in course.placed.get(lesson.key, []):
            if exercise.is_worksheet:
                self._done(course, enrolment, exercise, {"submit": {"number": 1}})
                continue
            known = course.answered(exercise)
            passed = {"passed": known.columns["passed"], "percent": known.columns["percent"]}
            self._done(course, enrolment, exercise, {"submit": {"number": 1}, "pass": passed})
            if attempts:
                self._attempt(person, enrolment, exercise, known)

    def _done(self, course: _Course, enrolment: int, item: OutlineItem, evidence: dict[str, dict[str, Any]]) -> None:
        here = {"enrolment_id": enrolment, "item_id": item.id, "version_id": course.outline.version_id, "at": self.at - _TIMES[1]}
        for what, value in evidence.items():
            self.bulk.add(Evidence, **here, what=what, value=value)
        self.bulk.add(Completion, **here, state="complete", rule=[condition.to_json() for condition in item.rule])

    def _attempt(self, person: int, enrolment: int, exercise: OutlineItem, known: Answered) -> None:
        when, of = self.at - _TIMES[1], {"enrolment_id": enrolment, "item_id": exercise.id}
        self.bulk.add(Attempt, **of, number=1, **known.columns, created_at=when, submitted_at=when)
        for position, key in enumerate(known.questions):
            day = when.date()
            due_on = day + timedelta(days=2 + 7 * (position % 3))
            plan = {"first_answered_on": day, "last_answered_on": day, "right_days": 1, "due_on": due_on}
            self.bulk.add(PracticeQuestion, **of, person_id=person, question_key=key, **plan)

    def _event(self, verb: str, person: int, thing: tuple[str, int]) -> None:
        about = {"by_id": person, "person_id": person, "thing": thing[0], "thing_id": thing[1], "detail": {}}
        self.bulk.add(Event, at=self.at - _TIMES[1], verb=verb, **about)
