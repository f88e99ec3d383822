"""A course with two worksheets, and what people write into them, for tests of what happens around sheets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from clustercourse.db import db, now, row, rows, writing
from clustercourse.models.content import Version
from clustercourse.models.workbook import Sheet, SheetSubmission, SheetVersion, Workbook
from clustercourse.workbook.actions.sheets import Typed, open_sheet, write_values
from clustercourse.workbook.queries.sheets import current_values
from clustercourse.workbook.queries.workbooks import WorkbookHere, workbook_here
from clustercourse.workbook.queries.worksheets import worksheet_at
from tests import make
from tests.cast import as_seen

BUDGET = """\
id: budget
kind: worksheet
title: Next year's money
summary: What comes in.
feeds: [finances]
done: submit
fields:
  - {id: fees, type: money, prompt: "What members pay", sourced: true}
  - {id: grants, type: money, prompt: "What the region pays"}
  - {id: remark, type: long-text, prompt: "What it rests on"}
"""
MAP = """\
id: stakeholder-map
kind: worksheet
title: Stakeholder map
summary: Who matters.
feeds: [stakeholders]
done: submit
keep_private: true
fields:
  - id: stakeholders
    type: table
    prompt: The organisations that matter
    most: 10
    row_name: name
    row_word: stakeholder
    columns:
      - {id: name, type: text, prompt: Organisation}
      - {id: power, type: rating, prompt: Power}
      - {id: interest, type: rating, prompt: Interest}
computed:
  - {id: strategy, calculation: power-interest, title: What power and interest suggest, inputs: {power: stakeholders.power, interest: stakeholders.interest}}
pictures:
  - {id: grid, picture: power-interest, inputs: {name: stakeholders.name, power: stakeholders.power, interest: stakeholders.interest}}
"""


def course() -> str:
    """Published; its key."""
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml"
    files = make.course_files(changes={"10-first/module.yaml": (items, f"{items}, exercises/budget.yaml, exercises/stakeholder-map.yaml")})
    files |= {"exercises/budget.yaml": BUDGET.encode(), "exercises/stakeholder-map.yaml": MAP.encode()}
    return make.published_course(files=files)


def at(person: int, slug: str = "mine") -> WorkbookHere:
    return workbook_here(as_seen(person), slug)


def write(person: int, slug: str, sheet: str, values: dict[str, str], *, edition: str = "") -> int:
    """Type into a sheet as somebody: `fees`, or `stakeholders.name:r1` in a row. The sheet's id."""
    here = at(person, slug)
    worksheet = worksheet_at(as_seen(person), here.id, sheet)
    with writing():
        opened = open_sheet(here, worksheet, edition=edition, by=person)
        sent = []
        for place, typed in values.items():
            field, _colon, key = place.partition(":")
            there = current_values(opened.id).get((field, key or None))
            sent.append(Typed(field, key or None, typed, there.number if there else 0))
        write_values(opened, worksheet.specification, sent, currency=here.currency, by=person)
        return opened.id


def version(sheet_id: int, name: str, by: int) -> int:
    with writing():
        ids = [value.id for value in current_values(sheet_id).values()]
        made = SheetVersion(sheet_id=sheet_id, name=name, note="Before the cut", value_ids=ids, author_id=by, created_at=now())
        db.session.add(made)
        db.session.flush()
        return made.id


def submission(sheet_id: int, by: int, **said: Any) -> int:
    with writing():
        ids = [value.id for value in current_values(sheet_id).values()]
        version_id = db.session.scalars(select(Version.id)).first() or 0
        made = SheetSubmission(sheet_id=sheet_id, number=1, version_id=version_id, value_ids=ids, author_id=by, submitted_at=now(), **said)
        db.session.add(made)
        db.session.flush()
        return made.id


def standing(sheet_id: int) -> dict[str, str]:
    """What counts in a sheet, as typed."""
    return {f"{spot[0]}:{spot[1]}" if spot[1] else spot[0]: value.typed for spot, value in current_values(sheet_id).items()}


def sheets_of(**owner: int) -> list[tuple[str, bool]]:
    """(edition, whether it was brought) of every sheet of a workbook."""
    found = rows(select(Sheet.edition, Sheet.is_brought).join(Workbook).filter_by(**owner).order_by(Sheet.id))
    return [tuple(each) for each in found]


def workbook_of(**owner: int) -> Any:
    return row(select(Workbook.id, Workbook.currency, Workbook.keeper_id).filter_by(**owner))
