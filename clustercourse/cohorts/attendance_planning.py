"""What a file of attendance would change, cell by cell: once for the dry run, once more when it is carried out. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.cohorts.actions.attendance import Mark, too_early
from clustercourse.cohorts.attendance_file import Entry, entries_in, known_words
from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.queries.attendance import Grid, Said, grid_of
from clustercourse.cohorts.queries.attendance_imports import Known, known_seats
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.language import Message, _
from clustercourse.tables import Table

_NOTHING = Said("expected", 0, None, None, "room")


@dataclass(frozen=True)
class Planned:
    """What a cell of the file leads to: `change`, `same`, `wrong` with the reason, or, when it was carried out, `clash`."""

    entry: Entry
    outcome: str
    seat_id: int | None = None
    name: str = ""
    was: Message | None = None
    becomes: Message | None = None
    mark: Mark | None = None
    why: Message | None = None

    @property
    def session_id(self) -> int:
        return self.entry.session.id if self.entry.session is not None else 0


@dataclass(frozen=True)
class Plan:
    """All cells of a file that say something. `seen` is the newest revision this was planned on."""

    lines: tuple[Planned, ...]
    seen: int

    def of(self, outcome: str) -> list[Planned]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def needs_reason(self) -> bool:
        """Whether the register of a session that would change is locked."""
        return any(line.entry.session is not None and line.entry.session.is_locked for line in self.of("change"))


def plan_attendance(cohort_id: int, table: Table) -> Plan:
    """What each cell would change now. Changes nothing itself. Refused: a table that names no people or no session."""
    sessions = sessions_of(cohort_id)
    entries = entries_in(table, sessions)
    planner = _Planner(grid_of(cohort_id, percent_wanted=0), known_seats(cohort_id))
    return Plan(tuple(planner.plan(entry) for entry in entries), planner.grid.seen)


class _Planner:
    """Holds what stands, and lays one entry after the other on it."""

    def __init__(self, grid: Grid, known: Known) -> None:
        self.grid, self.known, self.words = grid, known, known_words()
        column = {session.id: number for number, session in enumerate(grid.sessions)}
        self.stands = {(row.seat_id, session): row.marks[number] for row in grid.rows for session, number in column.items()}
        self.placed = {row.seat_id for row in grid.rows}
        self.lines: dict[tuple[int, int], int] = {}

    def plan(self, entry: Entry) -> Planned:
        seat_id, why = self._seat(entry)
        session, name = entry.session, self.known.names.get(seat_id or 0, "") or entry.who
        why = why or entry.wrong or self._session_wrong(session)
        if why is not None or seat_id is None or session is None:
            return Planned(entry, "wrong", seat_id, name, why=why)
        stands = self.stands.get((seat_id, session.id)) or _NOTHING
        was = mark_words(stands.status, stands.arrived, stands.left, stands.place)
        mark = self._twice(entry, seat_id, session) or self._mark(entry, stands, session)
        if not isinstance(mark, Mark):
            return Planned(entry, "wrong", seat_id, name, was, why=mark)
        outcome = "same" if mark == Mark(stands.status, stands.place, stands.arrived, stands.left) else "change"
        early = too_early(session.starts_at, mark.status) if outcome == "change" else None
        if early is not None:
            return Planned(entry, "wrong", seat_id, name, was, why=early)
        return Planned(entry, outcome, seat_id, name, was, mark_words(mark.status, mark.arrived, mark.left, mark.place), mark)

    def _twice(self, entry: Entry, seat_id: int, session: SessionRow) -> Message | None:
        first = self.lines.get((seat_id, session.id))
        self.lines.setdefault((seat_id, session.id), entry.line)
        return None if first is None else _("The same person and session stand in line {line} already.", line=first)

    def _seat(self, entry: Entry) -> tuple[int | None, Message | None]:
        coded, addressed = self.known.by_code.get(entry.code), self.known.by_address.get(entry.email)
        found = coded or addressed
        if coded and addressed and coded != addressed:
            return None, _("The code and the e-mail address belong to two different people.")
        if found is None or found not in self.placed:
            return None, _("Nobody with a place here has this address or code.")
        return found, None

    def _session_wrong(self, session: SessionRow | None) -> Message | None:
        return _("This session is cancelled.") if session is not None and session.is_cancelled else None

    def _mark(self, entry: Entry, stands: Said, session: SessionRow) -> Mark | Message:
        word = self.words.get(" ".join(entry.status.split()).casefold()) if entry.status else "present"
        if word is None:
            return _("“{word}” is no word of the register. Write present, absent, excused, not expected or not marked.", word=entry.status)
        minutes = entry.minutes.strip()
        if minutes and not (minutes.isdecimal() and minutes.isascii() and int(minutes[:9]) <= session.minutes):
            return _("Write the minutes as a whole number, at most {n} for this session.", n=session.minutes)
        if word not in ("present", "online"):
            return _("Minutes belong to people who were present.") if minutes and int(minutes) else Mark(word)
        if minutes and not int(minutes):
            return _("Who was present has at least one minute.")
        return _present("online" if word == "online" else "room", int(minutes) if minutes else None, stands, session.minutes)


def _present(place: str, minutes: int | None, stands: Said, length: int) -> Mark:
    """Coming late or leaving early stays as it stands while the minutes are the same; other minutes count from the beginning."""
    if stands.status == "present" and minutes in (None, stands.minutes):
        return Mark("present", place, stands.arrived, stands.left)
    return Mark("present", place, None, None if minutes in (None, length) else minutes)
