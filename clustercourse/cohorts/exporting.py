"""Tables for people's spreadsheets: who was there, and who has a seat. In the reader's language; what is sent back is understood in any."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from clustercourse.cohorts.attendance_file import session_title, status_text
from clustercourse.cohorts.queries.attendance import Row, grid_of
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.seats import SeatRow, seats_of
from clustercourse.cohorts.words import PLACE_WORDS, SEAT_WORDS
from clustercourse.language import _, number
from clustercourse.tables import Table


@dataclass(frozen=True)
class Exported:
    """A table and what a file of it is called. `numbers` are the columns that hold whole numbers, `count` the people in it."""

    table: Table
    title: str
    numbers: Collection[int]
    count: int


def attendance_table(cohort: CohortRow) -> Exported:
    """People × sessions: for each session the word of the register and the minutes; then the sums of the rule."""
    grid = grid_of(cohort.id, percent_wanted=cohort.attendance_percent)
    seats = {seat.id: seat for seat in seats_of(cohort)}
    who = (_("Name"), _("E-mail"), _("Code"), _("Organisation"))
    titles = [session_title(session) for session in grid.sessions]
    marks = [words for title in titles for words in (title, _("{session} (minutes)", session=title))]
    sums = (_("Minutes attended"), _("Minutes held"), _("Percent"), _("Sessions not marked"))
    rows = [(*_who(line, seats[line.seat_id]), *_marks(line), *_sums(line)) for line in grid.rows]
    after = len(who) + len(marks)
    numbers = (*range(len(who) + 1, after, 2), after, after + 1, after + 3)
    table = Table(tuple(str(head) for head in (*who, *marks, *sums)), tuple(rows))
    return Exported(table, str(_("Attendance")), numbers, len(rows))


def people_table(cohort: CohortRow) -> Exported:
    """Everybody with a seat in any state, but those whose data are erased."""
    header = (
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Regions"),
        _("Sectors"),
        _("Place"),
        _("State"),
        _("Since"),
        _("Takes part from"),
        _("Takes part until"),
        _("Code"),
        _("What they eat or do not eat"),
        _("What they need to take part"),
        _("Message"),
    )
    rows = tuple(_seat(seat) for seat in seats_of(cohort) if not seat.is_erased)
    return Exported(Table(tuple(map(str, header)), rows), str(_("People")), (), len(rows))


def _who(line: Row, seat: SeatRow) -> tuple[str, ...]:
    return (line.name, seat.email, seat.sheet_code, seat.organisation)


def _marks(line: Row) -> list[str]:
    cells = []
    for said in line.marks:
        is_there = said is not None and said.status == "present"
        cells += [status_text(said.status, said.place) if said else "", str(said.minutes) if said and is_there else ""]
    return cells


def _sums(line: Row) -> tuple[str, ...]:
    """Percent is cut, not rounded, as on the page: what looks like 80 is at least 80."""
    outcome = line.outcome
    percent = number(Fraction(outcome.attended * 10000 // outcome.held, 100), 2) if outcome.held else ""
    return (str(outcome.attended), str(outcome.held), percent, str(outcome.unmarked))


def _seat(seat: SeatRow) -> tuple[str, ...]:
    return (
        seat.name,
        seat.email,
        seat.organisation,
        ", ".join(seat.regions),
        ", ".join(seat.sectors),
        str(PLACE_WORDS.get(seat.place, seat.place)),
        str(SEAT_WORDS.get(seat.state, seat.state)),
        seat.created_at.date().isoformat(),
        seat.joined_on.isoformat() if seat.joined_on else "",
        seat.left_on.isoformat() if seat.left_on else "",
        seat.sheet_code,
        seat.diet,
        seat.access_needs,
        seat.message,
    )
