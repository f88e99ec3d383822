"""Named versions of a sheet: a state to come back to and to compare with."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.workbook import Sheet, SheetVersion
from clustercourse.workbook.actions.sheets import add_value
from clustercourse.workbook.queries.sheets import Spot, current_values, values_by_ids


def name_version(sheet: Sheet, *, name: str, note: str, by: int) -> SheetVersion:
    """Keep what stands in a sheet now under a name. Refused: an empty sheet, and a name that is taken by another state."""
    values = sorted(value.id for value in current_values(sheet.id).values())
    if not values:
        raise Refused(_("Nothing stands in this sheet yet. Fill it first."))
    there = db.session.scalar(select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.name == name.strip()))
    if there is not None and there.value_ids == values:
        return there
    if there is not None:
        raise Refused(_("There is a version “{name}” already. Choose another name; the first one stays.", name=name.strip()), field="name")
    made = SheetVersion(sheet_id=sheet.id, name=name.strip(), note=note.strip(), value_ids=values, author_id=by, created_at=now())
    db.session.add(made)
    db.session.flush()
    record("workbook.version_named", by=by, thing=("sheet_version", made.id), detail={"sheet": sheet.id})
    return made


def restore_version(sheet: Sheet, version_id: int, *, by: int) -> int:
    """Write the values of a version anew, so that they count again; how many places changed. What stood there stays in the history.

    Places that the version did not have are emptied. NotHere for a version of another sheet.
    """
    version = db.session.get(SheetVersion, version_id)
    if version is None or version.sheet_id != sheet.id:
        raise NotHere
    there, wanted = current_values(sheet.id), values_by_ids(version.value_ids)
    changed = 0
    for spot in {**there, **wanted}:
        now_there, then = there.get(spot), wanted.get(spot)
        wanted_here = _content(then) if then is not None else _emptied(spot)
        if now_there is not None and _content(now_there) == wanted_here:
            continue
        changed += 1
        add_value(sheet, spot, wanted_here, by=by)
    if changed:
        sheet.changed_at = now()
        db.session.flush()
        record("workbook.version_restored", by=by, thing=("sheet_version", version.id), detail={"sheet": sheet.id, "count": changed})
    return changed


def _emptied(spot: Spot) -> dict[str, object]:
    """What stands in a place that a version did not have: nothing; a row is taken off."""
    is_row = "." not in spot[0] and spot[1] is not None
    return {"value": {"removed": True} if is_row else None, "typed": "", "currency": None, "source": "", "as_of": ""}


def _content(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in ("value", "typed", "currency", "source", "as_of")}
