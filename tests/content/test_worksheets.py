"""Worksheets among those of all courses: each id is an address, and what is named in another worksheet stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from clustercourse.content import publishing, renewal
from clustercourse.content.check import check_content
from clustercourse.content.publishing import Faulty, prepare, publish, published_worksheets
from clustercourse.content.queries import versions
from clustercourse.content.worksheets import RESERVED, has_worksheets, worksheets_in
from clustercourse.db import writing
from clustercourse.errors import Refused
from tests.cli.test_content import run
from tests.content.sheets import PATH, PLAN, changed_plan, faults_of, known, with_plan
from tests.content.small import COURSE, course

MIX = """\
id: income-mix
kind: worksheet
title: Income mix
fields:
  - {id: fees, type: money, prompt: Fees}
  - {id: words, type: long-text, prompt: Words}
  - id: stage
    type: choice
    prompt: Stage
    options: [{id: early, text: Early}, {id: middle, text: Middle}]
  - id: streams
    type: table
    prompt: Streams
    preset: [{id: one, label: One}]
    columns:
      - {id: name, type: text, prompt: Name}
      - {id: amount, type: money, prompt: Amount}
computed:
  - {id: mix, calculation: income-mix, inputs: {public-base: fees, project-income: fees, fees: fees, service-income: fees}}
"""
BESIDE = {
    "glossary.yaml": b"- {id: cluster, seen: [da], en: {term: cluster, meaning: Firms.}, da: {term: klynge}}\n",
    "sources.yaml": b"P1: {title: A report}\n",
}
COST = "{id: cost, type: money, prompt: Cost}"
TIER = "{id: tier, type: text, prompt: Tier}"
TABLE = "    prompt: Tiers"
STAGE = "    prompt: Stage"
OTHER = "other: fee-plan.tiers.fee"
NAMED = "other: fee-plan.tiers.tier"
ELSEWHERE = {"finance": known(MIX)}
TWICE = "The worksheet “{}” stands in the course “{}” too. Give each its own id: it is the address in the workbook."


def prefilled(place: str, reference: str) -> tuple[str, str]:
    """The field of this line with where it begins."""
    return (place, place.replace("}", f", prefill: {reference}}}") if place.endswith("}") else f"{place}\n    prefill: {reference}")


def said(*pairs: tuple[str, str], worksheets: object = ELSEWHERE) -> list[str]:
    found = faults_of(with_plan(changed_plan(*pairs)), worksheets, {"finance": "cluster-finance"})  # type: ignore[arg-type]
    return [line.removeprefix(f"{PATH}:") for line in found]


NO_VALUE = "“{}” is not typed in. Only what people type can be copied."
COLUMN = "A column begins with a column, and a field with a field."


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (prefilled(COST, "income-mix.fees"), None),
        (prefilled(COST, "income-mix.fee"), "6: The worksheet “income-mix” has no “fee”. Did you mean “fees”?"),
        (prefilled(COST, "incom-mix.fees"), "6: There is no worksheet “incom-mix”. Did you mean “income-mix”?"),
        (prefilled(COST, "zzz.fees"), "6: There is no worksheet “zzz”."),
        (prefilled(COST, "fee-plan.tiers.fee"), "6: A worksheet cannot begin with its own values. Name another one."),
        (prefilled(COST, "income-mix.mix.total"), f"6: {NO_VALUE.format('mix.total')}"),
        (prefilled(COST, "income-mix.streams"), f"6: {NO_VALUE.format('streams')}"),
        (prefilled(COST, "income-mix.streams.amount"), f"6: {COLUMN}"),
        (prefilled(COST, "income-mix.words"), "6: “words” is of the type “long-text”. This field should be as well."),
        (prefilled(STAGE, "income-mix.stage"), "10: “stage” has the option “middle”, which this field lacks."),
        (prefilled(TIER, "income-mix.streams.name"), None),
        (prefilled(TIER, "income-mix.words"), f"20: {COLUMN}"),
        (prefilled(TIER, "income-mix.streams.label"), f"20: {NO_VALUE.format('streams.label')}"),
        (prefilled(TABLE, "income-mix.streams"), None),
        (prefilled(TABLE, "income-mix.fees"), "16: “fees” is no table."),
        ((TIER, TIER.replace("text,", "stakeholder, rows_of: income-mix.streams,")), None),
        ((TIER, TIER.replace("text,", "stakeholder, rows_of: income-mix.fees,")), "20: “fees” is no table."),
        ((TIER, TIER.replace("text,", "stakeholder, rows_of: mix.streams,")), "20: There is no worksheet “mix”."),
        ((OTHER, "other: income-mix.mix.total"), None),
        ((OTHER, "other: income-mix.streams.amount"), None),
        ((OTHER, "other: income-mix.mix.totals"), "50: The worksheet “income-mix” has no “mix.totals”. Did you mean “mix.total”?"),
        ((OTHER, "other: income-mix.words"), "50: This should be a number; “words” is text."),
        ((OTHER, "other: income-mix.streams"), "50: “streams” is a table. Name one of its columns."),
        ((NAMED, "other: income-mix.streams.name"), None),
        ((NAMED, "other: income-mix.streams.label"), None),
        ((NAMED, "other: income-mix.words"), "56: “words” is no column of a table."),
        (("id: fee-plan", "id: income-mix"), f"1: {TWICE.format('income-mix', 'cluster-finance')}"),
    ],
)
def test_what_is_named_in_another_worksheet(change: tuple[str, str], found: str | None) -> None:
    lines = said(change)
    if change[0].startswith("id:"):
        lines = lines[:1]
    assert lines == ([found] if found else [])


def test_worksheets_of_one_course_know_each_other() -> None:
    plan = changed_plan(prefilled(COST, "income-mix.fees"), (OTHER, "other: income-mix.fee"))
    assert faults_of(with_plan(plan, income_mix=MIX)) == [f"{PATH}:50: The worksheet “income-mix” has no “fee”. Did you mean “fees”?"]


def test_where_other_courses_are_not_known_nothing_is_said_of_them() -> None:
    assert said(prefilled(COST, "zzz.fees"), worksheets=None) == []
    assert said(prefilled(COST, "zzz.fees"), worksheets={}) == ["6: There is no worksheet “zzz”."]


def test_a_file_that_cannot_be_read_is_not_called_missing_as_well() -> None:
    plan = changed_plan(prefilled(COST, "income-mix.fees"))
    found = faults_of(with_plan(plan, income_mix=MIX.replace("type: money", "type: monney", 1)), {})
    assert [line.partition(":")[0] for line in found] == ["exercises/income-mix.yaml"]
    assert faults_of(with_plan(plan), {"finance": {"income-mix": None}}) == []


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_words_of_the_workbook_are_no_ids(word: str) -> None:
    found = faults_of(with_plan(PLAN.replace("fee-plan", word)))
    assert found == [f"{PATH}:1: The id “{word}” is kept for a page of the workbook. Choose another."]


def test_a_quiz_may_be_called_so() -> None:
    files = {path: data.replace(b"check-first", b"strategy") for path, data in course().items()}
    files["exercises/strategy.yaml"] = files.pop("exercises/check-first.yaml")
    assert faults_of(files) == []


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def other_course(text: str = MIX) -> dict[str, bytes]:
    return {**with_plan(text), "course.yaml": COURSE.replace("small-course", "other-course").encode()}


def site(root: Path, one: dict[str, bytes], other: dict[str, bytes]) -> Path:
    write(root, BESIDE)
    write(root / "one", one)
    write(root / "other", other)
    return root


def test_a_folder_of_courses(tmp_path: Path) -> None:
    root = site(tmp_path / "content", with_plan(changed_plan(prefilled(COST, "income-mix.fee"))), other_course())
    found = [str(problem) for problem in check_content(root) if problem.level == "error"]
    assert found == [f"content/one/{PATH}:6: The worksheet “income-mix” has no “fee”. Did you mean “fees”?"]
    assert [str(problem) for problem in check_content(root / "one") if problem.level == "error"] == found
    assert [problem for problem in check_content(root / "other") if problem.level == "error"] == []


def test_two_courses_with_one_worksheet_are_told_both(tmp_path: Path) -> None:
    root = site(tmp_path / "content", with_plan(), other_course(PLAN))
    found = [str(problem) for problem in check_content(root) if problem.level == "error"]
    assert found == [
        f"content/one/{PATH}:1: {TWICE.format('fee-plan', 'other')}",
        f"content/other/{PATH}:1: {TWICE.format('fee-plan', 'one')}",
    ]


def test_what_is_read_of_neighbours(tmp_path: Path) -> None:
    files = with_plan(MIX, broken="kind: worksheet\nid: broken-one\n", **{"fee-plan.da": "title: Indtægter\n"})
    write(tmp_path / "one", files)
    found = worksheets_in(tmp_path, {"small-course": "one", "gone": "nowhere"})
    assert {name: sorted(each) for name, each in found.items()} == {"small-course": ["broken-one", "income-mix"], "gone": []}
    assert found["small-course"]["broken-one"] is None
    assert (has_worksheets(files), has_worksheets(course())) == (True, False)


def put(files: dict[str, bytes], slug: str) -> int:
    prepared = prepare(files, slug=slug, beside=BESIDE)
    with writing():
        return publish(prepared, by=None, note="")


def faults_when_published(files: dict[str, bytes], slug: str) -> list[str]:
    with pytest.raises(Faulty) as refused:
        put(files, slug)
    return [str(problem) for problem in refused.value.problems if problem.level == "error"]


@pytest.mark.both_databases_when_long
def test_publishing_knows_the_newest_published_worksheets(app: Flask) -> None:
    plan = with_plan(changed_plan(prefilled(COST, "income-mix.fees")))
    assert faults_when_published(plan, "one") == [f"{PATH}:6: There is no worksheet “income-mix”."]
    put(other_course(), "other")
    put(plan, "one")
    assert {name: sorted(each) for name, each in published_worksheets().items()} == {
        "other-course": ["income-mix"],
        "small-course": ["fee-plan"],
    }
    put(other_course(MIX.replace("id: fees", "id: dues").replace(": fees", ": dues")), "other")
    changed = with_plan(changed_plan(prefilled(COST, "income-mix.fees"), ("prompt: Cost", "prompt: Cost of a year")))
    assert faults_when_published(changed, "one") == [f"{PATH}:6: The worksheet “income-mix” has no “fees”."]


@pytest.mark.both_databases_when_long
def test_a_published_worksheet_is_in_no_second_course(app: Flask) -> None:
    early = prepare(other_course(PLAN), slug="other", beside=BESIDE)
    put(with_plan(), "one")
    put(with_plan(PLAN.replace("Fee plan", "Plan of fees")), "one")
    assert faults_when_published(other_course(PLAN), "other") == [f"{PATH}:1: {TWICE.format('fee-plan', 'one')}"]
    with pytest.raises(Refused) as refused, writing():
        publish(early, by=None, note="")
    assert refused.value.sentence == TWICE.format("fee-plan", "one")
    assert list(published_worksheets()) == ["small-course"]


def test_a_worksheet_moves_between_courses_that_are_published_together(app: Flask, tmp_path: Path) -> None:
    root = site(tmp_path / "content", with_plan(), other_course())
    assert run(app, "publish", root).exit_code == 0
    moved = site(tmp_path / "again", with_plan(MIX), other_course(PLAN))
    result = run(app, "publish", moved)
    assert (result.exit_code, [line for line in result.output.splitlines() if ": published as" in line]) == (
        0,
        ["one: published as version 2", "other: published as version 2"],
    )
    assert {name: sorted(each) for name, each in published_worksheets().items()} == {
        "other-course": ["fee-plan"],
        "small-course": ["income-mix"],
    }


def test_a_worksheet_does_not_move_while_the_other_course_stays(app: Flask, tmp_path: Path) -> None:
    root = site(tmp_path / "content", with_plan(), other_course())
    run(app, "publish", root)
    moved = site(tmp_path / "again", with_plan(MIX), other_course(PLAN))
    result = run(app, "publish", moved / "one")
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, f"Error: {TWICE.format('income-mix', 'other')}")


def test_an_old_version_is_compiled_again_whatever_others_hold_now(app: Flask) -> None:
    put(other_course(), "other")
    version = put(with_plan(changed_plan(prefilled(COST, "income-mix.fees"))), "one")
    put(other_course(MIX.replace("id: fees", "id: dues").replace(": fees", ": dues")), "other")
    versions.forget()
    assert renewal.recompile(version, "one") is not None
    assert publishing.published_courses() == {"small-course": "one", "other-course": "other"}
