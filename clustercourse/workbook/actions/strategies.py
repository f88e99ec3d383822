"""The strategy document's own part: names, order and text of its sections. What sheets give is never written over it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, Refused
from clustercourse.events import record
from clustercourse.kinds.worksheets.source import SECTIONS
from clustercourse.language import _
from clustercourse.models.workbook import StrategySection, Workbook

MOST_SECTIONS = 30
LONGEST = 20_000


def write_section(
    workbook: Workbook, key: str, *, title: str, own_text: str, number: int, by: int, is_hidden: bool | None = None
) -> StrategySection:
    """Change a section's name and own text. `number` is how often it had been changed when its writer began.

    Conflict: somebody changed it meanwhile; both texts are shown. Refused: a section that there is not.
    """
    section = _section(workbook, key, by=by)
    if section.number != number and (section.own_text, section.title) != (own_text, title):
        raise Conflict(_("Somebody changed this section meanwhile. Both texts are below: put them together, and save."))
    if (section.title, section.own_text) == (title, own_text) and is_hidden in (None, section.is_hidden):
        return section
    section.title, section.own_text, section.author_id, section.changed_at = title, own_text, by, now()
    section.is_hidden = section.is_hidden if is_hidden is None else is_hidden
    section.number += 1
    db.session.flush()
    record("workbook.section_changed", by=by, thing=("strategy_section", section.id), detail={"workbook": workbook.id})
    return section


def add_section(workbook: Workbook, *, title: str, by: int) -> StrategySection:
    """A section of one's own, at the end. Refused: too many, and a name that is taken."""
    there = _all(workbook, by=by)
    if len(there) >= MOST_SECTIONS:
        raise Refused(_("A strategy document has {n} sections at most.", n=MOST_SECTIONS), field="title")
    key = "own-" + (re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40] or "section")
    if any(section.key == key for section in there):
        raise Refused(_("There is a section of this name already."), field="title")
    made = StrategySection(
        workbook_id=workbook.id, key=key, title=title.strip(), position=len(there), number=1, author_id=by, changed_at=now()
    )
    db.session.add(made)
    db.session.flush()
    record("workbook.section_changed", by=by, thing=("strategy_section", made.id), detail={"workbook": workbook.id})
    return made


def move_section(workbook: Workbook, key: str, *, up: bool, by: int) -> None:
    """Change places with the section above or below."""
    there = _all(workbook, by=by)
    place = next((at for at, section in enumerate(there) if section.key == key), None)
    if place is None or not 0 <= (other := place - 1 if up else place + 1) < len(there):
        return
    there[place].position, there[other].position = other, place
    db.session.flush()
    record("workbook.section_changed", by=by, thing=("strategy_section", there[place].id), detail={"workbook": workbook.id})


def _all(workbook: Workbook, *, by: int) -> Sequence[StrategySection]:
    """Every section as a row, in order; made for all when the first is changed."""
    wanted = (
        select(StrategySection).where(StrategySection.workbook_id == workbook.id).order_by(StrategySection.position, StrategySection.id)
    )
    there = db.session.scalars(wanted).all()
    known = {section.key for section in there}
    missing = [key for key in SECTIONS if key not in known]
    for position, key in enumerate(missing, len(there)):
        db.session.add(StrategySection(workbook_id=workbook.id, key=key, position=position, number=0, author_id=by, changed_at=now()))
    db.session.flush()
    ordered = db.session.scalars(wanted).all()
    for position, section in enumerate(ordered):
        section.position = position
    return ordered


def _section(workbook: Workbook, key: str, *, by: int) -> StrategySection:
    found = next((section for section in _all(workbook, by=by) if section.key == key), None)
    if found is None:
        raise Refused(_("There is no such section."))
    return found
