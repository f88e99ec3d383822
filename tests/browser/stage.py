"""A site that has been lived in: what the people of tests/cast.py have done before a browser opens it.

Ada is in the middle of the course, with a sent attempt, a draft in two texts, a note, a bookmark and questions due today; Ben has
finished it; Cleo trains; Greta manages Ada's organisation, where Eve asks to join and somebody is invited. Eve has done nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from clustercourse.accounts.actions.invitations import invite
from clustercourse.accounts.finding import put_everybody
from clustercourse.accounts.links import digest_of
from clustercourse.catalogue.actions import ask_to_join
from clustercourse.catalogue.finding import put_all_organisations
from clustercourse.content.queries import Outline, outline
from clustercourse.db import db, now, value, writing
from clustercourse.exercises.actions import save_draft, submit_attempt
from clustercourse.exercises.actions.keeping import Sending
from clustercourse.exercises.queries import Task
from clustercourse.learning import actions
from clustercourse.models.accounts import Address, Invitation, LetterLink
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Course
from clustercourse.models.learning import PracticeQuestion
from tests.browser.stage_cohorts import set_cohort_stage
from tests.browser.stage_discussions import set_discussion_stage
from tests.browser.stage_labs import set_lab_stage
from tests.browser.stage_workbook import set_workbook_stage
from tests.cast import Cast, join_team

COURSE = "cluster-theory"
TOKENS = {"confirm": "c" * 43, "reset": "r" * 43, "address-new": "n" * 43}
INVITATION = "i" * 43


def set_stage(cast: Cast) -> dict[str, str]:
    """What the addresses of the pages need to know."""
    course_id = value(select(Course.id).where(Course.key == COURSE))
    course = outline(value(select(Course.newest_version_id).where(Course.id == course_id)))
    join_team(cast.cleo, COURSE)
    _in_the_middle(cast.ada, course)
    _finished(cast.ben, course)
    set_cohort_stage(cast, COURSE, course.by_key["why-nearness-can-pay"].id)
    set_discussion_stage(cast, COURSE)
    put_everybody()
    put_all_organisations()
    with writing():
        ask_to_join(cast.organisation_a, message="I work with two of your members in Esbjerg.", by=cast.eve)
        invited = invite("olav@example.org", organisation=cast.organisation_a, by=cast.greta)
        db.session.execute(update(Invitation).where(Invitation.id == invited.id).values(token_digest=digest_of(INVITATION)))
        for purpose, token in TOKENS.items():
            _link(purpose, token, cast.eve)
        organisation = db.session.get_one(Organisation, cast.organisation_a)
        organisation.about = "We bring shipyards, suppliers and schools around the harbour together.\n\nOur office is open on weekdays."
        slug = organisation.slug
    set_workbook_stage(cast, slug)
    set_lab_stage(cast)
    return {"organisation": slug}


def _in_the_middle(person: int, course: Outline) -> None:
    lesson, second = course.by_key["words-that-get-mixed-up"], course.by_key["why-nearness-can-pay"]
    with writing():
        enrolment = actions.enrol(person, course.course_id, by=person, language="en")
        actions.visit(enrolment, second.id, by=person, place=40)
        actions.mark_read(enrolment, lesson.id, version_id=course.version_id, by=person)
        actions.keep_bookmark(enrolment, lesson.id, by=person)
        actions.keep_note(enrolment, lesson.id, by=person, text="Ask the board which of the four words our statutes use.", number_seen=0)
        _answer(enrolment, course, "retrieval-managed-cluster", person)
        check = _task(enrolment, course, "check-what-a-cluster-is")
        submit_attempt(check, _form(course, 1, **{"members-word": "members-organisation", "top-share": "0,067"}), by=person)
        save_draft(check, _form(course, 2, **{"members-word": "members-list"}), draft_number=0, by=person)
        save_draft(check, _form(course, 2, **{"members-word": "members-code", "top-share": "6.7"}), draft_number=0, by=person)
        db.session.execute(
            update(PracticeQuestion).where(PracticeQuestion.person_id == person).values(due_on=now().date() - timedelta(days=1))
        )


def _finished(person: int, course: Outline) -> None:
    with writing():
        enrolment = actions.enrol(person, course.course_id, by=person, language="en")
        for item in course.items:
            if item.kind == "exercise":
                done = {"submit": {"attempt": 1}, "pass": {"attempt": 1, "passed": True, "percent": 100}}
                actions.note_all(enrolment, item.id, done, version_id=course.version_id, by=person)
            elif item.is_lesson:
                actions.mark_read(enrolment, item.id, version_id=course.version_id, by=person)


def _answer(enrolment: int, course: Outline, key: str, person: int) -> None:
    form = _form(course, 1, **{"joined-to-belong": "true", "managed-gap.gap-kind": "managed"})
    submit_attempt(_task(enrolment, course, key), form, by=person)


def _task(enrolment: int, course: Outline, key: str) -> Task:
    return Task(enrolment, course, course.by_key[key], "en")


def _form(course: Outline, number: int, **answers: str) -> Sending:
    return Sending(number, course.version_id, {f"answer.{name}": [text] for name, text in answers.items()}, anyway=True)


def _link(purpose: str, token: str, person: int) -> None:
    address = db.session.scalars(select(Address.id).where(Address.person_id == person)).one()
    moment = now()
    db.session.add(
        LetterLink(
            token_digest=digest_of(token),
            purpose=purpose,
            person_id=person,
            address_id=address,
            created_at=moment,
            expires_at=moment + timedelta(hours=2),
        )
    )
