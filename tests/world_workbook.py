"""A workbook with one of everything, for the sweeps over every address: canaries in every text, and the values that lead there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.models.commitments import Commitment
from clustercourse.models.content import Course, Item
from clustercourse.models.workbook import (
    Contact,
    Handover,
    Sheet,
    SheetComment,
    SheetLink,
    SheetSubmission,
    SheetSubmissionStep,
    SheetValue,
    SheetVersion,
    StrategySection,
    Workbook,
)
from clustercourse.workbook.queries.links import digest_of
from tests import make
from tests.workbook.books import BUDGET

KEY = "workbook-course"


def open_course() -> dict[str, bytes]:
    """The small course with one worksheet more."""
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml"
    files = make.course_files(key=KEY, changes={"10-first/module.yaml": (items, f"{items}, exercises/budget.yaml")})
    return files | {"exercises/budget.yaml": BUDGET.encode()}


def fill(person: int, *, organisation: int, slug: str, enrolment: int, course: int, canary: str) -> dict[str, Any]:
    """A sheet of the organisation with values, a version, a submission, a remark, a link; a contact, a section, a commitment.

    What Greta writes beside Ada belongs to both; only her commitment is her own.
    """
    session, moment, is_shared = db.session, now(), canary == "CANARY-L2"
    worksheets = {
        item.key: item.id for item in session.scalars(select(Item).join(Course, Course.id == Item.course_id).where(Course.key == KEY))
    }
    book = session.scalar(select(Workbook).where(Workbook.organisation_id == organisation))
    if book is None:
        book = Workbook(organisation_id=organisation, currency="EUR", keeper_id=person, created_at=moment)
        session.add(book)
        session.flush()
    sheet = Sheet(
        workbook_id=book.id,
        item_id=worksheets["budget"],
        edition="L2" if is_shared else "",
        last_number=2,
        created_at=moment,
        changed_at=moment,
    )
    session.add(sheet)
    session.flush()
    of = {"sheet_id": sheet.id, "author_id": person}
    money = SheetValue(**of, number=1, field="fees", value=120_000, typed="1200", currency="EUR", source=f"{canary}-source", at=moment)
    words = SheetValue(**of, number=2, field="remark", value=f"{canary}-value", typed=f"{canary}-value", at=moment)
    session.add_all([money, words])
    session.flush()
    ids = [money.id, words.id]
    version = SheetVersion(**of, name=f"{canary}-version", note=f"{canary}-assumes", value_ids=ids, created_at=moment)
    submitted = SheetSubmission(
        **of,
        number=1,
        version_id=session.scalars(select(Course.newest_version_id).where(Course.key == KEY)).one(),
        value_ids=ids,
        submitted_at=moment,
    )
    remark = SheetComment(**of, field="remark", text=f"{canary}-remark", created_at=moment)
    link = SheetLink(
        **of,
        token_digest=digest_of(f"{canary.lower()}-{person}"),
        for_whom=f"{canary}-treasurer",
        created_at=moment,
        ends_at=moment + timedelta(days=7),
    )
    named = "somebody" if is_shared else f"{canary}-contact"
    contact = Contact(workbook_id=book.id, stakeholder="a firm", name=named, author_id=person, created_at=moment)
    session.add_all([version, submitted, remark, link, contact])
    session.flush()
    module = session.scalars(select(Item).where(Item.course_id == course, Item.kind == "module").order_by(Item.id)).first()
    assert module is not None
    due = (moment + timedelta(days=20)).date()
    session.add_all(
        [
            SheetSubmissionStep(submission_id=submitted.id, from_state="", to_state="submitted", author_id=person, at=moment),
            Handover(workbook_id=book.id, to_id=person, note="" if is_shared else f"{canary}-handed-over", at=moment),
            Commitment(enrolment_id=enrolment, item_id=module.id, what=f"{canary}-commitment", due_on=due, created_at=moment),
        ]
    )
    if not is_shared:
        session.add(
            StrategySection(
                workbook_id=book.id,
                key="own-words",
                title="Own",
                position=9,
                own_text=f"{canary}-own-text",
                author_id=person,
                changed_at=moment,
            )
        )
    session.flush()
    return {
        "workbook": slug,
        "sheet": "budget",
        "version": version.id,
        "submission": submitted.id,
        "remark": remark.id,
        "section": "own-words",
        "module": module.key,
        "workbook.contacts.edit:number": contact.id,
        "workbook.contacts.update:number": contact.id,
        "workbook.contacts.delete:number": contact.id,
        "workbook.links.delete:number": link.id,
    } | ({"workbook.shared.show:token": f"{canary.lower()}-{person}"} if canary == "CANARY-A" else {})
