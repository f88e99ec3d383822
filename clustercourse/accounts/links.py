"""Links in letters: making one, finding it again, using it up. The row holds a digest; only the letter holds the link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from clustercourse.db import db, now
from clustercourse.models.accounts import Address, LetterLink

LIFE = {"confirm": timedelta(days=3), "reset": timedelta(hours=2), "address-new": timedelta(days=3), "address-old": timedelta(days=3)}


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(purpose: str, address: Address, *, life: timedelta | None = None) -> tuple[str, LetterLink]:
    """A fresh token and its row. Older links for the same purpose and person stop working."""
    end_links(address.person_id, purpose)
    token = secrets.token_urlsafe(32)
    moment = now()
    link = LetterLink(
        token_digest=digest_of(token),
        purpose=purpose,
        person_id=address.person_id,
        address_id=address.id,
        created_at=moment,
        expires_at=moment + (life or LIFE[purpose]),
    )
    db.session.add(link)
    db.session.flush()
    return token, link


def end_links(person_id: int, *purposes: str) -> None:
    """Make unused links of these purposes worthless. Without a purpose: all of the person."""
    statement = update(LetterLink).where(LetterLink.person_id == person_id, LetterLink.used_at.is_(None))
    if purposes:
        statement = statement.where(LetterLink.purpose.in_(purposes))
    db.session.execute(statement.values(used_at=now()))


def open_link(token: str, *purposes: str) -> LetterLink | None:
    """The row of a link that may still be used, or None."""
    statement = select(LetterLink).where(
        LetterLink.token_digest == digest_of(token),
        LetterLink.purpose.in_(purposes),
        LetterLink.used_at.is_(None),
        LetterLink.expires_at > now(),
    )
    return db.session.scalar(statement.with_for_update())
