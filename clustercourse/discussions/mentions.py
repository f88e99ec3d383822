"""Names in a text: “@Ben Berg” is a person when somebody of that name may be seen here. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from clustercourse.discussions.queries.people import Nameable

MOST_NAMED = 20
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|``[^\n]*?``|`[^`\n]*`)", re.DOTALL)
_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~])")


def handles(people: Sequence[Nameable]) -> dict[str, int]:
    """What is typed after the @ for each person: the name; the organisation with it where two have the same one; else a number."""
    often = Counter(person.name.casefold() for person in people)
    often += Counter(_with_place(person).casefold() for person in people if often[person.name.casefold()] > 1)
    return {_handle(person, often): person.person_id for person in people}


def _handle(person: Nameable, often: Counter[str]) -> str:
    """The shortest that means nobody else."""
    fitting = (each for each in (person.name, _with_place(person)) if often[each.casefold()] == 1)
    return next(fitting, f"{person.name} ({person.person_id})")


def _with_place(person: Nameable) -> str:
    return f"{person.name} ({person.organisation or person.person_id})"


def name_people(text: str, people: Sequence[Nameable]) -> tuple[str, tuple[int, ...]]:
    """The text with the names it mentions in bold, and who they are, at most twenty. Names in code are left alone."""
    known = handles(people)
    if "@" not in text or not known:
        return text, ()
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w@/.])@(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    named: dict[int, None] = {}

    def bold(match: re.Match[str]) -> str:
        handle = match[1] if match[1] in known else next(each for each in longest_first if _is_like(each, match[1]))
        person = known[handle]
        if person not in named and len(named) == MOST_NAMED:
            return match[0]
        named[person] = None
        return "**@" + _MARKUP.sub(r"\\\1", handle) + "**"

    parts = _CODE.split(text)
    said = "".join(part if at % 2 else pattern.sub(bold, part) for at, part in enumerate(parts))
    return said, tuple(named)


def _is_like(handle: str, typed: str) -> bool:
    return re.fullmatch(re.escape(handle), typed, re.IGNORECASE) is not None
