"""Where a lab's result was told: one row for each time, in one of the six channels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.policy import TELLING_STATES
from clustercourse.language import _, today, zone
from clustercourse.models.methods import CHANNELS, Dissemination

RESTING_ON_IT = ("disseminated", "followed-up", "closed")
"""States that a lab has reached because it was told somewhere."""


@dataclass(frozen=True)
class Telling:
    """`address` is where it can be read or seen; empty where it cannot."""

    channel: str
    title: str
    on_day: date
    audience: str = ""
    address: str = ""


def tell(lab_id: int, telling: Telling, *, by: int) -> Dissemination:
    """Note where the result was told. Refused: before the lab is tested, a day to come, a link that is no https address."""
    if locked_lab(lab_id).state not in TELLING_STATES:
        raise Refused(_("A result is told when the lab is tested. What you wrote was not saved."))
    _check(telling)
    row = Dissemination(lab_id=lab_id, created_at=now(), **asdict(telling))
    db.session.add(row)
    db.session.flush()
    record("labs.told", by=by, thing=("lab", lab_id), detail={"dissemination": row.id, "channel": row.channel})
    return row


def change_telling(lab_id: int, number: int, telling: Telling, *, by: int) -> None:
    """Change what is said of it. The same again changes nothing. Refused: as in `tell`, and one that was removed meanwhile."""
    locked_lab(lab_id)
    _check(telling)
    row = _row(lab_id, number)
    if row is None:
        raise Refused(_("Somebody removed this entry meanwhile. Enter it anew: what you wrote is still here."))
    changed = sorted(name for name, said in asdict(telling).items() if getattr(row, name) != said)
    for name in changed:
        setattr(row, name, getattr(telling, name))
    if changed:
        db.session.flush()
        record("labs.telling_changed", by=by, thing=("lab", lab_id), detail={"dissemination": number, "fields": changed})


def remove_telling(lab_id: int, number: int, *, by: int) -> None:
    """Take an entry back. Twice is once. Refused: the last one of a lab that is disseminated, for that rests on it."""
    lab, row = locked_lab(lab_id), _row(lab_id, number)
    if row is None:
        return
    others = db.session.scalar(select(func.count(Dissemination.id)).where(Dissemination.lab_id == lab_id, Dissemination.id != number))
    if lab.state in RESTING_ON_IT and not others:
        raise Refused(_("The lab counts as disseminated because of this entry. Add another one first, or change this one."))
    db.session.delete(row)
    db.session.flush()
    record("labs.telling_removed", by=by, thing=("lab", lab_id), detail={"dissemination": number})


def _row(lab_id: int, number: int) -> Dissemination | None:
    return db.session.scalar(select(Dissemination).where(Dissemination.id == number, Dissemination.lab_id == lab_id))


def _check(telling: Telling) -> None:
    if telling.channel not in CHANNELS:
        raise Refused(_("Choose one from the list."), field="channel")
    if not telling.title.strip():
        raise Refused(_("Enter a title."), field="title")
    if telling.on_day > today(now(), zone()):
        raise Refused(_("This day is still to come. Enter it when the result has been told."), field="on_day")
    if telling.address and not is_https(telling.address):
        raise Refused(_("Enter a whole address that begins with https://, or none."), field="address")


def is_https(address: str) -> bool:
    """Whether it is a whole address of the web that is fetched encrypted, and nothing a reader could mistake for another one."""
    if not address.isprintable() or any(sign in address for sign in ' "<>\\@'):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and "." in host.strip(".")
