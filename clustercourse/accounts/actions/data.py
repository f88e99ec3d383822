"""A person's own data: a copy to take away, and erasing it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from clustercourse.accounts.actions.sign_ins import end_sign_ins
from clustercourse.accounts.privacy import EMPTY, LEFT, Holding, holdings_to
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.jobs import enqueue
from clustercourse.language import _
from clustercourse.models.accounts import Address, DataExport, Erasure, Person, SiteRole
from clustercourse.notifications.actions import forget_author, send_letter

KEPT_FOR = timedelta(days=7)


def ask_export(person_id: int, *, by: int) -> DataExport:
    """Ask for a copy of everything the site holds about a person; a job makes it. One that is being made is given again."""
    making = select(DataExport).where(DataExport.person_id == person_id, DataExport.ready_at.is_(None), DataExport.expires_at > now())
    export = db.session.scalar(making)
    if export is None:
        moment = now()
        export = DataExport(person_id=person_id, created_at=moment, expires_at=moment + KEPT_FOR)
        db.session.add(export)
        db.session.flush()
        record("accounts.export_asked", by=by, person=person_id, thing=("data_export", export.id))
        enqueue("accounts.export", f"accounts.export:{export.id}:{moment.isoformat()}", {"export": export.id})
    return export


def note_fetch(export_id: int, *, by: int) -> None:
    """Record that somebody takes their copy away; each time anew."""
    record("accounts.export_fetched", by=by, person=by, thing=("data_export", export_id))


def erase(person_id: int, *, by: int | None, again: bool = False, leaves_posts: bool = False) -> Erasure:
    """Erase a person: rows go, are emptied or stay as each model declares; the person's row stays, empty.

    A last letter tells the person's address; its row is removed once it is sent. `again` is for a restored database: no letter.
    `leaves_posts`: the words of topics and posts stay, without the name and without files.
    Refused: the last administrator. Twice is once.
    """
    person = db.session.get_one(Person, person_id)
    earlier = db.session.scalar(select(Erasure).where(Erasure.person_id == person_id))
    if earlier is not None:
        return earlier
    if not again:
        _refuse_last_administrator(person_id)
    to = db.session.scalar(
        select(Address.email).where(Address.person_id == person_id, Address.is_primary, Address.confirmed_at.is_not(None))
    )
    language = person.language
    end_sign_ins(person_id, by=by)
    counts = _apply(person_id, leaves_posts=leaves_posts)
    forget_author(person_id)
    erasure = Erasure(person_id=person_id, at=now(), counts=counts, leaves_posts=leaves_posts)
    db.session.add(erasure)
    db.session.execute(update(Person).where(Person.id == person_id).values(erased_at=erasure.at))
    record("accounts.erased", by=by, person=person_id, thing=("person", person_id), detail=counts | {"leaves_posts": leaves_posts})
    if to and not again:
        send_letter("erased", key=f"erased:{person_id}", to=to, language=language, person=person_id)
    db.session.flush()
    return erasure


def _apply(person_id: int, *, leaves_posts: bool) -> dict[str, int]:
    """Empty first, while the addresses that lead to rows are still there; then delete, what points before what is pointed at."""
    counts: dict[str, int] = {}
    for holding in reversed(holdings_to("emptied")):
        empty = LEFT.get(holding.name, EMPTY[holding.name]) if leaves_posts else EMPTY[holding.name]
        if empty:
            _execute(update(holding.table).where(holding.condition).values(empty), person_id)
    doomed = list(reversed(holdings_to("erased")))
    for holding in sorted(doomed, key=lambda holding: holding.name == "address"):
        counts[holding.name] = _count(holding, person_id)
        _execute(delete(holding.table).where(holding.condition), person_id)
    db.session.expire_all()
    return {name: number for name, number in sorted(counts.items()) if number}


def _execute(statement: object, person_id: int) -> None:
    db.session.execute(statement, {"person": person_id}, execution_options={"synchronize_session": False})  # type: ignore[call-overload]


def _count(holding: Holding, person_id: int) -> int:
    number: int = db.session.scalar(select(func.count()).select_from(holding.table).where(holding.condition), {"person": person_id}) or 0
    return number


def _refuse_last_administrator(person_id: int) -> None:
    admins = set(db.session.scalars(select(SiteRole.person_id).where(SiteRole.role == "admin")))
    if admins == {person_id}:
        raise Refused(_("You are the last administrator. Make somebody else administrator first."))
