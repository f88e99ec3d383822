"""From what was not told yet to a letter: what belongs together is one line, lines stand under the choice they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clustercourse.house import address_of
from clustercourse.language import Message, speaking
from clustercourse.notifications import letters, scopes
from clustercourse.notifications.actions.letters import Draft
from clustercourse.notifications.kinds import NoticeKind, kind_or_none, scope_named
from clustercourse.notifications.queries import CHOICES
from clustercourse.notifications.queries.untold import Reader, Untold
from clustercourse.notifications.sentences import beneath, sentence
from clustercourse.notifications.stopping import stop_address
from clustercourse.notifications.words import CHOICE_WORDS
from clustercourse.text import on_one_line

StopWords = Mapping[tuple[str, int], Message | str]
MOST_LINES = 40
"""Lines in one letter; the site shows the rest."""


@dataclass(frozen=True)
class ToldLine:
    """One line of a letter. `stop` is what ends hearing of this one thing: words and a link."""

    sentence: Message | str
    excerpt: Message | str
    path: str
    why: Message
    stop: tuple[Message | str, str] | None

    @property
    def link(self) -> str:
        return address_of(self.path)


@dataclass(frozen=True)
class Section:
    title: Message
    lines: tuple[ToldLine, ...]


def choice_of(untold: Untold) -> str:
    """The choice it belongs to; empty where the kind is not known any more."""
    kind = kind_or_none(untold.kind)
    return "" if kind is None else kind.choice


def still_concerned(untold: Iterable[Untold]) -> list[Untold]:
    """Without what its people may not see any more, or what is not there any more; each area says so of its own things."""
    found = list(untold)
    people: dict[tuple[str, int], set[int]] = defaultdict(set)
    for each in found:
        people[each.kind, each.thing_id].add(each.person_id)
    concerned = {about: _still(kind_or_none(about[0]), some, about[1]) for about, some in people.items()}
    return [each for each in found if each.person_id in concerned[each.kind, each.thing_id]]


def _still(kind: NoticeKind | None, people: set[int], thing_id: int) -> set[int]:
    return set() if kind is None else kind.still(people, thing_id)


def stop_words(untold: Iterable[Untold]) -> StopWords:
    """What their links stop, asked once for each thing, however many people hear of it."""
    found: dict[tuple[str, int], Message | str] = {}
    for each in untold:
        kind = kind_or_none(each.kind)
        scope = scope_named(kind.stop) if kind is not None else None
        if scope is not None and (scope.name, each.thing_id) not in found:
            found[scope.name, each.thing_id] = scope.words(each.thing_id)
    return found


def sections_of(reader: Reader, untold: Sequence[Untold], words: StopWords) -> tuple[list[Section], int]:
    """The lines of a letter under their choices, and how many more there are than a letter holds."""
    together: dict[tuple[str, str], list[Untold]] = defaultdict(list)
    for each in untold:
        together[each.kind, each.group].append(each)
    ordered = sorted(together.values(), key=lambda several: list(CHOICES).index(choice_of(several[0])))
    sections: dict[str, list[ToldLine]] = defaultdict(list)
    for several in ordered[:MOST_LINES]:
        sections[choice_of(several[0])].append(_line(reader, several, words))
    return [Section(CHOICE_WORDS[choice], tuple(lines)) for choice, lines in sections.items()], max(0, len(ordered) - MOST_LINES)


def _line(reader: Reader, several: Sequence[Untold], words: StopWords) -> ToldLine:
    newest, kind = several[-1], kind_or_none(several[-1].kind)
    assert kind is not None
    named = words.get((kind.stop, newest.thing_id))
    stop = (named, stop_address(reader.person_id, kind.stop, newest.thing_id)) if named else None
    people = len({each.by_id for each in several if each.by_id is not None})
    return ToldLine(sentence(newest, people), beneath(newest), newest.address, kind.why, stop)


def draft(letter: str, key: str, reader: Reader, untold: Sequence[Untold], words: StopWords) -> Draft:
    """The letter that says all this to one person, in their language."""
    stops = scopes.number_of(reader.choices.how, {choice_of(each) for each in untold})
    with speaking(reader.language, reader.time_zone):
        sections, more = sections_of(reader, untold, words)
        lines = [line for section in sections for line in section.lines]
        values = {
            "sections": sections,
            "first": on_one_line(str(lines[0].sentence)),
            "others": len(lines) - 1 + more,
            "more": more,
            "why": " ".join(dict.fromkeys(str(line.why) for line in lines)),
            "list": address_of("/me/notifications/"),
            "stop": stop_address(reader.person_id, scopes.NAME, stops),
        }
    written = letters.write(letter, to=reader.email, in_language=reader.language, values=values)
    return Draft(letter, key, reader.email, reader.language, reader.person_id, f"{scopes.NAME}:{stops}", written)
