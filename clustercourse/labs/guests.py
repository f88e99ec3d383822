"""Who is to be invited, as somebody typed it: one name and address, or several lines of “Name <address>”. No rows here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clustercourse.accounts.actions import clean_email, clean_name, key_of
from clustercourse.errors import Refused
from clustercourse.language import Message, _

_LINE = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;]*")
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Guest:
    name: str
    email: str

    @property
    def key(self) -> str:
        return key_of(self.email)


def guest_of(name: str, email: str) -> Guest:
    """Refused: what is not a name or not an address."""
    return Guest(clean_name(name), clean_email(email))


def guests_in(text: str) -> tuple[list[Guest], list[Message]]:
    """Everybody in the lines of a text, and a sentence for each line that names nobody. Empty lines say nothing."""
    found: list[Guest] = []
    problems: list[Message] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_guest_in(line))
        except Refused as refusal:
            shown = line.strip() if len(line.strip()) <= _LONGEST_SHOWN else f"{line.strip()[:_LONGEST_SHOWN]}…"
            problems.append(_("Line {n}, “{line}”: {why}", n=number, line=shown, why=refusal.message))
    return found, problems


def _guest_in(line: str) -> Guest:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise Refused(_("Write it as Name <name@example.com>."))
    return guest_of(match["name"].strip().strip("\"“”'").strip(), match["email"])
