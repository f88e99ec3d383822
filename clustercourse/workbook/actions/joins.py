"""Taking everything that stands in one workbook into another."""

from __future__ import annotations

from sqlalchemy import select, update

from clustercourse.db import db, now
from clustercourse.events import record
from clustercourse.models.accounts import Person
from clustercourse.models.workbook import Contact, Sheet, StrategySection, Workbook
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.queries.joins import edition_beside
from clustercourse.workbook.queries.workbooks import WorkbookHere


def take_private_sheets(into: WorkbookHere, *, name: str, by: int) -> int:
    """Take the private sheets of `by` into the workbook of an organisation, with everything that hangs on them; how many sheets.

    A sheet that the organisation has comes beside it, as an edition with `name`. Amounts keep their currency, values their authors.
    The private workbook is gone afterwards. Nothing there is nothing to do: twice is once.
    """
    private = db.session.scalar(select(Workbook).where(Workbook.person_id == by).with_for_update())
    return 0 if private is None else _take(private, open_workbook(into, by=by), name=name, by=by)


def join_private_workbooks(kept_id: int, gone_id: int, *, by: int | None) -> int:
    """Two entries of one person are one now: what stood in the second private workbook goes into the first. Twice is once."""
    pair = {
        each.person_id: each
        for each in db.session.scalars(select(Workbook).where(Workbook.person_id.in_((kept_id, gone_id))).with_for_update())
    }
    if len(pair) < 2:
        return 0
    return _take(pair[gone_id], pair[kept_id], name=db.session.get_one(Person, kept_id).name, by=by)


def _take(gone: Workbook, into: Workbook, *, name: str, by: int | None) -> int:
    sheets, beside = _take_sheets(gone.id, into.id, name)
    _take_texts(gone.id, into.id, by=by)
    db.session.execute(update(Contact).where(Contact.workbook_id == gone.id).values(workbook_id=into.id))
    from_id = gone.id
    db.session.delete(gone)
    db.session.flush()
    detail = {"from": from_id, "sheets": sheets, "beside": beside}
    record("workbook.joined", by=by, thing=("workbook", into.id), detail=detail)
    return len(sheets)


def _take_sheets(gone_id: int, into_id: int, name: str) -> tuple[list[int], list[int]]:
    """The ids of the sheets that moved, and of those among them that came beside one that was there."""
    taken: dict[int, set[str]] = {}
    for item_id, edition in db.session.execute(select(Sheet.item_id, Sheet.edition).where(Sheet.workbook_id == into_id)):
        taken.setdefault(item_id, set()).add(edition)
    moved, beside = [], []
    for sheet in db.session.scalars(select(Sheet).where(Sheet.workbook_id == gone_id).order_by(Sheet.id).with_for_update()).all():
        editions = taken.setdefault(sheet.item_id, set())
        becomes = edition_beside(sheet.edition, name, editions)
        if becomes != sheet.edition:
            sheet.edition, sheet.is_brought = becomes, True
            beside.append(sheet.id)
        editions.add(becomes)
        sheet.workbook_id = into_id
        moved.append(sheet.id)
    db.session.flush()
    return moved, beside


def _take_texts(gone_id: int, into_id: int, *, by: int | None) -> None:
    """Own texts of the strategy document: where there is one already, the other is put below it."""
    there = {each.key: each for each in db.session.scalars(select(StrategySection).where(StrategySection.workbook_id == into_id))}
    for section in db.session.scalars(select(StrategySection).where(StrategySection.workbook_id == gone_id)).all():
        standing = there.get(section.key)
        if standing is None:
            section.workbook_id = into_id
            continue
        if section.own_text.strip() and section.own_text.strip() != standing.own_text.strip():
            standing.own_text = "\n\n".join(text for text in (standing.own_text.rstrip(), section.own_text) if text)
            standing.number, standing.changed_at, standing.author_id = standing.number + 1, now(), by or section.author_id
        db.session.delete(section)
    db.session.flush()
