"""A Cluster Lab: the question, its steps, who runs it, who speaks about it, who takes part, and what it is planned together with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clustercourse.db import Base, emptied, erased, exported, kept

STATES = (
    *("proposed", "in-dialogue", "parked", "declined", "selected", "scoping", "ready", "running", "tested"),
    *("product-made", "disseminated", "followed-up", "closed", "stopped"),
)

BODIES = ("clusters", "advisory-board", "steering-group")
"""Who is heard before a lab is selected."""


class Lab(Base):
    """A question that clusters test together on a small scale. `state` is one of STATES; labs/stages says which follows which.

    `asker` is who has the question: a secretariat that would test itself, a region or business centre that owns it without testing, or
    the provider. `sheet_id`: the worksheet of a workbook that the proposal was copied from, once. `scale` is the number of organisations
    it should be tried by; `audience` who is to have it afterwards.
    """

    __tablename__ = "lab"
    __table_args__ = (
        CheckConstraint("scale IS NULL OR scale > 0", name="scale"),
        Index("ix_lab_state", "state"),
        Index("ix_lab_organisation_id", "organisation_id"),
        Index("ix_lab_proposer_id", "proposer_id"),
    )
    privacy = kept("a question of an organisation; holds the id of who proposed it, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default="proposed")
    asker: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    theme: Mapped[str]
    need: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    scale: Mapped[int | None]
    timing: Mapped[str] = mapped_column(default="")
    development_group: Mapped[str] = mapped_column(default="")
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.id", info={"copied": True}), unique=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class LabStep(Base):
    """One change of a lab's state: from, to, who, when and why."""

    __tablename__ = "lab_step"
    __table_args__ = (Index("ix_lab_step_lab_id", "lab_id"),)
    privacy = kept("the way of a lab; holds the id of who took the step, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")


class LabTeam(Base):
    """A person who facilitates a lab."""

    __tablename__ = "lab_team"
    __table_args__ = (UniqueConstraint("lab_id", "person_id"), Index("ix_lab_team_person_id", "person_id"))
    privacy = exported | erased

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class LabInvitation(Base):
    """Somebody is asked by letter what they think. The address in the letter reads the proposal and says something, without an account.

    Until the dialogue opens there is no letter yet: no digest, nothing sent, no end. A new letter has a new digest; the address of the
    one before dies with its digest. Without `key` the owner of the address was erased.
    """

    __tablename__ = "lab_invitation"
    __table_args__ = (UniqueConstraint("lab_id", "key"), Index("ix_lab_invitation_key", "key"))
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    body: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    key: Mapped[str | None]
    token_digest: Mapped[str | None] = mapped_column(unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class LabVoice(Base):
    """What one of the three bodies' people says of a proposal: a vote with its reason. Only the newest of a person counts.

    `body` is clusters, advisory-board or steering-group. Either a person of the site spoke, or somebody behind an invitation.
    """

    __tablename__ = "lab_voice"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (invitation_id IS NULL)", name="speaker"),
        Index("ix_lab_voice_lab_id", "lab_id"),
        Index("ix_lab_voice_person_id", "person_id"),
        Index("ix_lab_voice_invitation_id", "invitation_id"),
    )
    privacy = exported | emptied

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("lab_invitation.id"))
    body: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    vote: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class LabParticipant(Base):
    """An organisation that tests. One alone is enough.

    `override` is why it takes part without an entry in a cluster catalogue. `started_on` makes it count in the verdict; `left_on` does
    not take that back. `is_named`: it agreed to be named in public.
    """

    __tablename__ = "lab_participant"
    __table_args__ = (UniqueConstraint("lab_id", "organisation_id"), Index("ix_lab_participant_organisation_id", "organisation_id"))
    privacy = kept("which organisation tests; holds the id of who signed it up, whose row is emptied")

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    override: Mapped[str] = mapped_column(default="")
    is_named: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    joined_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_on: Mapped[date | None]
    left_on: Mapped[date | None]


class LabLink(Base):
    """A cohort that belongs to a lab: planned together with it, before it, or after it."""

    __tablename__ = "lab_link"
    __table_args__ = (UniqueConstraint("lab_id", "cohort_id", "relation"), Index("ix_lab_link_cohort_id", "cohort_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    relation: Mapped[str]
    created_at: Mapped[datetime]


class LabCompetence(Base):
    """A learning outcome of a course that a lab serves: what its people learn to do, or what its result helps others to learn (L-03)."""

    __tablename__ = "lab_competence"
    __table_args__ = (UniqueConstraint("lab_id", "course_id", "outcome"), Index("ix_lab_competence_course_id", "course_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey("lab.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    outcome: Mapped[str]
    created_at: Mapped[datetime]
