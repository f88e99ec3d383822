"""The tasks between workshops, what was reported on them, and who was reminded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from clustercourse.db import now, row, rows, value
from clustercourse.errors import NotHere
from clustercourse.language import today
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import Lab, LabParticipant
from clustercourse.models.trials import Homework, HomeworkChase, HomeworkReport

HOMEWORK_OPEN = ("ready", "running")
"""States of a lab in which tasks and reports are written; later they are read."""


@dataclass(frozen=True)
class Task:
    id: int
    number: int
    title: str
    text: str
    html: str
    due_on: date
    edition: int


@dataclass(frozen=True)
class Report:
    """What an organisation reported; who may read what of it is for the policy to say."""

    homework_id: int
    participant_id: int
    text: str
    figure: str
    quotation: str
    has_consent: bool
    digest: str | None
    file_name: str
    size: int
    shared_with: str
    number: int
    reported_at: datetime
    changed_at: datetime
    name: str


@dataclass(frozen=True)
class Chase:
    """An organisation was reminded; `name` is who asked, empty when it was the site."""

    homework_id: int
    organisation: str
    reason: str
    at: datetime
    name: str


@dataclass(frozen=True)
class Waiting:
    """An organisation of a lab that goes on has not reported on a task. `zone` is that of the lab."""

    homework_id: int
    participant_id: int
    due_on: date
    zone: str
    joined_at: datetime


_tasks = select(*(getattr(Homework, name) for name in Task.__dataclass_fields__)).where(Homework.lab_id == bindparam("lab"))
_in_order = _tasks.order_by(Homework.due_on, Homework.number)
_task = _tasks.where(Homework.number == bindparam("number"))
_reports = (
    select(*(getattr(HomeworkReport, name) for name in Report.__dataclass_fields__ if name != "name"), func.coalesce(Person.name, ""))
    .join(Homework, Homework.id == HomeworkReport.homework_id)
    .outerjoin(Person, Person.id == HomeworkReport.author_id)
    .where(Homework.lab_id == bindparam("lab"))
)
_report = _reports.where(HomeworkReport.homework_id == bindparam("homework"), HomeworkReport.participant_id == bindparam("participant"))
_chases = (
    select(HomeworkChase.homework_id, Organisation.name, HomeworkChase.reason, HomeworkChase.at, func.coalesce(Person.name, ""))
    .join(Homework, Homework.id == HomeworkChase.homework_id)
    .join(LabParticipant, LabParticipant.id == HomeworkChase.participant_id)
    .join(Organisation, Organisation.id == LabParticipant.organisation_id)
    .outerjoin(Person, Person.id == HomeworkChase.by_id)
    .where(Homework.lab_id == bindparam("lab"))
    .order_by(HomeworkChase.at.desc(), HomeworkChase.id.desc())
)
_zone = select(Cohort.time_zone).join(Lab, Lab.cohort_id == Cohort.id).where(Lab.id == bindparam("lab"))
_is_reported = (
    select(HomeworkReport.id)
    .where(HomeworkReport.homework_id == Homework.id, HomeworkReport.participant_id == LabParticipant.id)
    .correlate(Homework, LabParticipant)
    .exists()
)
_silent = (
    select(Homework.id, LabParticipant.id, Homework.due_on, func.coalesce(Cohort.time_zone, "UTC"), LabParticipant.joined_at)
    .join(Lab, Lab.id == Homework.lab_id)
    .join(LabParticipant, LabParticipant.lab_id == Lab.id)
    .outerjoin(Cohort, Cohort.id == Lab.cohort_id)
    .where(Lab.state.in_(HOMEWORK_OPEN), LabParticipant.left_on.is_(None), ~_is_reported)
    .order_by(Homework.id, LabParticipant.id)
)
_silent_on = _silent.where(Homework.id == bindparam("homework"))
_chased = select(HomeworkChase.homework_id, HomeworkChase.participant_id, HomeworkChase.reason, HomeworkChase.for_day)
_chased_on = _chased.where(HomeworkChase.homework_id == bindparam("homework"))
_chased_of_open = (
    _chased.join(Homework, Homework.id == HomeworkChase.homework_id)
    .join(Lab, Lab.id == Homework.lab_id)
    .where(Lab.state.in_(HOMEWORK_OPEN))
)
_people_of_organisations = select(Membership.person_id).where(
    Membership.organisation_id.in_(bindparam("organisations", expanding=True)), Membership.ended_at.is_(None)
)
_people = (
    select(Membership.person_id)
    .join(LabParticipant, LabParticipant.organisation_id == Membership.organisation_id)
    .join(Homework, Homework.lab_id == LabParticipant.lab_id)
    .join(Lab, Lab.id == LabParticipant.lab_id)
    .where(
        Homework.id == bindparam("homework"),
        Lab.state.in_(HOMEWORK_OPEN),
        LabParticipant.left_on.is_(None),
        Membership.ended_at.is_(None),
    )
)
_silent_people = _people.where(~_is_reported)
_told_of = (
    select(Homework.title, Homework.number, Lab.slug).join(Lab, Lab.id == Homework.lab_id).where(Homework.id == bindparam("homework"))
)


def tasks_of(lab_id: int) -> tuple[Task, ...]:
    """In the order in which they are due."""
    return tuple(Task(*found) for found in rows(_in_order, lab=lab_id))


def task_at(lab_id: int, number: int) -> Task:
    """Raises NotHere."""
    found = row(_task, lab=lab_id, number=number)
    if found is None:
        raise NotHere
    return Task(*found)


def reports_of(lab_id: int) -> dict[tuple[int, int], Report]:
    """Every report of a lab, by task and participant."""
    return {(found.homework_id, found.participant_id): Report(*found) for found in rows(_reports, lab=lab_id)}


def report_on(lab_id: int, task: Task, participant_id: int) -> Report | None:
    found = row(_report, lab=lab_id, homework=task.id, participant=participant_id)
    return Report(*found) if found is not None else None


def chases_of(lab_id: int) -> tuple[Chase, ...]:
    """The newest first."""
    return tuple(Chase(*found) for found in rows(_chases, lab=lab_id))


def zone_of(lab_id: int) -> str:
    """The time zone in which a day of this lab ends: that of its group."""
    return value(_zone, lab=lab_id) or "UTC"


def day_of(lab_id: int) -> date:
    """Which day it is for this lab."""
    return today(now(), zone_of(lab_id))


def waiting_on(homework_id: int) -> tuple[Waiting, ...]:
    """Who has not reported on a task; nobody once the lab does not go on."""
    return tuple(Waiting(*found) for found in rows(_silent_on, homework=homework_id))


def waiting_anywhere() -> tuple[Waiting, ...]:
    return tuple(Waiting(*found) for found in rows(_silent))


def chased_on(homework_id: int) -> set[tuple[int, int, str, date]]:
    """Task, participant, reason and day of every reminder so far."""
    return {tuple(found) for found in rows(_chased_on, homework=homework_id)}


def chased_anywhere() -> set[tuple[int, int, str, date]]:
    """The same, of all labs that go on."""
    return {tuple(found) for found in rows(_chased_of_open)}


def people_of(organisation_ids: Collection[int]) -> set[int]:
    return {found.person_id for found in rows(_people_of_organisations, organisations=sorted(organisation_ids))}


def people_on(homework_id: int) -> set[int]:
    """The people of those who take part, while the lab goes on."""
    return {found.person_id for found in rows(_people, homework=homework_id)}


def silent_people_on(homework_id: int) -> set[int]:
    """Of these, those whose organisation has not reported."""
    return {found.person_id for found in rows(_silent_people, homework=homework_id)}


def told_of(homework_id: int) -> tuple[str, str] | None:
    """Title and address of a task."""
    found = row(_told_of, homework=homework_id)
    return (found.title, f"/labs/{found.slug}/homework/#task-{found.number}") if found is not None else None
