"""The demo's labs: `demo_labs.yaml`, played through the actions that pages call, and then put back to the days on which it happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import delete, func, inspect, or_, select

from clustercourse.accounts.actions.roles import give_role
from clustercourse.cli._demo_lab_ends import Ending
from clustercourse.cli._demo_story import Stage
from clustercourse.cohorts.actions.cohorts import CohortFacts, plan_cohort
from clustercourse.cohorts.actions.sessions import SessionFacts, When, plan_session
from clustercourse.db import Base, db
from clustercourse.labs.actions.comparison import SetupFacts, score_tools, set_comparison
from clustercourse.labs.actions.competences import serve
from clustercourse.labs.actions.findings import FindingFacts, note_finding
from clustercourse.labs.actions.homework import TaskFacts, set_homework
from clustercourse.labs.actions.homework_reports import ReportFacts, report_homework
from clustercourse.labs.actions.hypotheses import check_frame, sign, write_hypothesis
from clustercourse.labs.actions.labs import LabFacts, propose_lab, step_lab, take_up
from clustercourse.labs.actions.participants import agree_to_be_named, link_cohort, open_group, sign_up
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, dissent, report_trial
from clustercourse.labs.actions.voices import speak
from clustercourse.labs.queries.comparison import setup_of
from clustercourse.labs.words import FRAME_WORDS
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.hypotheses import Hypothesis
from clustercourse.models.jobs import Job
from clustercourse.models.labs import Lab, LabParticipant
from clustercourse.notifications.actions.notices import TELL
from clustercourse.text import render_learner_markdown

SCRIPT = Path(__file__).with_name("demo_labs.yaml")
FACILITATOR, BOARD, STEERING = "Karen Dahl", "Mart Lepik", "Wiebke Thomsen"
_WEDNESDAY = 2
_BODIES = {BOARD: "advisory-board", STEERING: "steering-group"}

Told = Mapping[str, Any]


def load_labs(stage: Stage) -> None:
    """Play them all, after the cohorts. Only inside `writing()`, once a house."""
    first_job = db.session.scalar(select(func.max(Job.id))) or 0
    for name, role in ((FACILITATOR, "facilitator"), (BOARD, "advisory-board"), (STEERING, "steering-group")):
        give_role(stage.people[name], role, by=None)
    for told in yaml.safe_load(SCRIPT.read_text("utf-8")):
        _Lab(stage, told).play()
    db.session.execute(delete(Job).where(Job.id > first_job, Job.kind == TELL))


class _Lab:
    """One lab on its way; `days_ago` is how long ago what is written now happened."""

    def __init__(self, stage: Stage, told: Told) -> None:
        self.stage, self.told, self.finn = stage, told, stage.people[FACILITATOR]
        facts = ("title", "asker", "theme", "need", "target", "audience", "scale", "timing")
        organisation, _slug = stage.organisations[told["organisation"]]
        self.days_ago = told["began"]
        lab = propose_lab(LabFacts(**{name: told[name] for name in facts}), organisation_id=organisation, by=stage.people[told["by"]])
        self.id = lab.id

    def play(self) -> None:
        self._talk()
        if "decided" in self.told:
            step_lab(self.id, "selected", by=self.finn, reason=self.told["decided"])
        self._serve(self.told.get("serves", {}))
        if "parts" in self.told:
            self._scope()
            self._run()
        _happened_before(self.id, self.days_ago)

    def _talk(self) -> None:
        take_up(self.id, by=self.finn)
        if "before" in self.told:
            link_cohort(self.id, self._workshop(), "before", by=self.finn)
        step_lab(self.id, "in-dialogue", by=self.finn)
        for voice in self.told["voices"]:
            body = _BODIES.get(voice["who"], "clusters")
            home = self.stage.organisations[self.stage.homes[voice["who"]]][0] if body == "clusters" else None
            speak(self.id, body, voice["vote"], voice["text"], by=self.stage.people[voice["who"]], organisation_id=home)
        self._days_pass(20)

    def _serve(self, courses: Mapping[str, Sequence[str]]) -> None:
        found = db.session.execute(select(Course.key, Course.id).where(Course.key.in_(courses)))
        known = {course.key: course.id for course in found}
        chosen = {(known[key], outcome) for key, outcomes in courses.items() if key in known for outcome in outcomes}
        serve(self.id, chosen, offered=chosen, by=self.finn)

    def _scope(self) -> None:
        step_lab(self.id, "scoping", by=self.finn)
        for tester in self.told["testers"]:
            one = sign_up(self.id, self._home(tester), by=self.stage.people[tester["who"]])
            agree_to_be_named(one.id, is_named=tester["named"], by=self.stage.people[tester["who"]])
        write_hypothesis(self.id, self.told["parts"], number=0, by=self.finn)
        for frame in FRAME_WORDS:
            check_frame(self.id, frame, "", is_ready=True, by=self.finn)
        link_cohort(self.id, self._companion(), "together", by=self.finn)
        group = open_group(self.id, language="en", time_zone="Europe/Copenhagen", by=self.finn)
        when = When(self.stage.day(-((self.days_ago - 30) // 7), _WEDNESDAY), time(10), "Europe/Copenhagen", 180)
        plan_session(group.id, SessionFacts("Workshop 1"), when, by=self.finn)
        first = self.told["testers"][0]
        text = self._text()
        sign(self.id, text.digest, by=self.stage.people[first["who"]], organisation_id=self._home(first))
        sign(self.id, text.digest, by=self.finn, organisation_id=None)
        step_lab(self.id, "ready", by=self.finn)
        self._days_pass(30)

    def _run(self) -> None:
        step_lab(self.id, "running", by=self.finn)
        self._work()
        self._days_pass(60)
        if amended := self.told.get("amended"):
            change = {amended["part"]: amended["to"]}
            write_hypothesis(self.id, change, number=self._text().number, by=self.finn, reason=amended["reason"])
        for tester in self.told["testers"]:
            if "verdict" in tester:
                report_trial(self._participant(tester), _facts(tester), number=0, by=self.stage.people[tester["who"]])
        if said := self.told.get("verdict"):
            decide_verdict(self.id, VerdictWords(**said), by=self.finn)
            other = self.told["dissent"]
            dissent(self.id, other["text"], by=self.stage.people[other["who"]])
            step_lab(self.id, "tested", by=self.finn)
            self._days_pass(20)
            Ending(self.stage, self.told, self.id, facilitator=FACILITATOR).play()
            self._days_pass(40)

    def _work(self) -> None:
        if task := self.told.get("homework"):
            day = self.stage.today + timedelta(days=task["due"])
            homework = set_homework(
                self.id, TaskFacts(task["title"], task["text"], render_learner_markdown(task["text"]), day), by=self.finn
            )
            for told in self.told["reported"]:
                facts = ReportFacts(told["text"], told["figure"], shared_with=told["shared"])
                report_homework(homework.id, self._participant(told), facts, number=0, by=self.stage.people[told["who"]])
        for told in self.told["findings"]:
            seen = FindingFacts(self.stage.today, told["text"], told["shared"])
            finding = note_finding(self.id, seen, side=told["side"], by=self.stage.people[told["who"]])
            later = timedelta(days=told["after"])
            finding.on_day, finding.created_at = finding.on_day + later, finding.created_at + later
        if compared := self.told.get("compared"):
            named = SetupFacts([(name, weight) for name, weight in compared["criteria"]], compared["tools"])
            set_comparison(self.id, named, seen=setup_of(self.id).digest, by=self.finn)
            self._score(compared)

    def _score(self, compared: Told) -> None:
        setup = setup_of(self.id)
        given = {
            (tool.id, criterion.id): score
            for tool, row in zip(setup.tools, compared["scores"], strict=True)
            for criterion, score in zip(setup.criteria, row, strict=True)
        }
        one = self._participant(compared)
        score_tools(one, given, seen=setup.digest_for(one), by=self.stage.people[compared["who"]])

    def _days_pass(self, days: int) -> None:
        _happened_before(self.id, days)
        self.days_ago -= days

    def _text(self) -> Hypothesis:
        return db.session.scalars(select(Hypothesis).where(Hypothesis.lab_id == self.id)).one()

    def _home(self, tester: Told) -> int:
        return self.stage.organisations[self.stage.homes[tester["who"]]][0]

    def _participant(self, tester: Told) -> int:
        one = select(LabParticipant.id).where(LabParticipant.lab_id == self.id, LabParticipant.organisation_id == self._home(tester))
        return db.session.scalars(one).one()

    def _companion(self) -> int:
        """A workshop of its own, or the first Master Class that is open to read of."""
        if self.told["together"].startswith("Workshop"):
            facts = CohortFacts(title=self.told["together"], kind="workshop", summary="What the eight offices agreed on before they began.")
            return plan_cohort(facts, blueprint="", by=self.finn).id
        return db.session.scalars(select(Cohort.id).where(Cohort.kind == "master-class", Cohort.published_at.is_not(None))).all()[0]

    def _workshop(self) -> int:
        facts = CohortFacts(
            title="Workshop: three clusters on circular economy",
            kind="workshop",
            summary="What was tried, told by those who tried it. It led to a question for a lab.",
            dates_in_words="This spring",
            admission="at_once",
        )
        return plan_cohort(facts, blueprint="", by=self.finn).id


def _facts(tester: Told) -> TrialFacts:
    texts = {name: tester[name] for name in ("done", "worked", "did_not", "changed")}
    return TrialFacts(verdict=tester["verdict"], has_met=tester["met"], hours=tester["hours"], shared_with=tester["shared"], **texts)


def _happened_before(lab_id: int, days: int) -> None:
    """Everything that is written of a lab happened so many days earlier."""
    db.session.flush()
    for row in _rows_of(lab_id):
        for column in inspect(type(row)).columns:
            value = getattr(row, column.key)
            if isinstance(value, (date, datetime)):
                setattr(row, column.key, value - timedelta(days=days))
    db.session.flush()


def _rows_of(lab_id: int) -> list[Base]:
    """The lab, every row that points at it, and the rows that point at those."""
    found: dict[str, list[int]] = {"lab": [lab_id]}
    every: list[Base] = [db.session.get_one(Lab, lab_id)]
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]
    for table in Base.metadata.sorted_tables:
        keys = [key for key in table.foreign_keys if key.column.table.name in found and key.column.table.name != table.name]
        if keys and table.name in models:
            model = models[table.name]
            belongs = or_(*(key.parent.in_(found[key.column.table.name]) for key in keys))
            here = select(model).where(belongs).execution_options(populate_existing=True)
            lines = list(db.session.scalars(here))
            found[table.name] = [line.id for line in lines]
            every += lines
    return every
