"""What the house throws away by itself, and when: temporary files, counted attempts, used links, old forms, jobs and notifications.

Nothing here belongs to a person's record of learning. What an erasure leaves behind is tidied by `accounts`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update

from clustercourse.db import db, end_reading, now, value, writing
from clustercourse.files import store
from clustercourse.house import house
from clustercourse.jobs import periodic
from clustercourse.models.accounts import LetterLink, SignIn, SignInAttempt
from clustercourse.models.files import StoredFile
from clustercourse.models.jobs import Job
from clustercourse.models.labs import LabInvitation
from clustercourse.models.notifications import Letter, Notification
from clustercourse.models.web import Once

UNNAMED = timedelta(days=1)
ATTEMPTS = timedelta(days=1)
FORMS = timedelta(days=7)
LINKS = timedelta(days=30)
JOBS = timedelta(days=30)
SIGN_INS = timedelta(days=180)
LETTERS = timedelta(days=365)
NOTIFICATIONS = timedelta(days=180)
GUESTS = timedelta(days=180)
_row_of = select(StoredFile.digest).where(StoredFile.digest == bindparam("digest")).limit(1)


@periodic("house.sweep_files", timedelta(hours=6))
def sweep_files(_values: dict[str, Any]) -> None:
    """Remove what a crash left half written, and bytes that no row has named for a day: of forms that were refused, of broken-off work.

    Whoever puts bytes writes their row within minutes; bytes that lie there already count as put anew.
    """
    store().sweep()
    limit = now() - UNNAMED
    for digest in [file.digest for file in store().listed() if file.put_at < limit]:
        named = value(_row_of, digest=digest) is not None
        end_reading()
        if not named:
            store().drop(digest, put_before=limit)


@periodic("house.sweep_rows", timedelta(hours=6))
def sweep_rows(_values: dict[str, Any]) -> None:
    """Delete rows that have served their purpose, the words of letters that are in the post or were given up long ago, and the addresses
    of those who were asked about a lab long ago: what they said stays with their name."""
    moment = now()
    past_links = or_(LetterLink.used_at < moment - LINKS, LetterLink.expires_at < moment - LINKS)
    with writing() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < moment - ATTEMPTS))
        session.execute(delete(Once).where(Once.at < moment - FORMS))
        session.execute(delete(LetterLink).where(past_links))
        session.execute(delete(SignIn).where(or_(SignIn.ended_at < moment - SIGN_INS, SignIn.last_seen_at < moment - SIGN_INS)))
        session.execute(delete(Letter).where(Letter.state != "waiting", Letter.created_at < moment - LETTERS))
        session.execute(delete(Notification).where(Notification.created_at < moment - NOTIFICATIONS))
        session.execute(delete(Job).where(Job.state == "done", Job.done_at < moment - JOBS))
        asked = func.coalesce(LabInvitation.ends_at, LabInvitation.created_at)
        long_ago = asked < moment - GUESTS, LabInvitation.key.is_not(None)
        session.execute(update(LabInvitation).where(*long_ago).values(email="", key=None, token_digest=None))
        if house().smtp_host:
            nobody_needs = or_(Letter.state == "sent", and_(Letter.state != "waiting", Letter.created_at < moment - LINKS))
            session.execute(update(Letter).where(nobody_needs, Letter.text != "").values(text="", html="", calendar=None))


@periodic("house.optimise", timedelta(days=1))
def optimise(_values: dict[str, Any]) -> None:
    """Let SQLite look at its tables again, so that its plans fit them. PostgreSQL does so by itself."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
