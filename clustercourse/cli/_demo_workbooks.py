"""The demo's workbooks: `demo_workbooks/*.yaml`, filled, submitted and talked about through the actions that pages call.

The actions look at the clock, so what each step writes is put back to its own moment afterwards. In the files `{date-40}` is a day as
it is typed, `{day-40}` and `{month-40}` are words, `{year-1}` is a year: the same way from the day on which the demo is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlalchemy import delete, func, select, update

from clustercourse.cli._demo_story import Stage
from clustercourse.db import db, now
from clustercourse.events import record
from clustercourse.language import speaking
from clustercourse.learning.actions import enrol
from clustercourse.models.content import CourseTeam
from clustercourse.models.jobs import Job
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Notification
from clustercourse.models.workbook import Sheet, SheetSubmission, SheetSubmissionStep, SheetValue, SheetVersion, Workbook
from clustercourse.notifications.actions.notices import TELL
from clustercourse.viewer import Viewer
from clustercourse.workbook.actions.comments import comment, settle_comment
from clustercourse.workbook.actions.sheets import Typed, copy_values, open_sheet, remove_row, write_values
from clustercourse.workbook.actions.strategies import write_section
from clustercourse.workbook.actions.submissions import Learner, decide_submission, submit_sheet
from clustercourse.workbook.actions.versions import name_version, restore_version
from clustercourse.workbook.queries.prefills import copies_for
from clustercourse.workbook.queries.sheets import Spot, sheet_here
from clustercourse.workbook.queries.workbooks import MINE, WorkbookHere, workbook_of_organisation
from clustercourse.workbook.queries.worksheets import Worksheet, worksheets

SCRIPTS = Path(__file__).with_name("demo_workbooks")
_WHEN = re.compile(r"\{(date|day|month|year)([+-]\d+)?\}")
_ZONE = ZoneInfo("Europe/Copenhagen")
_READ_UNTIL = timedelta(days=4)
"""Who was told something longer ago than this has read it."""

Told = Mapping[str, Any]


def load_workbooks(stage: Stage) -> None:
    """Fill them all, one file after the other. Sheets of courses that are not published are left out. Only inside `writing()`."""
    first_job = db.session.scalar(select(func.max(Job.id))) or 0
    with speaking("en"):
        for told in scripts(stage.today):
            _Telling(stage, told).play()
    db.session.execute(delete(Job).where(Job.id > first_job, Job.kind == TELL))


def scripts(today: date) -> list[Told]:
    """What the files say, with the days as they are seen from today."""
    said = [path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.yaml"))]
    return [yaml.safe_load(_WHEN.sub(lambda found: _day(found, today), text)) for text in said]


def _day(found: re.Match[str], today: date) -> str:
    word, by = found[1], int(found[2] or 0)
    if word == "year":
        return str(today.year + by)
    day = today + timedelta(days=by)
    return {"date": day.isoformat(), "day": f"{day.day} {day:%B}", "month": f"{day:%B %Y}"}[word]


def typed_values(step: Told, sources: Told, known: int) -> Iterator[Typed]:
    """The values of a step: `fields` by name, `tables` by name and row, each as it is typed; a list adds its source and its date."""
    for name, said in step.get("fields", {}).items():
        yield _typed((name, None), said, sources, known)
    for table, lines in step.get("tables", {}).items():
        for row, cells in lines.items():
            for column, said in cells.items():
                yield _typed((f"{table}.{column}", str(row)), said, sources, known)


def _typed(spot: Spot, said: Any, sources: Told, known: int) -> Typed:
    text, *proof = said if isinstance(said, list) else [said, *sources.get(spot[0], ())]
    if isinstance(text, bool):
        text = "yes" if text else "no"
    source, as_of = [*(str(each) for each in proof), None, None][:2]
    return Typed(*spot, str(text).strip(), known, source, as_of)


class _Telling:
    """One workbook, as its file tells it."""

    def __init__(self, stage: Stage, told: Told) -> None:
        self.stage, self.told = stage, told
        self.by = stage.people[told["by"]]
        self.viewer = Viewer(self.by, told["by"])
        found = workbook_of_organisation(stage.organisations[told["organisation"]][0]) if "organisation" in told else None
        home = found or WorkbookHere(None, MINE, told["by"], None, self.by, "EUR")
        self.here = replace(home, currency=told["currency"])

    def play(self) -> None:
        known = {each.key: each for each in worksheets(self.viewer, None)}
        for told in self.told["sheets"]:
            if told["worksheet"] in known:
                _Filling(self, known[told["worksheet"]], told).play()
        if self.here.id is not None:
            for section in self.told.get("sections", ()):
                self._say(section, db.session.get_one(Workbook, self.here.id))

    def moment(self, days_ago: float) -> datetime:
        """So many days ago, in office hours: the part of a day behind the point says at what time. Never later than now."""
        day = self.stage.today - timedelta(days=int(days_ago))
        hour = datetime.combine(day, time(8, 20), _ZONE) + timedelta(hours=9 * (days_ago % 1))
        return min(hour, now() - timedelta(minutes=5))

    def _say(self, told: Told, workbook: Workbook) -> None:
        """Own words in a section of the strategy document."""
        by, title = self.stage.people[told.get("by", self.told["by"])], told.get("title", "")
        section = write_section(workbook, told["section"], title=title, own_text=told["text"].strip(), number=0, by=by)
        section.changed_at = self.moment(told["days_ago"])

    def keep(self, workbook_id: int, at: datetime) -> None:
        """The workbook has a row now; it is as old as its first sheet."""
        if self.here.id is None:
            self.here = replace(self.here, id=workbook_id)
            db.session.get_one(Workbook, workbook_id).created_at = at


class _Filling:
    """One sheet: its steps in order, each by somebody and on its day."""

    def __init__(self, telling: _Telling, worksheet: Worksheet, told: Told) -> None:
        self.telling, self.stage, self.worksheet, self.told = telling, telling.stage, worksheet, told
        self.specification = worksheet.specification
        self.sheet: Sheet
        self.submission: SheetSubmission

    def play(self) -> None:
        for at, step in enumerate(self.told["steps"]):
            moment = self.telling.moment(step.get("days_ago", self.told["days_ago"]))
            by = self.stage.people[step.get("by", self.told["by"])]
            if at == 0:
                self.sheet = open_sheet(self.telling.here, self.worksheet, by=by)
                self.sheet.created_at = moment
                self.telling.keep(self.sheet.workbook_id, moment)
            _STEPS[step.get("do", "write")](self, step, by, moment)

    def write(self, step: Told, by: int, moment: datetime) -> None:
        """Copy what earlier sheets give, take rows off, then type. `unseen`: without having seen what others had typed before."""
        before = self.sheet.last_number
        if step.get("copies"):
            copy_values(self.sheet, copies_for(self.telling.viewer, sheet_here(self.telling.here, self.worksheet)), by=by)
        for table, row in step.get("removed", ()):
            remove_row(self.sheet, self.specification, table, row, by=by)
        known = 0 if step.get("unseen") else self.sheet.last_number
        sent = list(typed_values(step, self.told.get("sources", {}), known))
        write_values(self.sheet, self.specification, sent, currency=self.telling.here.currency, by=by)
        self._date_values(before, moment)

    def name(self, step: Told, by: int, moment: datetime) -> None:
        name_version(self.sheet, name=step["name"], note=step["note"], by=by).created_at = moment

    def restore(self, step: Told, by: int, moment: datetime) -> None:
        before = self.sheet.last_number
        wanted = select(SheetVersion).where(SheetVersion.sheet_id == self.sheet.id, SheetVersion.name == step["name"])
        restore_version(self.sheet, db.session.scalars(wanted).one().id, by=by)
        self._date_values(before, moment)

    def comment(self, step: Told, by: int, moment: datetime) -> None:
        reviewed = self.submission.id if step.get("on_submission") else None
        made = comment(self.sheet.id, (step.get("field", ""), step.get("row")), step["text"], by=by, submission_id=reviewed)
        made.created_at = moment
        if "settled_by" in step:
            settle_comment(self.sheet.id, made.id, by=self.stage.people[step["settled_by"]])
            made.settled_at = min(moment + timedelta(days=1, hours=1), now())
        if reviewed:
            self._date_notices(moment)

    def submit(self, step: Told, by: int, moment: datetime) -> None:
        version_id, share = self.worksheet.outline.version_id, step.get("share", "nobody")
        learner = self._learner(by, moment)
        self.submission = submit_sheet(self.sheet, version_id=version_id, by=by, learner=learner, shared_with=share)
        self.submission.submitted_at = moment
        self._date_last_step(moment)

    def decide(self, step: Told, by: int, moment: datetime) -> None:
        decide_submission(self.submission.id, step["state"], by=by, reason=step.get("reason", ""))
        if self.submission.decided_at is not None:
            self.submission.decided_at = moment
        self._date_last_step(moment)

    def teach(self, _step: Told, by: int, _moment: datetime) -> None:
        """Somebody trains the course of this sheet from now on, if they do not yet."""
        course = self.worksheet.outline.course_id
        there = select(CourseTeam.id).where(CourseTeam.course_id == course, CourseTeam.person_id == by)
        if db.session.scalar(there.limit(1)) is None:
            db.session.add(CourseTeam(course_id=course, person_id=by, role="trainer", created_at=now()))
            record("content.team_joined", by=None, person=by, thing=("course", course), detail={"role": "trainer"})

    def _learner(self, person: int, moment: datetime) -> Learner:
        """They take the course: with their cohort, or from now on."""
        course = self.worksheet.outline.course_id
        found = db.session.get_one(Enrolment, enrol(person, course, by=person, language="en"))
        found.created_at = min(found.created_at, moment - timedelta(days=1))
        version = found.pinned_version_id or self.worksheet.outline.version_id
        return Learner(found.id, self.worksheet.item.id, version, found.cohort_id)

    def _date_values(self, before: int, moment: datetime) -> None:
        new = update(SheetValue).where(SheetValue.sheet_id == self.sheet.id, SheetValue.number > before)
        db.session.flush()
        db.session.execute(new.values(at=moment).execution_options(synchronize_session=False))
        self.sheet.changed_at = moment

    def _date_last_step(self, moment: datetime) -> None:
        """When a submission changed its state, and when people were told so."""
        self._date_notices(moment)
        steps = select(func.max(SheetSubmissionStep.id)).where(SheetSubmissionStep.submission_id == self.submission.id)
        db.session.execute(
            update(SheetSubmissionStep)
            .where(SheetSubmissionStep.id == steps.scalar_subquery())
            .values(at=moment)
            .execution_options(synchronize_session=False)
        )

    def _date_notices(self, moment: datetime) -> None:
        """Those that came of this step were told then, and are read by now unless it was lately."""
        told = update(Notification).where(
            Notification.thing == "sheet_submission", Notification.thing_id == self.submission.id, Notification.told_at.is_(None)
        )
        read_at = moment + timedelta(hours=3) if now() - moment > _READ_UNTIL else None
        then = {"created_at": moment, "due_at": None, "told_at": moment + timedelta(minutes=2), "read_at": read_at}
        db.session.flush()
        db.session.execute(told.values(**then).execution_options(synchronize_session=False))


_STEPS: dict[str, Callable[[_Filling, Told, int, datetime], None]] = {
    "write": _Filling.write,
    "name": _Filling.name,
    "restore": _Filling.restore,
    "comment": _Filling.comment,
    "submit": _Filling.submit,
    "decide": _Filling.decide,
    "teach": _Filling.teach,
}
