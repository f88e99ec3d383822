"""A lab with one of everything, for the sweeps over every address: canaries in every text that is not for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.models.hypotheses import Amendment, FrameCheck, Hypothesis, LabSignature
from clustercourse.models.labs import Lab, LabInvitation, LabLink, LabParticipant, LabStep, LabTeam, LabVoice
from clustercourse.models.methods import Adoption, Dissemination, LabMark, Method, MethodResult, Product, ProductAuthor
from clustercourse.models.trials import (
    Dissent,
    Finding,
    Homework,
    HomeworkReport,
    LabCriterion,
    LabTool,
    LabVerdict,
    ToolScore,
    Trial,
)
from clustercourse.workbook.queries.links import digest_of


def furnish_lab(person: int, *, organisation: int, facilitator: int, cohort: int, canary: str) -> dict[str, Any]:
    """A running lab of the organisation. What its participants keep to themselves holds the canary; what everybody may read does not."""
    session, moment, slug = db.session, now(), f"lab-of-{person}"
    lab = Lab(
        slug=slug,
        title=f"Lab of {organisation}",
        state="running",
        asker="secretariat",
        organisation_id=organisation,
        proposer_id=person,
        theme="Digital tools",
        need="Contacts stand in five spreadsheets.",
        created_at=moment,
        changed_at=moment,
    )
    session.add(lab)
    session.flush()
    of = {"lab_id": lab.id}
    participant = LabParticipant(**of, organisation_id=organisation, joined_at=moment, joined_by_id=person, started_on=moment.date())
    session.add(participant)
    if session.scalar(select(LabTeam.id).where(LabTeam.person_id == facilitator, LabTeam.lab_id == lab.id)) is None:
        session.add(LabTeam(**of, person_id=facilitator, created_at=moment))
    made = {"created_at": moment, "changed_at": moment}
    link = LabLink(**of, cohort_id=cohort, relation="together", created_at=moment)
    homework = Homework(**of, number=1, title=f"{canary}-task", text="Do it", html="<p>Do it</p>", due_on=moment.date(), **made)
    invitation = LabInvitation(
        **of,
        body="advisory-board",
        name=f"{canary}-invited",
        email=f"{canary.lower()}-board@example.org",
        key=f"{canary.lower()}-board@example.org",
        token_digest=digest_of(f"{canary.lower()}-lab-{person}"),
        created_at=moment,
        ends_at=moment + timedelta(days=21),
    )
    session.add_all([link, homework, invitation])
    session.flush()
    report = {"participant_id": participant.id, "author_id": person, "reported_at": moment, "changed_at": moment}
    finding = Finding(
        **of, organisation_id=organisation, on_day=moment.date(), text=f"{canary}-finding", author_id=person, created_at=moment
    )
    session.add_all(
        [
            *(LabStep(**of, from_state="", to_state=state, at=moment, by_id=person) for state in ("proposed", "selected", "running")),
            LabVoice(**of, person_id=person, body="clusters", organisation_id=organisation, vote="for", text="Test it.", at=moment),
            Hypothesis(**of, belief="It helps", threshold=60, missing_rule="bounds", number=1, changed_at=moment, digest="d" * 64),
            LabSignature(**of, person_id=person, side="participant", organisation_id=organisation, digest="d" * 64, at=moment),
            Amendment(**of, part="threshold", before="50", after="60", reason="It was too easy.", at=moment, by_id=person),
            FrameCheck(**of, frame="venue", note=f"{canary}-frame", at=moment, by_id=person),
            HomeworkReport(homework_id=homework.id, text=f"{canary}-homework", **report),
            Trial(verdict="partly", done=f"{canary}-done", did_not=f"{canary}-did-not", **report),
            LabVerdict(
                **of,
                verdict="no-data",
                started=1,
                reported=1,
                succeeded=0,
                threshold=60,
                worked="Search",
                did_not="Import",
                at=moment,
            ),
            Dissent(**of, person_id=person, text="One office is too few.", at=moment),
            finding,
        ]
    )
    session.flush()
    return {
        "lab": slug,
        "step": "stopped",
        "participant": participant.id,
        "ending": "html",
        **dict.fromkeys((f"labs.{noun}:number" for noun in _OF_PARTICIPANT), participant.id),
        **dict.fromkeys((f"labs.{noun}:number" for noun in _FIRST), 1),
        "labs.companions.delete:number": link.id,
        "labs.findings.delete:number": finding.id,
        "labs.invitations.update:number": invitation.id,
        "labs.invitations.delete:number": invitation.id,
    } | _outcome(lab.id, person, organisation=organisation, cohort=cohort, participant=participant.id, canary=canary)


_OF_PARTICIPANT = (
    *("trials.show", "trials.edit", "trials.update", "participants.update", "participants.delete"),
    *("tool_scores.edit", "tool_scores.update"),
)
_FIRST = (
    *("homework.edit", "homework.update", "homework.delete", "homework_reports.show", "homework_reports.edit", "homework_reports.update"),
    *("homework_files.show", "chases.create", "products.show", "product_files.show", "authorships.create", "authorships.delete"),
)


def _outcome(lab: int, person: int, *, organisation: int, cohort: int, participant: int, canary: str) -> dict[str, Any]:
    """A product, where it was told, a method with its result, a report of its use, tools that are compared."""
    session, moment = db.session, now()
    of, made = {"lab_id": lab}, {"created_at": moment, "changed_at": moment}
    product = Product(**of, number=1, title="Handbook", kind="handbook", source=f"{canary}-draft", **made)
    told = Dissemination(**of, channel="paper", title="A paper", on_day=moment.date(), created_at=moment)
    method = Method(slug=f"method-{person}", name=f"Method {person}", theme="Tools", summary="A tool.", created_at=moment)
    tool, criterion = LabTool(**of, place=1, name="Tool A"), LabCriterion(**of, place=1, name="Ease", weight=100)
    mark = LabMark(**of, cohort_id=cohort, created_at=moment)
    session.add_all([product, told, method, tool, criterion, mark])
    session.flush()
    result = MethodResult(**of, method_id=method.id, result="not-usable", why="Nobody had time.", at=moment)
    used = Adoption(
        method_id=method.id,
        organisation_id=organisation,
        person_id=person,
        context=f"{canary}-context",
        result="worked",
        text=f"{canary}-used",
        created_at=moment,
    )
    score = ToolScore(tool_id=tool.id, criterion_id=criterion.id, participant_id=participant, score=3, author_id=person, changed_at=moment)
    session.add_all([result, used, score, ProductAuthor(product_id=product.id, person_id=person, consented_at=moment)])
    session.flush()
    return {
        "method": method.slug,
        **dict.fromkeys((f"labs.disseminations.{name}:number" for name in ("edit", "update", "delete")), told.id),
        **dict.fromkeys((f"labs.results.{name}:number" for name in ("edit", "update", "delete")), result.id),
        **dict.fromkeys(
            (f"labs.{noun}:number" for noun in ("adoptions.show", "adoptions.delete", "refusals.create", "showings.create")), used.id
        ),
        "labs.marks.delete:number": mark.id,
    }
