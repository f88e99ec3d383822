"""From a table of people to what would happen to each: read once for the dry run, once more when it is carried out. Changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from clustercourse.accounts.actions import clean_email, key_of
from clustercourse.cohorts.queries.importing import Known, known_people, names_of, organisations_by_name
from clustercourse.cohorts.queries.seats import folded, sounded
from clustercourse.cohorts.spreadsheets import matched
from clustercourse.errors import Refused
from clustercourse.language import Message, _
from clustercourse.tables import Table

MOST_ROWS = 500
COLUMNS = {
    "email": ("e-mail address", "mail", "address", "e-mailadresse", "mailadresse", "e-post"),
    "name": ("full name", "navn", "fulde navn"),
    "organisation": ("organization", "cluster", "company", "klynge", "virksomhed"),
    "place": ("kind of place", "plads", "pladstype"),
    "state": ("status", "tilstand"),
}
_PLACES = {"partner": "partner", "partnerplads": "partner", "external": "external", "ekstern": "external", "extern": "external"}
_STATES = {
    "": "offered",
    "offered": "offered",
    "offer": "offered",
    "tilbudt": "offered",
    "confirmed": "confirmed",
    "has a place": "confirmed",
    "yes": "confirmed",
    "bekræftet": "confirmed",
    "ja": "confirmed",
    "waitlisted": "waitlisted",
    "waiting list": "waitlisted",
    "venteliste": "waitlisted",
}
_HERE = ("offered", "waitlisted", "confirmed", "finished")


@dataclass(frozen=True)
class Wish:
    """A line of the file: what it asks for. `line` is its number in the file."""

    line: int
    email: str
    name: str
    organisation: str
    place: str
    state: str


@dataclass(frozen=True)
class Planned:
    """What a line leads to: `invited`, `offered`, `waitlisted`, `confirmed`, `here`, or `wrong`; and what else to say about it."""

    wish: Wish
    outcome: str
    place: str
    state: str
    person_id: int | None
    organisation_id: int | None
    notes: tuple[Message, ...]


def wishes_in(table: Table) -> list[Wish]:
    """The lines of a table. Refused: without a column of addresses, without lines, with more than can be looked through."""
    columns = matched(table.header, COLUMNS)
    if "email" not in columns:
        raise Refused(_("The first line has no column “e-mail”. Name the columns: e-mail, name, organisation, place, state."), field="file")
    if not table.rows or len(table.rows) > MOST_ROWS:
        raise Refused(_("The file should hold 1 to {n} people below its first line."), field="file", n=MOST_ROWS)
    found = []
    for number, cells in enumerate(table.rows):
        said = {key: " ".join(cells[place].split()) for key, place in columns.items()}
        line = table.lines[number] if table.lines else number + 2
        found.append(Wish(line, *(said.get(key, "") for key in ("email", "name", "organisation", "place", "state"))))
    return found


def plan(cohort_id: int, wishes: list[Wish]) -> list[Planned]:
    """What each line would lead to now. Three statements, however many lines there are."""
    keys = {key_of(wish.email) for wish in wishes}
    known, seated = known_people(cohort_id, keys), names_of(cohort_id)
    organisations = organisations_by_name()
    first: dict[str, int] = {}
    in_file = Counter(sounded(wish.name) for wish in {key_of(wish.email): wish for wish in wishes}.values() if wish.name)
    planned = []
    for wish in wishes:
        owner, doubled = known.get(key_of(wish.email)), first.get(key_of(wish.email))
        first.setdefault(key_of(wish.email), wish.line)
        wrong = _what_is_wrong(wish, doubled)
        notes = [wrong] if wrong else _notes(wish, owner, seated, in_file)
        organisation = organisations.get(folded(wish.organisation))
        if wish.organisation and organisation is None and not wrong:
            notes.append(_("No organisation here is called “{name}”; it is left out.").format(name=wish.organisation))
        outcome = "wrong" if wrong else _outcome(wish, owner)
        planned.append(
            Planned(
                wish=wish,
                outcome=outcome,
                place=_PLACES.get(wish.place.lower(), ""),
                state=_STATES.get(wish.state.lower(), ""),
                person_id=owner.person_id if owner else None,
                organisation_id=organisation,
                notes=tuple(notes),
            )
        )
    return planned


def _what_is_wrong(wish: Wish, doubled: int | None) -> Message | None:
    try:
        clean_email(wish.email)
    except Refused as refusal:
        return refusal.message
    if doubled is not None:
        return _("This address stands in line {line} already.").format(line=doubled)
    if wish.place and wish.place.lower() not in _PLACES:
        return _("“{word}” is no kind of place. Write partner or external.").format(word=wish.place)
    if wish.state.lower() not in _STATES:
        return _("“{word}” is no state. Write offered, confirmed or waiting list, or leave it empty.").format(word=wish.state)
    return None


def _outcome(wish: Wish, owner: Known | None) -> str:
    if owner is None:
        return "invited"
    return "here" if owner.state in _HERE else _STATES[wish.state.lower()]


def _notes(wish: Wish, owner: Known | None, seated: dict[str, list[tuple[str, str]]], in_file: Counter[str]) -> list[Message]:
    notes = []
    name = wish.name or (owner.name if owner else "")
    if owner is not None and wish.name and folded(wish.name) != folded(owner.name):
        notes.append(_("This address belongs to {name} here.").format(name=owner.name))
    for shown, email in seated.get(sounded(name), []):
        if key_of(email) != key_of(wish.email):
            notes.append(_("Looks like {name} ({email}), who is in this cohort. Nobody is joined by name.").format(name=shown, email=email))
    if wish.name and in_file[sounded(wish.name)] > 1:
        notes.append(_("The same name, or one like it, stands in this file under another address. Nobody is joined by name."))
    return notes
