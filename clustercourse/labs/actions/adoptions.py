"""“We used this too”: reports of organisations that used a method outside the lab, and who lets them stand in public."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.words import ADOPTION_WORDS
from clustercourse.language import _
from clustercourse.models.catalogue import Organisation
from clustercourse.models.methods import Adoption, Method, MethodResult


@dataclass(frozen=True)
class AdoptionFacts:
    """In which context an organisation used a method, with which result (worked, partly, did-not), and what it tells."""

    context: str
    result: str
    text: str


def report_adoption(method_id: int, facts: AdoptionFacts, *, organisation_id: int, by: int) -> Adoption:
    """Tell of one's own use of a method. It waits until a facilitator has looked at it; one of the organisation that waits is replaced.

    Refused: a method that is not in the public catalogue, an organisation that is closed, a report without context, result or text.
    """
    if db.session.get(Method, method_id, with_for_update=True) is None or not _is_public(method_id):
        raise NotHere
    _check(facts, organisation_id)
    earlier = select(Adoption).where(
        Adoption.method_id == method_id, Adoption.organisation_id == organisation_id, Adoption.state == "waiting"
    )
    for waiting in db.session.scalars(earlier.with_for_update()):
        waiting.state, waiting.decided_at, waiting.decided_by_id = "replaced", now(), by
    db.session.flush()
    row = Adoption(method_id=method_id, organisation_id=organisation_id, person_id=by, state="waiting", created_at=now(), **asdict(facts))
    db.session.add(row)
    db.session.flush()
    record("labs.adoption_reported", by=by, thing=("adoption", row.id), detail={"method": method_id, "organisation": organisation_id})
    return row


def show_adoption(adoption_id: int, *, by: int) -> None:
    """Let a report stand in public. Twice is once. Refused: one that its author took back or replaced."""
    row = _decidable(adoption_id)
    if row.state != "shown":
        _decide(row, "shown", "", by=by)


def refuse_adoption(adoption_id: int, reason: str, *, by: int) -> None:
    """Keep a report out of the public, or take it off; its author is told why. Twice is once.

    Refused: one that its author took back or replaced, without a reason.
    """
    row = _decidable(adoption_id)
    if len(reason.strip()) < 10:
        raise Refused(_("Say why, in a sentence. The author reads it."), field="reason")
    if row.state != "refused":
        _decide(row, "refused", reason.strip(), by=by)


def withdraw_adoption(adoption_id: int, *, by: int) -> None:
    """Take one's own report back, shown or not. Twice is once. Raises NotHere for somebody else's."""
    row = _adoption(adoption_id)
    if row.person_id != by:
        raise NotHere
    if row.state in ("waiting", "shown"):
        row.state = "withdrawn"
        db.session.flush()
        record("labs.adoption_withdrawn", by=by, thing=("adoption", adoption_id), detail={"method": row.method_id})


def _decide(row: Adoption, state: str, reason: str, *, by: int) -> None:
    row.state, row.reason, row.decided_at, row.decided_by_id = state, reason, now(), by
    db.session.flush()
    detail = {"method": row.method_id, "to": state}
    record("labs.adoption_decided", by=by, person=row.person_id, thing=("adoption", row.id), detail=detail)


def _decidable(adoption_id: int) -> Adoption:
    row = _adoption(adoption_id)
    if row.state in ("withdrawn", "replaced"):
        raise Refused(_("Its author took this report back in the meantime. Nothing is to be decided any more."))
    return row


def _adoption(adoption_id: int) -> Adoption:
    row = db.session.get(Adoption, adoption_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotHere
    return row


def _check(facts: AdoptionFacts, organisation_id: int) -> None:
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None or organisation.closed_at is not None:
        raise Refused(_("Choose one from the list."), field="organisation")
    if facts.result not in ADOPTION_WORDS:
        raise Refused(_("Choose one from the list."), field="result")
    for name, sentence in (
        ("context", _("Say in which context you used it.")),
        ("text", _("Say in a sentence or two how it went.")),
    ):
        if len(getattr(facts, name).strip()) < 3:
            raise Refused(sentence, field=name)


def _is_public(method_id: int) -> bool:
    return db.session.scalar(select(MethodResult.id).where(MethodResult.method_id == method_id).limit(1)) is not None
