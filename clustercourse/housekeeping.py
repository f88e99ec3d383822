"""What the house throws away by itself, and when: temporary files, counted attempts, used links, old forms, exports and jobs.

Nothing here belongs to a person's record of learning.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from clustercourse.db import db, now, writing
from clustercourse.files import store
from clustercourse.jobs import periodic
from clustercourse.models.accounts import DataExport, LetterLink, SignIn, SignInAttempt
from clustercourse.models.files import StoredFile
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.models.web import Once

ATTEMPTS = timedelta(days=1)
FORMS = timedelta(days=7)
LINKS = timedelta(days=30)
JOBS = timedelta(days=30)
SIGN_INS = timedelta(days=180)
LETTERS = timedelta(days=365)


@periodic("house.sweep_files", timedelta(hours=6))
def sweep_files(_values: dict[str, Any]) -> None:
    """Remove what a crash left half written, and the bytes of exports that have run out."""
    store().sweep()
    with writing() as session:
        out = session.execute(select(DataExport.id, DataExport.digest).where(DataExport.expires_at < now())).all()
        digests = [digest for _id, digest in out if digest]
        session.execute(delete(DataExport).where(DataExport.id.in_([export for export, _digest in out])))
        kept = set(session.scalars(select(DataExport.digest).where(DataExport.digest.in_(digests))))
        gone = [digest for digest in digests if digest not in kept]
        session.execute(delete(StoredFile).where(StoredFile.digest.in_(gone), StoredFile.purpose == "export"))
        elsewhere = set(session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(gone))))
    for digest in set(gone) - elsewhere:
        store().path(digest).unlink(missing_ok=True)


@periodic("house.sweep_rows", timedelta(hours=6))
def sweep_rows(_values: dict[str, Any]) -> None:
    """Delete rows that have served their purpose."""
    moment = now()
    past_links = or_(LetterLink.used_at < moment - LINKS, LetterLink.expires_at < moment - LINKS)
    with writing() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < moment - ATTEMPTS))
        session.execute(delete(Once).where(Once.at < moment - FORMS))
        session.execute(delete(LetterLink).where(past_links))
        session.execute(delete(SignIn).where(or_(SignIn.ended_at < moment - SIGN_INS, SignIn.last_seen_at < moment - SIGN_INS)))
        session.execute(delete(Letter).where(Letter.state != "waiting", Letter.created_at < moment - LETTERS))
        session.execute(delete(Job).where(Job.state == "done", Job.done_at < moment - JOBS))


@periodic("house.optimise", timedelta(days=1))
def optimise(_values: dict[str, Any]) -> None:
    """Let SQLite look at its tables again, so that its plans fit them. PostgreSQL does so by itself."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
