"""A shelf for what is made of a version and is the same for everybody."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any


class Made:
    """Holds up to `room` characters; one that would outgrow it is emptied first. What is on it lives no longer than the shelf."""

    def __init__(self, room: int = 0) -> None:
        self.room = room
        self.size = 0
        self._things: dict[Hashable, Any] = {}

    def get(self, key: Hashable) -> Any:
        """What stands under this key, or None."""
        return self._things.get(key)

    def keep(self, key: Hashable, thing: Any, size: int) -> None:
        if self.size + size > self.room:
            self._things.clear()
            self.size = 0
        self._things[key] = thing
        self.size += size
