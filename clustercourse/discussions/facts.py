"""What somebody has written, ready to be kept: rendered, its names found, its files in the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileFacts:
    """A file whose bytes are in the store already. `size` in bytes."""

    digest: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True)
class PostFacts:
    """`html` is made from `text` beforehand; `named` are the people it mentions; `basis` is the experience or source of an option."""

    text: str
    html: str
    basis: str = ""
    named: tuple[int, ...] = ()
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True)
class TopicFacts:
    """`kind` is discussion, question, announcement or clinic; it hangs on a lesson (`item_id`), a session, or nothing."""

    kind: str
    title: str
    item_id: int | None = None
    session_id: int | None = None
