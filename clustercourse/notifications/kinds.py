"""What people can be told, as data: each area registers its kinds in its own `notices.py`, and what of its own can be stopped by a link."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from clustercourse.language import Message
from clustercourse.notifications.queries import CHOICES

Still = Callable[[Collection[int], int], set[int]]


def as_written(excerpt: str) -> Message | str:
    return excerpt


def everybody(person_ids: Collection[int], _thing_id: int) -> set[int]:
    return set(person_ids)


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notification.

    `one` is the sentence with {who} and {title}; `more` the one for several people, made by `ngettext(…, 0)`, with {who} and {n} others.
    `why` stands at the foot of a letter: a short sentence, such as “You follow this topic.” `still` is asked again before a letter is
    sent: whom of these people the thing still concerns. `stop` is the scope that stops this one thing, such as a topic.
    `beneath` makes what stands under the sentence of the excerpt when it is read, as where the excerpt is a date.
    `own_letter` names the kind of letter that the area writes itself, to those whom `queries.at_once` names; the daily letter tells the
    others. With `is_always_sent` the area writes to everybody, whatever they chose, and here is only the line under the bell.
    """

    name: str
    choice: str
    one: Message
    why: Message
    more: Message | None = None
    still: Still = everybody
    beneath: Callable[[str], Message | str] = as_written
    stop: str = ""
    own_letter: str = ""
    is_always_sent: bool = False


@dataclass(frozen=True)
class Scope:
    """Something that the link in a letter can stop: `stop` and `go_on` do it for a person and a thing, inside `writing()`, twice is once.

    `words` name it, such as “the topic …”; they are empty when the thing is not there any more.
    """

    name: str
    words: Callable[[int], Message | str]
    stop: Callable[[int, int], None]
    go_on: Callable[[int, int], None]


_kinds: dict[str, NoticeKind] = {}
_scopes: dict[str, Scope] = {}


def register(kind: NoticeKind) -> None:
    if kind.choice not in CHOICES:
        raise ValueError(f"{kind.choice} is none of the five choices")
    _kinds[kind.name] = kind


def register_scope(scope: Scope) -> None:
    _scopes[scope.name] = scope


def kind_named(name: str) -> NoticeKind:
    return _kinds[name]


def kind_or_none(name: str) -> NoticeKind | None:
    """For rows that outlive the kind they were written under."""
    return _kinds.get(name)


def kind_of_letter(letter_kind: str) -> NoticeKind | None:
    """The kind that a letter of an area's own tells; None for letters that always come."""
    return next((kind for kind in _kinds.values() if kind.own_letter == letter_kind), None)


def scope_named(name: str) -> Scope | None:
    return _scopes.get(name)
