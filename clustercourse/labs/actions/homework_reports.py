"""What participants report on homework, with evidence: a figure, a quotation, a file."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.files import keep
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.homework import HOMEWORK_OPEN
from clustercourse.labs.words import REPORT_SHARED_WORDS
from clustercourse.language import _
from clustercourse.models.labs import LabParticipant
from clustercourse.models.trials import Homework, HomeworkReport
from clustercourse.notifications.actions import mark_read

HOMEWORK = "homework"


@dataclass(frozen=True)
class FileFacts:
    """A file whose bytes are in the store already. `size` in bytes."""

    digest: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True)
class ReportFacts:
    """What an organisation reports. `has_consent`: the person quoted agrees. `file` None leaves the one that is there."""

    text: str
    figure: str = ""
    quotation: str = ""
    has_consent: bool = False
    shared_with: str = "facilitator"
    file: FileFacts | None = None
    is_file_dropped: bool = False


def report_homework(homework_id: int, participant_id: int, facts: ReportFacts, *, number: int, by: int) -> int:
    """Write down, or change, what one organisation reports on a task; gives the report's new number. The same again is once.

    `number` is that of the report that the writer saw (0: none). Raises Conflict when a colleague was first. Refused: a lab that is
    neither ready nor running, an organisation that has left, a report without a text.
    """
    task = db.session.get(Homework, homework_id)
    participant = db.session.get(LabParticipant, participant_id, with_for_update=True)
    if task is None or participant is None or participant.lab_id != task.lab_id:
        raise NotHere
    if locked_lab(task.lab_id).state not in HOMEWORK_OPEN or participant.left_on is not None:
        raise Refused(_("Reports are written while the lab is ready or running, by those who take part. What you wrote was not sent."))
    if len(facts.text.strip()) < 3:
        raise Refused(_("Say what you did and found, in a sentence or two."), field="text")
    if facts.shared_with not in REPORT_SHARED_WORDS:
        raise Refused(_("Choose one from the list."), field="shared_with")
    known = select(HomeworkReport).where(HomeworkReport.homework_id == homework_id, HomeworkReport.participant_id == participant_id)
    report = db.session.scalar(known.with_for_update())
    wanted = _wanted(report, facts)
    if report is not None and all(getattr(report, name) == said for name, said in wanted.items()):
        return report.number
    if (report.number if report is not None else 0) != number:
        raise Conflict(_("A colleague changed this report while you wrote. Their text stands; yours is below."))
    report = _kept(report, homework_id, participant_id, wanted, by)
    if facts.file is not None:
        keep(facts.file.digest, purpose=HOMEWORK, media_type=facts.file.media_type, size=facts.file.size)
    mark_read(by, ("homework", homework_id))
    detail = {"lab": task.lab_id, "participant": participant_id, "shared_with": facts.shared_with, "file": report.digest is not None}
    record("labs.homework_reported", by=by, thing=("homework", homework_id), detail=detail)
    return report.number


def _wanted(report: HomeworkReport | None, facts: ReportFacts) -> dict[str, object]:
    """The columns as they are to be. A quotation that is gone needs no consent."""
    quotation = facts.quotation.strip()
    said: dict[str, object] = {
        "text": facts.text.strip(),
        "figure": facts.figure.strip(),
        "quotation": quotation,
        "has_consent": facts.has_consent and bool(quotation),
        "shared_with": facts.shared_with,
    }
    if facts.file is not None:
        return said | {"digest": facts.file.digest, "file_name": facts.file.name, "size": facts.file.size}
    if report is None or facts.is_file_dropped:
        return said | {"digest": None, "file_name": "", "size": 0}
    return said


def _kept(report: HomeworkReport | None, homework_id: int, participant_id: int, wanted: dict[str, object], by: int) -> HomeworkReport:
    moment = now()
    if report is None:
        report = HomeworkReport(homework_id=homework_id, participant_id=participant_id, number=0, reported_at=moment)
        db.session.add(report)
    for name, said in wanted.items():
        setattr(report, name, said)
    report.number, report.author_id, report.changed_at = report.number + 1, by, moment
    db.session.flush()
    return report
