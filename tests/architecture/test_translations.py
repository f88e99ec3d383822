"""Danish is always complete."""

from __future__ import annotations

import re
from string import Formatter

from tools.words import collected, read


def test_danish_holds_every_sentence_and_no_other() -> None:
    book = {key(message.id): message for message in read("da") if message.id}
    said = {key(message.id) for message in collected() if message.id}
    assert [sentence for sentence in said if not translated(book.get(sentence))] == []
    assert sorted(book.keys() - said) == []


def test_translations_keep_the_names_of_the_values() -> None:
    wrong = []
    for message in read("da"):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = names(sources[-1])
        wrong += [target for target in targets if names(target) - wanted or (wanted - names(target) - {"n"})]
    assert wrong == []


def test_danish_is_danish() -> None:
    """Sentences of several words that are the same in both languages were forgotten."""
    same = [
        str(message.id)
        for message in read("da")
        if message.id and message.id == message.string and len(re.findall(r"[a-z]{3,}", str(message.id))) > 3
    ]
    assert same == []


def key(identity: str | tuple[str, ...]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def translated(message: object) -> bool:
    string = getattr(message, "string", "")
    return not getattr(message, "fuzzy", False) and bool(all(string) if isinstance(string, tuple) else string)


def names(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
