"""What happens in a lab: homework and its reports, findings, trials, tools that are compared, the verdict and who dissents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, exported, kept


class Homework(Base):
    """A task between workshops, for every participant, with the day it is due.

    `number` is its place in the lab and in its address, `edition` grows with every change.
    """

    __tablename__ = "homework"
    __table_args__ = (UniqueConstraint("lab_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    due_on: Mapped[date]
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class HomeworkReport(Base):
    """What a participant reports on a task, with evidence: a figure, a quotation, a file. One row a participant and task.

    `shared_with` is facilitator or lab. A quotation is shown only with the consent of who said it. `number` grows with every change.
    """

    __tablename__ = "homework_report"
    __table_args__ = (UniqueConstraint("homework_id", "participant_id"), Index("ix_homework_report_participant_id", "participant_id"))
    privacy = kept("what an organisation reported; holds the id of who wrote it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    homework_id: Mapped[int] = mapped_column(ForeignKey("homework.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("lab_participant.id"))
    text: Mapped[str]
    figure: Mapped[str] = mapped_column(default="")
    quotation: Mapped[str] = mapped_column(default="")
    has_consent: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str | None]
    file_name: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    shared_with: Mapped[str] = mapped_column(default="facilitator")
    number: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class HomeworkChase(Base):
    """An organisation was reminded of a task. `reason` is soon, late or asked; `for_day` the day it was due, or on which it was asked.

    The site reminds once for a due day; a task that is moved is a new reason. `by_id` is who asked, empty for the site itself.
    """

    __tablename__ = "homework_chase"
    __table_args__ = (
        UniqueConstraint("homework_id", "participant_id", "reason", "for_day"),
        Index("ix_homework_chase_participant_id", "participant_id"),
    )
    privacy = kept("which organisation was reminded; holds the id of who asked, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    homework_id: Mapped[int] = mapped_column(ForeignKey("homework.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("lab_participant.id"))
    reason: Mapped[str]
    for_day: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Finding(Base):
    """One dated entry of the evidence log. `shared_with` is facilitator, lab or public; `side` is participant or facilitator.

    Entries are never changed: `corrects_id` is the earlier one that this one corrects. One that its author removed keeps its day and
    loses its words. `organisation_id` is whom it is about, None for the lab as a whole.
    """

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_lab_id", "lab_id"), Index("ix_finding_corrects_id", "corrects_id"))
    privacy = kept("what was observed in a lab; holds the id of who wrote it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    on_day: Mapped[date]
    text: Mapped[str]
    shared_with: Mapped[str] = mapped_column(default="lab")
    side: Mapped[str] = mapped_column(default="participant")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class LabTool(Base):
    """One of the tools that a lab compares, at its place (1–8)."""

    __tablename__ = "lab_tool"
    __table_args__ = (UniqueConstraint("lab_id", "place"), CheckConstraint("place BETWEEN 1 AND 8", name="place"))

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    place: Mapped[int]
    name: Mapped[str]


class LabCriterion(Base):
    """One of the criteria by which tools are compared, at its place (1–6). All weights of a lab total 100."""

    __tablename__ = "lab_criterion"
    __table_args__ = (
        UniqueConstraint("lab_id", "place"),
        CheckConstraint("place BETWEEN 1 AND 6", name="place"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    place: Mapped[int]
    name: Mapped[str]
    weight: Mapped[int]


class ToolScore(Base):
    """What one participant gives one tool on one criterion, 1–5. A score that was left empty has no row."""

    __tablename__ = "tool_score"
    __table_args__ = (
        UniqueConstraint("tool_id", "criterion_id", "participant_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        Index("ix_tool_score_criterion_id", "criterion_id"),
        Index("ix_tool_score_participant_id", "participant_id"),
    )
    privacy = kept("how an organisation judged a tool; holds the id of who wrote it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("lab_tool.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("lab_criterion.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("lab_participant.id"))
    score: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]


class Trial(Base):
    """What one participant found out. `has_met`: it reached what the hypothesis counts as a success; None where it cannot be said.

    `verdict` is worked, partly, did-not or inconclusive. What it shares with the others and with the public is its own choice.
    """

    __tablename__ = "trial"
    privacy = kept("the result of an organisation; holds the id of who wrote it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("lab_participant.id"), unique=True)
    done: Mapped[str] = mapped_column(default="")
    deviations: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str]
    has_met: Mapped[bool | None]
    worked: Mapped[str] = mapped_column(default="")
    did_not: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default="")
    hours: Mapped[int | None]
    shared_with: Mapped[str] = mapped_column(default="facilitator")
    number: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class LabVerdict(Base):
    """What a lab found, by its locked rule: the counts as they were, and in words what worked, what did not, under which conditions."""

    __tablename__ = "lab_verdict"
    __table_args__ = (CheckConstraint("started >= reported AND reported >= succeeded AND succeeded >= 0", name="counts"),)
    privacy = kept("the result of a lab; holds the id of who wrote it down, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"), unique=True)
    verdict: Mapped[str]
    started: Mapped[int]
    reported: Mapped[int]
    succeeded: Mapped[int]
    threshold: Mapped[int]
    worked: Mapped[str]
    did_not: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    counts_note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Dissent(Base):
    """Somebody of the lab sees the verdict otherwise. It stays beside it."""

    __tablename__ = "dissent"
    __table_args__ = (Index("ix_dissent_lab_id", "lab_id"), Index("ix_dissent_person_id", "person_id"))
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]
