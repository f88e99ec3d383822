"""Secret addresses for reading a sheet without an account: making one, and taking it back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.workbook import Sheet, SheetLink, SheetVersion
from clustercourse.workbook.queries.links import digest_of

DAYS = (7, 30, 90)
MOST = 20


def make_link(sheet: Sheet, *, for_whom: str, version_id: int | None, days: int, by: int) -> str:
    """Make an address under which somebody reads a sheet, as it stands or a version of it; returns its token, which is kept nowhere.

    Refused: a version of another sheet, another time than those offered, an empty sheet, more addresses in use than a sheet needs.
    """
    if days not in DAYS:
        raise Refused(_("Choose one from the list."), field="days")
    version = select(SheetVersion.id).where(SheetVersion.id == version_id, SheetVersion.sheet_id == sheet.id)
    if version_id is not None and db.session.scalar(version) is None:
        raise Refused(_("Choose one from the list."), field="version")
    if not sheet.last_number:
        raise Refused(_("Nothing stands in this sheet yet. Fill it first."))
    is_open = SheetLink.sheet_id == sheet.id, SheetLink.withdrawn_at.is_(None), SheetLink.ends_at > now()
    in_use = select(func.count()).select_from(SheetLink).where(*is_open)
    if (db.session.scalar(in_use) or 0) >= MOST:
        raise Refused(_("This sheet has {most} addresses in use. Withdraw one that nobody needs any more, then make a new one.", most=MOST))
    token = secrets.token_urlsafe(32)
    made = SheetLink(
        sheet_id=sheet.id,
        version_id=version_id,
        token_digest=digest_of(token),
        for_whom=for_whom.strip(),
        author_id=by,
        created_at=now(),
        ends_at=now() + timedelta(days=days),
    )
    db.session.add(made)
    db.session.flush()
    detail = {"sheet": sheet.id, "version": version_id, "days": days}
    record("workbook.link_made", by=by, thing=("sheet_link", made.id), detail=detail)
    return token


def withdraw_link(link_id: int, *, by: int) -> None:
    """Make an address worthless. Twice is once; nothing is refused."""
    link = db.session.get_one(SheetLink, link_id, with_for_update=True)
    if link.withdrawn_at is None:
        link.withdrawn_at = now()
        db.session.flush()
        record("workbook.link_withdrawn", by=by, thing=("sheet_link", link.id), detail={"sheet": link.sheet_id})
