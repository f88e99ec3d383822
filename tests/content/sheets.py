"""A small course with a worksheet, and what the check says of it when one text is changed."""

from __future__ import annotations

from clustercourse.content.check import check_course
from clustercourse.content.package import Worksheets
from clustercourse.content.yaml_source import read_yaml
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.kinds.worksheets.problems import sound_parts
from clustercourse.kinds.worksheets.source import WorksheetSource
from tests.content.small import GLOSSARY, MODULE, SOURCES, UNTRANSLATED, course

PATH = "exercises/fee-plan.yaml"
PLAN = """\
id: fee-plan
kind: worksheet
title: Fee plan
feeds: [finances]
fields:
  - {id: cost, type: money, prompt: Cost}
  - id: stage
    type: choice
    prompt: Stage
    options: [{id: early, text: Early}, {id: late, text: Late}]
  - {id: share, type: percentage, prompt: Share, least: 0, most: 100}
  - {id: trust, type: rating, prompt: Trust, labels: [little, much]}
  - id: tiers
    type: table
    prompt: Tiers
    row_name: tier
    least: 1
    most: 9
    columns:
      - {id: tier, type: text, prompt: Tier}
      - {id: members, type: number, prompt: Members}
      - {id: fee, type: money, prompt: Fee}
      - id: decision
        type: choice
        prompt: Decision
        options: [{id: keep, text: Keep}, {id: drop, text: Drop}]
  - id: gaps
    type: table
    prompt: Gaps
    preset: [{id: one, label: One}, {id: two, label: Two}]
    columns:
      - {id: severity, type: rating, prompt: Severity}
      - {id: importance, type: rating, prompt: Importance}
computed:
  - id: radar
    calculation: gap-radar
    inputs: {severity: gaps.severity, importance: gaps.importance}
  - id: tax
    calculation: value-added-tax
    inputs: {price: tiers.fee, rate: "= 0.25"}
    show: [price-with-tax]
pictures:
  - id: chart
    picture: gap-radar
    inputs: {name: gaps.label, severity: gaps.severity, importance: gaps.importance}
agreements:
  - id: same-cost
    kind: same-number
    this: cost
    other: fee-plan.tiers.fee
    sentence: They differ.
  - id: tiers-named
    kind: each-named
    this: tiers.tier
    where: {decision: "= keep"}
    other: fee-plan.tiers.tier
    sentence: A tier lacks a name.
"""


def with_plan(text: str = PLAN, **more: str) -> dict[str, bytes]:
    """The small course with the worksheet at the end of its module; `more` are other exercises by the names of their files."""
    texts = {"fee-plan": text, **{name.replace("_", "-"): text for name, text in more.items()}}
    files = course() | {f"exercises/{name}.yaml": text.encode() for name, text in texts.items()}
    listed = ", ".join(f"exercises/{name}.yaml" for name in ("check-first", *(name for name in texts if "." not in name)))
    return files | {"10-first/module.yaml": MODULE.replace("exercises/check-first.yaml", listed).encode()}


def changed_plan(*pairs: tuple[str, str]) -> str:
    text = PLAN
    for old, new in pairs:
        assert text.count(old) == 1, f"{old} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def faults_of(files: dict[str, bytes], worksheets: Worksheets | None = None, courses: dict[str, str] | None = None) -> list[str]:
    """What the check says, without warnings and without the course's own sentence about its translation."""
    found = check_course(
        files, slug="small", glossary=GLOSSARY, sources=SOURCES, courses={"other-course": "other", **(courses or {})}, worksheets=worksheets
    )
    return [str(problem) for problem in found if problem.level == "error" and str(problem) != UNTRANSLATED]


def known(*texts: str) -> dict[str, Specification | None]:
    """What another course's files say of their worksheets."""
    made = [WorksheetSource.model_validate(read_yaml(text).value) for text in texts]
    return {each.id: sound_parts(each) for each in made}
