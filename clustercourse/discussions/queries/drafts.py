"""What somebody typed and did not send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from clustercourse.db import row
from clustercourse.models.discussions import PostDraft


@dataclass(frozen=True)
class DraftRow:
    """`other` is a second text that was typed in another window meanwhile."""

    fields: Mapping[str, str]
    other: Mapping[str, str] | None
    number: int
    saved_at: datetime

    @property
    def is_empty(self) -> bool:
        return not any(self.fields.values())


_draft = select(PostDraft.fields, PostDraft.other, PostDraft.number, PostDraft.saved_at).where(
    PostDraft.person_id == bindparam("person"), PostDraft.place == bindparam("place")
)


def draft_at(place: str, person_id: int) -> DraftRow | None:
    """The person's draft at a place, empty once it was sent; None where nothing was typed yet."""
    found = row(_draft, person=person_id, place=place)
    return None if found is None else DraftRow(*found)
