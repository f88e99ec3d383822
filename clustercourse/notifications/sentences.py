"""From what people were told to the sentence that says it."""

from __future__ import annotations

from clustercourse.language import Message, _
from clustercourse.notifications.kinds import kind_or_none
from clustercourse.notifications.queries.notices import Line
from clustercourse.notifications.queries.untold import Untold


def sentence(line: Line | Untold, people: int) -> Message | str:
    """Who did what, and of how many people this is the newest; the bare title where the kind is not known any more."""
    kind = kind_or_none(line.kind)
    if kind is None:
        return line.title
    who = (line.name or _("Former participant")) if line.by_id is not None else ""
    said = {"who": who, "title": line.title or "…"}
    if kind.more is not None and people > 1:
        return kind.more.format(**said, n=people - 1)
    return kind.one.format(**said)


def beneath(line: Line | Untold) -> Message | str:
    """What stands under the sentence, in the words of the reader; empty where there is nothing."""
    kind = kind_or_none(line.kind)
    return line.excerpt if kind is None or not line.excerpt else kind.beneath(line.excerpt)
