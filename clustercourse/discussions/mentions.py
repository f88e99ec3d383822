"""Names in a text: “@Ben Berg” is a person when somebody of that name may be seen here. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from clustercourse.discussions.queries.people import Nameable

MOST_NAMED = 20
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`)", re.DOTALL)
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def handles(people: Sequence[Nameable]) -> dict[str, int]:
    """What is typed after the @ for each person: the name, and the organisation with it where two have the same one."""
    often = Counter(person.name.casefold() for person in people)
    found: dict[str, int] = {}
    for person in people:
        is_alone = often[person.name.casefold()] == 1
        found[person.name if is_alone else f"{person.name} ({person.organisation or person.person_id})"] = person.person_id
    return found


def name_people(text: str, people: Sequence[Nameable]) -> tuple[str, tuple[int, ...]]:
    """The text with the names it mentions in bold, and who they are, at most twenty. Names in code are left alone."""
    known = handles(people)
    if "@" not in text or not known:
        return text, ()
    longest_first = sorted(known, key=len, reverse=True)
    by_folded = {handle.casefold(): (handle, person) for handle, person in known.items()}
    pattern = re.compile(r"(?<![\w@/.])@(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    named: dict[int, None] = {}

    def bold(match: re.Match[str]) -> str:
        handle, person = by_folded[match[1].casefold()]
        if person not in named and len(named) == MOST_NAMED:
            return match[0]
        named[person] = None
        return "**@" + _MARKUP.sub(r"\\\1", handle) + "**"

    parts = _CODE.split(text)
    said = "".join(part if at % 2 else pattern.sub(bold, part) for at, part in enumerate(parts))
    return said, tuple(named)
