"""Contact persons: third parties, so they are erased at once and nothing that was said about them is recorded anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.workbook import Contact
from clustercourse.workbook.actions.sheets import open_workbook
from clustercourse.workbook.queries.workbooks import WorkbookHere

MOST = 500


@dataclass(frozen=True)
class ContactFacts:
    """What is kept about somebody."""

    stakeholder: str
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


def add_contact(here: WorkbookHere, facts: ContactFacts, *, by: int) -> Contact:
    """Keep somebody behind a stakeholder. Refused: more people than a workbook is for."""
    workbook = open_workbook(here, by=by)
    known = db.session.scalar(select(func.count()).select_from(Contact).where(Contact.workbook_id == workbook.id)) or 0
    if known >= MOST:
        raise Refused(_("A workbook keeps {n} contact persons at most. Erase those whom nobody writes to any more.", n=MOST))
    made = Contact(workbook_id=workbook.id, author_id=by, created_at=now(), **_clean(facts))
    db.session.add(made)
    db.session.flush()
    record("workbook.contact_added", by=by, thing=("contact", made.id), detail={"workbook": workbook.id})
    return made


def change_contact(contact_id: int, facts: ContactFacts, *, by: int) -> None:
    """Put right what is kept about somebody; what stood there before is gone. The same again changes nothing.

    Refused: somebody who was erased meanwhile.
    """
    contact = db.session.get(Contact, contact_id, with_for_update=True)
    if contact is None:
        raise Refused(_("This person was erased meanwhile."))
    wanted = _clean(facts)
    if all(getattr(contact, name) == text for name, text in wanted.items()):
        return
    for name, text in wanted.items():
        setattr(contact, name, text)
    db.session.flush()
    record("workbook.contact_changed", by=by, thing=("contact", contact.id), detail={"workbook": contact.workbook_id})


def erase_contacts(contact_ids: Iterable[int], *, among: Collection[int], by: int | None) -> int:
    """Erase people from workbooks (`among`: which ones one may reach); how many rows went. Twice is once."""
    return _erase(Contact.id.in_(list(contact_ids)), Contact.workbook_id.in_(list(among)), by=by)


def forget_contact(email: str, *, by: int | None) -> int:
    """Erase everybody with this address from every workbook, because they asked for it; how many rows went. Twice is once."""
    key = email.strip().lower()
    return _erase(Contact.email != "", func.lower(Contact.email) == key, by=by) if key else 0


def _erase(*chosen: object, by: int | None) -> int:
    doomed = db.session.scalars(select(Contact).where(*chosen).order_by(Contact.id).with_for_update()).all()  # type: ignore[arg-type]
    for contact in doomed:
        record("workbook.contact_erased", by=by, thing=("contact", contact.id), detail={"workbook": contact.workbook_id})
        db.session.delete(contact)
    db.session.flush()
    return len(doomed)


def _clean(facts: ContactFacts) -> dict[str, str]:
    return {name: text.strip() for name, text in asdict(facts).items()}
