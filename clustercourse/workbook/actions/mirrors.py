"""Letting figures count in the mirror of a cohort, taking that back, and publishing by the rule in `mirroring`."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.models.mirrors import MirrorConsent, MirrorFigure
from clustercourse.models.seats import Seat
from clustercourse.workbook.mirroring import Published, Seal, Summary, looked_at_again
from clustercourse.workbook.queries.figures import Held
from clustercourse.workbook.queries.mirrors import Mirror, figures_of, figures_shared_of, figures_touched, shares_in


def agree(here: Mirror, figure: str, *, by: int) -> None:
    """Let a figure of one's organisation count, now and whenever its sheet is submitted again. Twice is once.

    Refused: a figure that the mirror does not offer, and one of which nothing is submitted: nobody agrees to what they cannot see.
    """
    line = next((line for sheet in here.sheets for line in sheet.lines if line.figure.key == figure), None)
    if line is None or here.organisation is None:
        raise Refused(_("The mirror does not offer this figure any more."))
    if line.own is None:
        raise Refused(_("Nothing of this is submitted yet. Submit the worksheet first; then you see what you would share."))
    made = MirrorConsent(cohort_id=here.cohort.id, organisation_id=here.organisation.id, figure=figure, by_id=by, at=now())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return
    detail = {"cohort": here.cohort.id, "organisation": here.organisation.id, "figure": figure}
    record("workbook.mirror_agreed", by=by, thing=("mirror_consent", made.id), detail=detail)
    look_again(here.cohort.id, [figure])


def take_back(here: Mirror, figure: str, *, by: int) -> None:
    """Let a figure count no more: it goes into nothing that is published from now on. Twice is once."""
    wanted = {"cohort_id": here.cohort.id, "organisation_id": here.organisation.id if here.organisation else 0, "figure": figure}
    consent = db.session.scalar(select(MirrorConsent).filter_by(**wanted, withdrawn_at=None).with_for_update())
    if consent is None:
        return
    consent.withdrawn_at = now()
    db.session.flush()
    detail = {"cohort": here.cohort.id, "organisation": consent.organisation_id, "figure": figure}
    record("workbook.mirror_withdrawn", by=by, thing=("mirror_consent", consent.id), detail=detail)
    look_again(here.cohort.id, [figure])


def look_at_submitted(sheet_id: int) -> None:
    """A sheet was submitted: look again at what its organisation lets count."""
    for cohort_id, figures in figures_shared_of(sheet_id).items():
        look_again(cohort_id, figures)


def look_at_cohort(cohort_id: int) -> None:
    """Somebody came or went: whose organisation takes part no more counts no more."""
    figures = figures_touched(cohort_id)
    if figures:
        look_again(cohort_id, figures)


def look_at_seat(seat_id: int) -> None:
    """The cohort of a seat, when its organisation has become another."""
    cohort_id = db.session.scalar(select(Seat.cohort_id).where(Seat.id == seat_id))
    if cohort_id is not None:
        look_at_cohort(cohort_id)


def look_again(cohort_id: int, keys: Collection[str]) -> None:
    """Publish figures anew, take them off, or leave them, as the rule says. Twice is once.

    The row of each figure is locked before the values are read, so that two who agree at once are both counted.
    """
    wanted = set(keys)
    rows = {key: _locked(cohort_id, key) for key in sorted(wanted)}
    offered = [figure for figure in figures_of(cohort_id) if figure.key in wanted]
    shares = shares_in(cohort_id, offered)
    for key, row in rows.items():
        _look_at(row, shares.get(key, {}))


def _locked(cohort_id: int, key: str) -> MirrorFigure:
    wanted = select(MirrorFigure).filter_by(cohort_id=cohort_id, figure=key).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(MirrorFigure(cohort_id=cohort_id, figure=key, count=0, basis={}, published_at=now()))
    except IntegrityError:
        pass
    return db.session.scalars(wanted).one()


def _look_at(row: MirrorFigure, shares: Mapping[int, Held]) -> None:
    seal = _seal(row)
    before = _published(row, shares, seal)
    after = looked_at_again(before, shares, seal)
    if after.summary != before.summary or after.basis != before.basis:
        _publish(row, after)


def _published(row: MirrorFigure, shares: Mapping[int, Held], seal: Seal) -> Published:
    """What stands in the table. Seals of another key say nothing: values as they are now are sealed anew, and nothing is published."""
    basis = {int(organisation): sealed for organisation, sealed in row.basis.get("of", {}).items()}
    if basis and row.basis["key"] != _key_mark():
        basis = {each: seal(each, shares[each]) if each in shares else "" for each in basis}
        row.basis = {**row.basis, "key": _key_mark(), "of": {str(each): sealed for each, sealed in basis.items()}}
    summary = None
    if row.median is not None:
        low, high = (None if bound is None else Fraction(bound) for bound in (row.low, row.high))
        summary = Summary(row.count, Fraction(row.median), low, high, row.basis.get("currency", ""))
    return Published(summary, basis)


def _publish(row: MirrorFigure, after: Published) -> None:
    made = after.summary
    row.count = made.count if made else 0
    row.median, row.low, row.high = (_kept(each) for each in ((made.median, made.low, made.high) if made else (None, None, None)))
    basis: dict[str, Any] = {"key": _key_mark(), "of": {str(organisation): sealed for organisation, sealed in after.basis.items()}}
    row.basis = basis | ({"currency": made.currency} if made else {})
    row.published_at = now()
    db.session.flush()
    if made:
        detail = {"cohort": row.cohort_id, "figure": row.figure}
        record("workbook.mirror_published", by=None, thing=("mirror_figure", row.id), detail=detail)


def _kept(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _seal(row: MirrorFigure) -> Seal:
    """Values as nobody can guess them back without the key of the house, not even the few that a rating has."""
    about = f"mirror:{row.cohort_id}:{row.figure}"
    return lambda organisation, held: _digest(f"{about}:{organisation}:{held.currency}:{held.value}")


def _key_mark() -> str:
    return _digest("mirror:key")[:12]


def _digest(text: str) -> str:
    return hmac.new(house().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
