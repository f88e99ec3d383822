"""Which rows are about a person: found by walking every model, so that a new table cannot be forgotten.

A table holds rows about people when it points at `person` by `person_id`, or at the rows of such a table; what was only copied from
such a row (`info={"copied": True}`) is nobody's for that.
What happens to them stands in the model (`privacy`); what cannot be generic stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, or_, select
from sqlalchemy.orm import aliased

from clustercourse.db import Base
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.events import Event
from clustercourse.models.labs import LabInvitation, LabVoice
from clustercourse.models.notifications import Letter

SECRET = frozenset({"token_digest", "password_hash"})
EMPTY: dict[str, dict[str, Any]] = {
    "person": {
        "name": "",
        "about": "",
        "photo_digest": None,
        "language": "en",
        "time_zone": "Europe/Copenhagen",
        "theme": "auto",
        "wants_practice": False,
    },
    "invitation": {"email": "", "key": ""},
    "seat": {"message": "", "diet": "", "access_needs": "", "listed": "nobody"},
    "seat_step": {"reason": ""},
    "apology": {"text": ""},
    "attendance_revision": {"reason": ""},
    "topic": {"title": ""},
    "post": {"text": "", "html": "", "basis": "", "file_count": 0},
    "flag": {"text": "", "reason": ""},
    "lab_invitation": {"name": "", "email": "", "key": None, "token_digest": None},
    "lab_voice": {"text": ""},
    "dissent": {"text": ""},
    "adoption": {"context": "", "text": "", "reason": ""},
}


LEFT: dict[str, dict[str, Any]] = {"post": {"file_count": 0}, "topic": {}}
"""What is emptied in place of the words, where a person lets them stay."""


@dataclass(frozen=True)
class Holding:
    """A table with rows about people and the condition for one person's (parameter `person`)."""

    model: type[Base]
    condition: ColumnElement[bool]

    @property
    def table(self) -> Table:
        return table_of(self.model)

    @property
    def name(self) -> str:
        return self.table.name

    def exported(self) -> Select[Any]:
        """The person's rows without secrets, oldest first."""
        columns = [column for column in self.table.columns if column.name not in SECRET]
        return select(*columns).where(self.condition).order_by(*self.table.primary_key.columns)


def table_of(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


@cache
def holdings() -> tuple[Holding, ...]:
    """Every table with rows about people; those that others point at come first."""
    models = {table_of(mapper.class_).name: mapper.class_ for mapper in Base.registry.mappers}
    conditions: dict[str, ColumnElement[bool]] = {"person": _is_them(table_of(Person).c.id)}
    also = _also()
    for table in Base.metadata.sorted_tables:
        found = _condition(table, conditions) if table.name in models and table.name != "person" else None
        either = [each for each in (found, also.get(table.name)) if each is not None]
        if either:
            conditions[table.name] = or_(*either)
    return tuple(Holding(models[name], condition) for name, condition in conditions.items())


def _is_them(column: ColumnElement[int]) -> ColumnElement[bool]:
    """The person, or somebody who was joined into them: what could not go over is theirs all the same."""
    joined_into = aliased(Person)
    return or_(column == bindparam("person"), column.in_(select(joined_into.id).where(joined_into.joined_into_id == bindparam("person"))))


def _condition(table: Table, held: dict[str, ColumnElement[bool]]) -> ColumnElement[bool] | None:
    if "person_id" in table.columns:
        return _is_them(table.c.person_id)
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        target = key.column.table
        if target.name in held and target.name not in ("person", "event", "invitation") and not key.info.get("copied"):
            return key.parent.in_(select(key.column).where(held[target.name]))
    return None


def _also() -> dict[str, ColumnElement[bool]]:
    """Rows about a person that no key leads to: what they did, and letters and invitations to an address they have proved to be theirs,
    with what they answered."""
    own = Address.person_id == bindparam("person"), Address.confirmed_at.is_not(None)
    addresses, keys = select(Address.email).where(*own), select(Address.key).where(*own)
    return {
        "event": Event.by_id == bindparam("person"),
        "letter": Letter.to_address.in_(addresses),
        "invitation": Invitation.key.in_(keys),
        "lab_invitation": LabInvitation.key.in_(keys),
        "lab_voice": LabVoice.invitation_id.in_(select(LabInvitation.id).where(LabInvitation.key.in_(keys))),
    }


def exported_holdings() -> Sequence[Holding]:
    return [holding for holding in holdings() if holding.model.privacy.exported]


def holdings_to(what: str) -> Sequence[Holding]:
    """Those whose rows an erasure treats so: `erased`, `emptied` or `kept`."""
    return [holding for holding in holdings() if holding.model.privacy.on_erasure == what]
