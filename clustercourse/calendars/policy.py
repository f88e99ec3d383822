"""Whose calendar it is. A feed shows what its owner may see at the moment it is read, so there is little to decide."""

from __future__ import annotations

from typing import Protocol

from clustercourse.viewer import Viewer


class Owned(Protocol):
    """Something that belongs to one person."""

    @property
    def person_id(self) -> int: ...


def can_change_feed(viewer: Viewer, feed: Owned) -> bool:
    """Only its owner, not even an administrator: an address is a key to somebody's days."""
    return viewer.person_id == feed.person_id
