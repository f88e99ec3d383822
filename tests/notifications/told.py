"""Kinds that exist in the tests only, and a short way to tell people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from clustercourse.language import Message
from clustercourse.notifications.actions import notify
from clustercourse.notifications.kinds import NoticeKind

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
"""A Wednesday."""

KINDS = {
    kind.name: kind
    for kind in (
        NoticeKind(
            "test.reply",
            "direct",
            one=Message("{who} answered you in “{title}”"),
            more=Message("{who} and {n} other answered you in “{title}”", "{who} and {n} others answered you in “{title}”", (("n", 0),)),
            why=Message("You were answered."),
            stop="topic",
        ),
        NoticeKind(
            "test.post",
            "discussion",
            one=Message("{who} wrote in “{title}”"),
            more=Message("{who} and {n} other wrote in “{title}”", "{who} and {n} others wrote in “{title}”", (("n", 0),)),
            why=Message("You follow the topic."),
            stop="topic",
        ),
        NoticeKind(
            "test.own",
            "announcements",
            one=Message("News: “{title}”"),
            why=Message("You take part."),
            own_letter="greeting",
        ),
    )
}


def tell(kind: str, people: Iterable[int], *, key: str = "post:1", by: int | None = None, **said: Any) -> None:
    about = {"thing": ("topic", 5), "address": "/topics/5/", "group": "topic:5", "title": "A topic"} | said
    notify(kind, people, key=key, by=by, **about)
