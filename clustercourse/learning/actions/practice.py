"""Questions asked again: planning them after a quiz, and noting the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import and_, bindparam, insert, select

from clustercourse.content.queries import page
from clustercourse.db import db, now
from clustercourse.errors import NotHere
from clustercourse.kinds import KINDS
from clustercourse.language import today
from clustercourse.learning.practice import Plan, answered, begin
from clustercourse.models.accounts import Person
from clustercourse.models.learning import Enrolment, PracticeAnswer, PracticeQuestion

_add = insert(PracticeQuestion.metadata.tables[PracticeQuestion.__tablename__])
_all_planned = (
    select(Enrolment, Person, PracticeQuestion)
    .join(Person, Person.id == Enrolment.person_id)
    .outerjoin(PracticeQuestion, and_(PracticeQuestion.person_id == Person.id, PracticeQuestion.item_id == bindparam("item")))
    .where(Enrolment.id == bindparam("enrolment"))
)


def plan_practice(enrolment_id: int, item_id: int, right_by_question: Mapping[str, bool], *, version_id: int) -> None:
    """After a submitted quiz: plan when its questions come again. Takes only questions that can be asked alone.

    A question that is planned already counts as answered once more. Nothing is planned for people who do not want practice.
    """
    enrolment, person, planned = _planned(enrolment_id, item_id)
    specification = page(version_id, item_id, enrolment.language).specification
    alone = set(KINDS[specification["kind"]].practice(specification)) if specification else set()
    answers = {key: right for key, right in right_by_question.items() if key in alone}
    if not answers or not person.wants_practice:
        return
    day = today(now(), person.time_zone)
    fresh = []
    for key, right in answers.items():
        if key in planned:
            _set(planned[key], answered(_plan(planned[key]), day, right=right))
            planned[key].enrolment_id = enrolment_id
        else:
            plan = asdict(begin(day, right=right))
            fresh.append({"person_id": person.id, "enrolment_id": enrolment_id, "item_id": item_id, "question_key": key, **plan})
    db.session.flush()
    if fresh:
        db.session.execute(_add, fresh)


def answer_practice(question_id: int, *, by: int, version_id: int, answer: Mapping[str, Any], was_right: bool) -> None:
    """Note an answer in practice and plan the next one. The answer itself is kept; progress in the course is not touched."""
    question = db.session.get(PracticeQuestion, question_id, with_for_update=True)
    if question is None or question.person_id != by:
        raise NotHere
    _enrolment, person = _person_of(question.enrolment_id)
    _set(question, answered(_plan(question), today(now(), person.time_zone), right=was_right))
    row = PracticeAnswer(practice_question_id=question_id, version_id=version_id, answer=dict(answer), was_right=was_right, at=now())
    db.session.add(row)
    db.session.flush()


def _person_of(enrolment_id: int) -> tuple[Enrolment, Person]:
    statement = select(Enrolment, Person).join(Person, Person.id == Enrolment.person_id).where(Enrolment.id == enrolment_id)
    found = db.session.execute(statement).first()
    if found is None:
        raise NotHere
    return found[0], found[1]


def _planned(enrolment_id: int, item_id: int) -> tuple[Enrolment, Person, dict[str, PracticeQuestion]]:
    """The enrolment, its person, and what is planned for them of an exercise, in one statement."""
    found = db.session.execute(_all_planned, {"enrolment": enrolment_id, "item": item_id}).all()
    if not found:
        raise NotHere
    return found[0][0], found[0][1], {question.question_key: question for _enrolment, _person, question in found if question}


def _plan(question: PracticeQuestion) -> Plan:
    return Plan(question.first_answered_on, question.last_answered_on, question.right_days, question.due_on)


def _set(question: PracticeQuestion, plan: Plan) -> None:
    question.last_answered_on, question.right_days, question.due_on = plan.last_answered_on, plan.right_days, plan.due_on
