"""What an erasure leaves to do beside the rows: bytes in the store, the last letter, and the journal that a restore applies again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, or_, select

from clustercourse.accounts.actions.data import erase
from clustercourse.db import db, now, rows, writing
from clustercourse.files import drop, sync_folder
from clustercourse.house import house
from clustercourse.models.accounts import Address, DataExport, Erasure, Person
from clustercourse.models.discussions import PostFile
from clustercourse.models.files import StoredFile
from clustercourse.models.notifications import Letter

_LETTER_AT_MOST = timedelta(days=7)
_UNCONFIRMED_AT_MOST = timedelta(days=30)
_PERSONAL = ("photo", "export", "post")
_erasures = select(Erasure.person_id, Erasure.at, Erasure.leaves_posts).order_by(Erasure.at, Erasure.id)


def journal_path() -> Path:
    return house().data / "erasures.jsonl"


def erase_person(person_id: int, *, by: int | None, leaves_posts: bool = False) -> None:
    """Erase a person for good: the rows in one transaction, then the bytes and the line in the journal.

    A crash in between is healed by the hourly `tidy`.
    """
    with writing():
        erase(person_id, by=by, leaves_posts=leaves_posts)
    finish_erasures()


def finish_erasures() -> None:
    """Write the journal lines that are missing and remove bytes that no row needs any more."""
    _complete_journal()
    _drop_bytes()


def tidy(_values: Mapping[str, Any]) -> None:
    """The hourly job: copies of data that are over, last letters that have gone out, people who never confirmed, broken-off erasures."""
    gone = select(Person.id).where(Person.erased_at.is_not(None))
    with writing() as session:
        session.execute(delete(DataExport).where(DataExport.expires_at < now()))
        over = or_(Letter.state != "waiting", Letter.created_at < now() - _LETTER_AT_MOST)
        session.execute(delete(Letter).where(Letter.person_id.in_(gone), over))
        for person_id in list(session.scalars(_never_confirmed(now() - _UNCONFIRMED_AT_MOST))):
            erase(person_id, by=None, again=True)
    finish_erasures()


def _never_confirmed(since: datetime) -> Select[int]:
    proved = select(Address.id).where(Address.person_id == Person.id, Address.confirmed_at.is_not(None)).exists()
    return select(Person.id).where(Person.created_at < since, Person.erased_at.is_(None), ~proved)


def apply_journal() -> list[int]:
    """Erase again everybody whom the journal names and a restored database has back; returns who. Sends no letters.

    A line counts only for a person who was there at its time: after a restore, a later person can have the same number.
    """
    done = []
    for person_id, at, leaves_posts in read_journal():
        with writing() as session:
            person = session.get(Person, person_id)
            if person is not None and person.erased_at is None and person.created_at <= at:
                erase(person_id, by=None, again=True, leaves_posts=leaves_posts)
                done.append(person_id)
    finish_erasures()
    return done


def read_journal() -> list[tuple[int, datetime, bool]]:
    """(person, moment, whether their posts stay) of each line. A last line that a power cut left half written is skipped."""
    path = journal_path()
    found = []
    for line in path.read_text().split("\n") if path.is_file() else []:
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        found.append((int(entry["person"]), datetime.fromisoformat(entry["at"]), bool(entry.get("leaves_posts"))))
    return found


def _complete_journal() -> None:
    with writing():
        erased = [(found.person_id, found.at, bool(found.leaves_posts)) for found in rows(_erasures)]
        written = set(read_journal())
        lines = [
            json.dumps({"person": line[0], "at": line[1].isoformat(), "leaves_posts": line[2]}) for line in erased if line not in written
        ]
        if lines:
            _append("\n".join(lines))


def _append(text: str) -> None:
    path = journal_path()
    with path.open("a") as file:
        file.write(f"{text}\n" if path.stat().st_size == 0 or _ends_line(path) else f"\n{text}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _ends_line(path: Path) -> bool:
    return path.read_bytes().endswith(b"\n")


def _drop_bytes() -> None:
    """Photos, copies and files of posts that nobody has any more: the row first, then the bytes if nothing else has them."""
    in_use = (
        select(Person.photo_digest)
        .where(Person.photo_digest.is_not(None))
        .union(select(DataExport.digest).where(DataExport.digest.is_not(None)), select(PostFile.digest))
    )
    with writing() as session:
        unused = select(StoredFile.digest).where(StoredFile.purpose.in_(_PERSONAL), StoredFile.digest.not_in(in_use))
        digests = set(session.scalars(unused))
        if not digests:
            return
        session.execute(delete(StoredFile).where(StoredFile.purpose.in_(_PERSONAL), StoredFile.digest.in_(digests)))
        digests -= set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
    drop(digests)
