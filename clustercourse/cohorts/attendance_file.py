"""What a table of attendance says, read without the database: one entry a person and session, in either of two forms.

Wide, as we export it: a line a person, for each session a column with the word and one with the minutes. Long: a line a person and
session. Words are understood in every language of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.cohorts.spreadsheets import matched
from clustercourse.cohorts.words import STATUS_WORDS
from clustercourse.errors import Refused
from clustercourse.language import LANGUAGES, Message, _, clock_words, speaking
from clustercourse.tables import Table

COLUMNS = {
    "email": ("e-mail address", "mail", "address", "e-mailadresse", "mailadresse", "e-post"),
    "code": ("sheet code", "kode"),
    "name": ("full name", "navn", "fulde navn"),
    "session": ("session", "date", "day", "mødegang", "dato", "dag"),
    "status": ("attendance", "fremmøde"),
    "minutes": ("minutter",),
}
_WORDS = {
    "present": ("present", "p", "x", "1", "yes", "til stede", "tilstede", "mødt", "ja"),
    "online": ("online", "present online", "til stede online", "tilstede online"),
    "excused": ("excused", "e", "afbud", "undskyldt"),
    "absent": ("absent", "a", "0", "no", "fraværende", "udeblevet", "nej"),
    "not_expected": ("not expected", "–", "-", "ikke forventet"),
    "expected": ("not marked", "expected", "·", "ikke registreret", "ikke markeret"),
}
_MINUTES = re.compile(r"(.+?)\s*\(\s*minut[a-z]*\s*\)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})[:.](\d{2}))?")
_DANISH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+(\d{1,2})[:.](\d{2}))?")


@dataclass(frozen=True)
class Entry:
    """One cell as the file has it. Exactly one of `session` and `wrong` is set."""

    line: int
    email: str
    code: str
    name: str
    said_session: str
    status: str
    minutes: str
    session: SessionRow | None
    wrong: Message | None = None

    @property
    def who(self) -> str:
        return self.name or self.email or self.code


def session_title(session: SessionRow) -> str:
    """How a column of our files is called: the key, the day and the time on the wall."""
    return f"{session.key} {session.on_day.isoformat()} {session.at_time:%H:%M}"


def status_text(status: str, place: str) -> str:
    """The word of a mark in the reader's language."""
    return str(_("Present online") if status == "present" and place == "online" else STATUS_WORDS[status])


@cache
def known_words() -> dict[str, str]:
    """Folded word → what it means, in all languages of the site. `online` is present, and not in the room."""
    words = {word: name for name, several in _WORDS.items() for word in several}
    for language in LANGUAGES:
        with speaking(language):
            words |= {status_text(name, "room").casefold(): name for name in STATUS_WORDS}
            words[status_text("present", "online").casefold()] = "online"
    return words


def entries_in(table: Table, sessions: Sequence[SessionRow]) -> list[Entry]:
    """What the table says, line by line; empty cells say nothing. `sessions` are all of the cohort, the cancelled ones too.

    Refused: no column that names people, and none that names a session.
    """
    columns = matched(table.header, COLUMNS)
    if "email" not in columns and "code" not in columns:
        raise Refused(_("The first line has no column “e-mail” and none “code”, so we cannot know whom each line is about."), field="file")
    if "session" in columns and ("status" in columns or "minutes" in columns):
        return list(_long(table, columns, sessions))
    return list(_wide(table, columns, sessions))


def _long(table: Table, columns: dict[str, int], sessions: Sequence[SessionRow]) -> Iterator[Entry]:
    for line, cells in _lines(table):
        said = {key: cells[place] for key, place in columns.items()}
        if said.get("status") or said.get("minutes"):
            yield _entry(line, said, said["session"], said.get("status", ""), said.get("minutes", ""), sessions)


def _wide(table: Table, columns: dict[str, int], sessions: Sequence[SessionRow]) -> Iterator[Entry]:
    keys = {session.key for session in sessions}
    named = {place: _MINUTES.sub(r"\1", title) for place, title in enumerate(table.header) if place not in columns.values()}
    wanted = {
        place: title for place, title in named.items() if title and (title.split(maxsplit=1)[0] in keys or _day_in(title) is not None)
    }
    if not wanted:
        raise Refused(_("No column is called after a session of this cohort. Take our own file as a pattern."), field="file")
    minutes = {title: place for place, title in wanted.items() if _MINUTES.fullmatch(table.header[place])}
    for line, cells in _lines(table):
        said = {key: cells[place] for key, place in columns.items()}
        for place, title in wanted.items():
            is_minutes = minutes.get(title) == place
            status, lasted = "" if is_minutes else cells[place], cells[minutes[title]] if title in minutes else ""
            has_partner = is_minutes and list(wanted.values()).count(title) > 1
            if (status or lasted) and not has_partner:
                yield _entry(line, said, title, status, lasted, sessions)


def _lines(table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
    return zip(table.lines or range(2, len(table.rows) + 2), table.rows, strict=True)


def _entry(line: int, said: dict[str, str], title: str, status: str, minutes: str, sessions: Sequence[SessionRow]) -> Entry:
    found = session_named(title, sessions)
    session, wrong = (found, None) if isinstance(found, SessionRow) else (None, found)
    email, code = said.get("email", "").casefold(), said.get("code", "").upper()
    return Entry(line, email, code, said.get("name", ""), title, status, minutes, session, wrong)


def session_named(title: str, sessions: Sequence[SessionRow]) -> SessionRow | Message:
    """The session that a word means: its key, or its day, perhaps with the time. Else why not."""
    key = title.split(maxsplit=1)[0] if title else ""
    found = [session for session in sessions if session.key == key]
    wanted = _day_in(title)
    if not found and wanted is not None:
        day, at = wanted
        found = [each for each in sessions if each.on_day == day and at in (None, each.at_time)]
    if len(found) == 1:
        return found[0]
    if not found:
        return _("“{title}” is no session of this cohort.", title=title)
    several = ", ".join(f"{session.key} ({clock_words(session.at_time)})" for session in found)
    return _("There are several sessions on that day. Write which one you mean: {sessions}.", sessions=several)


def _day_in(text: str) -> tuple[date, time | None] | None:
    iso, danish = _ISO.fullmatch(text.strip()), _DANISH.fullmatch(text.strip())
    found = iso or danish
    if found is None:
        return None
    first, month, last = int(found[1]), int(found[2]), int(found[3])
    try:
        day = date(first, month, last) if iso else date(last, month, first)
        return day, time(int(found[4]), int(found[5])) if found[4] else None
    except ValueError:
        return None
