"""The demo's workbooks: everything in their files can be typed, the complete one is complete, and it says what formulas.md says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction as F
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cli._demo_people import GUESTS, ORGANISATIONS, PEOPLE
from clustercourse.cli._demo_workbooks import Told, scripts, typed_values
from clustercourse.db import now, rows, value
from clustercourse.kinds.worksheets.cells import LONGEST, read_cell
from clustercourse.kinds.worksheets.computing import Computed, compute
from clustercourse.kinds.worksheets.places import fields_of
from clustercourse.language import speaking
from clustercourse.models.accounts import Person
from clustercourse.models.notifications import Letter, Notification
from clustercourse.models.workbook import Sheet, SheetComment, SheetSubmission, SheetSubmissionStep, SheetValue, SheetVersion, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.actions.sheets import LONGEST_SOURCE, field_at
from clustercourse.workbook.queries.comparisons import compare
from clustercourse.workbook.queries.contents import version_values
from clustercourse.workbook.queries.remarks import remarks_of
from clustercourse.workbook.queries.sheets import SheetHere, sheet_here
from clustercourse.workbook.queries.strategies import strategy_of
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here
from clustercourse.workbook.queries.worksheets import worksheet_at
from tests.content.entering import CONTENT, found, specification_of

FJORD, SCHELDT = "fjord-maritime-cluster", "scheldt-circular-materials"
OF_THE_LAB = {"evidence-log", "lab-proposal", "lab-verdict", "product-plan", "session-plan"}
SHEETS = {path.stem for path in CONTENT.glob("*/exercises/*.yaml") if "kind: worksheet" in path.read_text("utf-8")}
TODAY = date(2027, 2, 28)


def told() -> Iterator[tuple[Told, Told]]:
    """Every workbook with every sheet in it."""
    return ((script, sheet) for script in scripts(TODAY) for sheet in script["sheets"])


def test_everything_can_be_typed_as_it_stands_in_the_files() -> None:
    wrong = []
    with speaking("en"):
        for script, sheet in told():
            specification = specification_of(sheet["worksheet"])
            for step in sheet["steps"]:
                for typed in typed_values(step, sheet.get("sources", {}), 0):
                    field = field_at(specification, typed.field)
                    assert field is not None, (sheet["worksheet"], typed.field)
                    fits = len(typed.typed) <= LONGEST.get(field["type"], 200) and len(typed.source or "") <= LONGEST_SOURCE
                    given = {row["id"] for row in fields_of(specification)[typed.field.partition(".")[0]].get("preset", ())}
                    row_fits = not given or typed.row in given
                    source_fits = field["sourced"] or not typed.source
                    if read_cell(field, typed.typed, script["currency"]).trouble or not (fits and row_fits and source_fits):
                        wrong.append((sheet["worksheet"], typed))
    assert wrong == []


def test_who_writes_is_of_the_house_and_nothing_lies_in_the_future() -> None:
    homes = {one.name: one.place for one in (*PEOPLE, *GUESTS)}
    for script, sheet in told():
        for step in sheet["steps"]:
            if step.get("do", "write") in ("write", "submit", "name", "restore"):
                assert homes[step.get("by", sheet["by"])] == script.get("organisation", ""), sheet["worksheet"]
            assert step.get("days_ago", sheet["days_ago"]) >= 2, sheet["worksheet"]
    assert {script["organisation"] for script, _sheet in told() if "organisation" in script} <= {facts.name for facts in ORGANISATIONS}


def test_steps_of_a_sheet_come_one_after_the_other() -> None:
    for script, sheet in told():
        moments = [divmod(float(step.get("days_ago", sheet["days_ago"])), 1) for step in sheet["steps"]]
        order = [(-days, hour) for days, hour in moments]
        assert order == sorted(order), (script["by"], sheet["worksheet"])


def test_the_complete_workbook_has_every_sheet_but_those_of_the_lab() -> None:
    kept = [sheet["worksheet"] for script, sheet in told() if script.get("organisation") == "Fjord Maritime Cluster"]
    assert len(kept) == len(set(kept))
    assert set(kept) == SHEETS - OF_THE_LAB


@pytest.mark.both_databases_when_long
@pytest.mark.xdist_group("demo")
def test_the_workbooks_of_the_demo(demo: Flask) -> None:
    with demo.app_context(), speaking("en"):
        for check in (check_worked_numbers, check_required, check_remarks, check_people, check_states, check_days, check_notices):
            check()


def viewer_of(name: str) -> Viewer:
    person = value(select(Person.id).where(Person.name == name))
    organisations = rows(select(Workbook.organisation_id).where(Workbook.organisation_id.is_not(None)))
    return Viewer(person, name, memberships={line[0]: "manager" for line in organisations})


def opened(key: str, name: str = "Ines Holm", slug: str = FJORD) -> SheetHere:
    viewer = viewer_of(name)
    book = workbook_here(viewer, slug)
    return sheet_here(book, worksheet_at(viewer, book.id, key))


def computed(key: str) -> dict[str, Computed]:
    here = opened(key)
    return compute(here.worksheet.specification, here.entries)


def outcome(made: dict[str, Computed], reference: str) -> Any:
    entry, _dot, name = reference.partition(".")
    return found(made[entry].outcomes[name])


WORKED: dict[str, dict[str, Any]] = {
    "location-quotients": {
        "quotients.quotient": (F("3.5"), 2, 1, F("0.625"), 0, 1, "missing"),
    },
    "star-profile": {"profile.regions-compared": 20},
    "network-map": {"rough.density": F(3, 11), "network.density": F(3, 11), "network.external-internal-index": F(-1, 3)},
    "bridge-plan": {"radar.priority": (20, 8, 20, 9, 20, 6, "missing"), "radar.mean-severity": F(26, 7)},
    "excellence-check": {"self-check.points": 101, "self-check.verdict": "reached", "platform.verdict": "meets-all"},
    "option-matrix": {
        "matrix.score": (F("3.9"), F("3.9"), F("3.5")),
        "matrix.second-score": (F("3.75"), F("3.75"), F("3.8")),
        "matrix.sensitivity": "changes",
    },
    "service-portfolio": {"result.net": (2500, -2000, -2750, 1300, 5775), "result.break-even": (14, 19, "none", 10, 7)},
    "income-mix": {"mix.normalised-diversity": F("0.89125"), "mix.private-share": F(1, 4)},
    "membership-break-even": {
        "break-even.break-even": 115,
        "break-even.break-even-with-unpaid": 122,
        "break-even.surplus": 19_750,
    },
    "cost-to-serve": {"tiers-served.positions": F("0.7625"), "tiers-served.margin-total": 65_200, "staying.lifetime-margin": F("3712.5")},
    "stress-test": {"stress.members-needed": (115, 302, 490, 365), "stress.shortfall": (0, 160_250, 340_250, 220_250)},
    "member-retention": {"year.retention": F(119, 135), "year.activation": F("0.7")},
    "onion": {"cover.weighted-coverage": F("9.8") / 19, "cover.sub-optimisation": "no-flag"},
    "meta-cluster": {"key.share": (16_500, 11_500, 23_500, 8_500)},
}


def check_worked_numbers() -> None:
    for key, numbers in WORKED.items():
        made = computed(key)
        assert {name: outcome(made, name) for name in numbers} == numbers, key
    first = {"stars": 2, "size-place": 9, "focus-place": 2}
    assert {name: outcome(computed("star-profile"), f"profile.{name}")[0] for name in first} == first
    parts = computed("shift-share")
    assert [outcome(parts, f"parts.{name}")[0] for name in ("national-growth", "industry-mix", "regional-share")] == [
        F(4000, 27),
        F(3200, 27),
        F(-200, 3),
    ]
    assert outcome(computed("engagement-ladder"), "order.priority")[:4] == (18, 18, 0, 14)
    strategies = outcome(computed("stakeholder-map"), "strategy.strategy")
    assert strategies[:4] == ("manage-closely", "manage-closely", "keep-satisfied", "keep-informed")
    assert "undecided" in outcome(computed("stakeholder-map"), "claims.type")
    check_versions()


def check_versions() -> None:
    base, halved = (version_values(line[0]) for line in rows(select(SheetVersion.id).order_by(SheetVersion.id)))
    compared = compare(opened("membership-break-even").worksheet.specification, base, halved)
    assert [(each.first, each.second) for each in compared.fields] == [("€\xa0360,000", "€\xa0180,000")]
    needed = [(each.first, each.second) for _title, lines in compared.results for each in lines if each.label == "members to break even"]
    assert needed == [("115", "302")]


def check_required() -> None:
    empty = []
    for key in SHEETS - OF_THE_LAB:
        here = opened(key)
        for field in here.worksheet.specification["fields"]:
            if field["type"] == "table":
                lines = here.entries.rows(field["id"])
                assert len(lines) >= field["least"], (key, field["id"])
                needed = [column["id"] for column in field["columns"] if column["required"]]
                empty += [(key, field["id"], row.key) for row in lines for name in needed if name not in row.cells]
            elif field["required"] and here.entries.cells.get(field["id"]) is None:
                empty.append((key, field["id"], ""))
    assert empty == []


def remarks(name: str, slug: str) -> list[str]:
    viewer = viewer_of(name)
    book: WorkbookHere = workbook_here(viewer, slug)
    return [remark.sentence for remark in remarks_of(book, strategy_of(viewer, book))]


def check_remarks() -> None:
    """The complete one has an old figure, on purpose, and nothing else; the half-way one contradicts itself."""
    assert remarks("Ines Holm", FJORD) == [f"“Cost to serve” has a figure of {now().year - 4}."]
    said = remarks("Lotte Verhaegen", SCHELDT)
    assert [each for each in said if "116,200.00 here, 109,500.00" in each] != []
    assert [each for each in said if "funder" in each and "(Province of Scheldemond)" in each] != []
    assert [each for each in said if "SWOT" in each and "nobody has accepted" in each] != []


def check_people() -> None:
    kept = select(Workbook.currency, func.count(Sheet.id)).join(Sheet, Sheet.workbook_id == Workbook.id).group_by(Workbook.id)
    assert [tuple(line) for line in rows(kept.order_by(Workbook.id))] == [("EUR", 29), ("EUR", 8), ("NOK", 3), ("SEK", 1), ("EUR", 1)]
    assert workbook_here(viewer_of("Johan Berg"), "mine").id is not None
    two = opened("option-matrix").values[("options.score-3", "platform")]
    same = select(SheetValue.author_id).where(SheetValue.sheet_id == opened("option-matrix").sheet.id, SheetValue.field == two.field)
    assert len({line[0] for line in rows(same.where(SheetValue.row == "platform"))}) == 2
    waiting = opened("membership-break-even", "Lotte Verhaegen", SCHELDT)
    assert {spot: text.typed for spot, text in waiting.beside.items()} == {("variable-cost", None): "130"}


def check_states() -> None:
    assert {line[0] for line in rows(select(SheetSubmission.state))} == {"submitted", "in-review", "returned", "accepted"}
    assert {line[0] for line in rows(select(SheetSubmission.shared_with))} == {"nobody", "trainers", "cohort"}
    assert {line[0] for line in rows(select(SheetComment.settled_at.is_(None)))} == {True, False}


def check_days() -> None:
    """Everything happened some time ago, and not all of it on one day."""
    for column in (SheetValue.at, SheetSubmissionStep.at, SheetComment.created_at, SheetSubmission.submitted_at, Sheet.changed_at):
        moments = [line[0] for line in rows(select(column))]
        assert max(moments) < now()
        assert len({moment.date() for moment in moments}) > 5, column
    late = select(SheetValue.id).join(Sheet, Sheet.id == SheetValue.sheet_id).where(SheetValue.at < Sheet.created_at)
    assert rows(late) == []
    early = select(SheetSubmission.id).join(Sheet, Sheet.id == SheetSubmission.sheet_id)
    assert rows(early.where(SheetSubmission.decided_at < SheetSubmission.submitted_at)) == []


def check_notices() -> None:
    """Who had to be told was told then: nobody gets a letter because the demo was loaded."""
    untold = select(Notification.id).where(Notification.thing == "sheet_submission", Notification.told_at.is_(None))
    assert rows(untold) == []
    assert rows(select(Letter.id).where(Letter.kind.startswith("workbook"))) == []
