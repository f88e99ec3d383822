"""The five choices as what a link in a letter stops."""

from __future__ import annotations

from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.kinds import Scope, register_scope
from clustercourse.notifications.scopes import NAME, how_of
from clustercourse.notifications.words import CHOICE_WORDS


def words(number: int) -> str:
    return ", ".join(str(CHOICE_WORDS[choice]) for choice in how_of(number))


def stop(person_id: int, number: int) -> None:
    choose_letters(person_id, dict.fromkeys(how_of(number), "off"), by=person_id)


def go_on(person_id: int, number: int) -> None:
    choose_letters(person_id, how_of(number), by=person_id)


register_scope(Scope(NAME, words, stop, go_on))
