"""Calendar files from entries. docs/operations.md lists the conventions kept here, each with its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from clustercourse.house import house
from clustercourse.ical.zones import zone_text
from clustercourse.language import _, language

PUBLISH = "PUBLISH"
CANCEL = "CANCEL"
REFRESH = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """Something with a beginning and an end on a wall clock: both carry their IANA zone. `is_busy` keeps the time from others."""

    uid: str
    sequence: int
    changed_at: datetime
    begins: datetime
    ends: datetime
    title: str
    place: str = ""
    text: str = ""
    address: str = ""
    is_cancelled: bool = False
    is_busy: bool = True


def written(entries: Sequence[Entry], *, method: str = PUBLISH, name: str = "", zone: str = "") -> bytes:
    """A calendar file. With a name it is a feed that programs come back for; CANCEL takes its entries out of calendars."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//clustercourse//calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        _describe(calendar, name, zone)
    for zone_name, (first, last) in sorted(_years(entries).items()):
        calendar.add_component(zone_text(zone_name, first, last))
    frame: bytes = calendar.to_ical()
    sender = (house().house_name, house().mail_from)
    events = [_event(entry, repr(entry), entry.is_cancelled or method == CANCEL, language(), sender) for entry in entries]
    return b"".join((frame.removesuffix(_END), *events, _END))


def _describe(calendar: Calendar, name: str, zone: str) -> None:
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    if zone:
        calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")


@lru_cache(maxsize=4096)
def _event(entry: Entry, _exactly: str, is_cancelled: bool, _language: str, sender: tuple[str, str]) -> bytes:
    """The lines of one entry. Kept, since everybody in a cohort asks for the same ones every hour.

    `_exactly` is the entry in full: moments are equal whatever their zone and fold.
    """
    title = str(_("Cancelled: {title}", title=entry.title)) if is_cancelled else entry.title
    in_utc = _is_plain(entry)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.begins.astimezone(UTC) if in_utc else entry.begins)
    event.add("dtend", entry.ends.astimezone(UTC) if in_utc else entry.ends)
    event.add("summary", _line(title))
    event.add("organizer", _organizer(*sender))
    for key, text in (("location", _line(entry.place)), ("description", _lines(entry.text))):
        if text:
            event.add(key, text)
    if entry.address:
        event.add("url", vUri(entry.address))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.is_busy and not is_cancelled else "TRANSPARENT")
    made: bytes = event.to_ical()
    return made


def _organizer(house_name: str, mail_from: str) -> vCalAddress:
    name, address = parseaddr(mail_from)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(_line(name or house_name).replace('"', "'"))
    return organizer


def _is_plain(entry: Entry) -> bool:
    """Entries in UTC, and those that begin or end in the hour that clocks show twice: TZID cannot say which of the two is meant."""
    return any(_zone(moment) == "UTC" or moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset() for moment in _ends(entry))


def _years(entries: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """For every zone that is named, the first and the last year it is needed for."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if _is_plain(entry):
            continue
        for moment in _ends(entry):
            first, last = found.get(_zone(moment), (moment.year, moment.year))
            found[_zone(moment)] = min(first, moment.year), max(last, moment.year)
    return found


def _ends(entry: Entry) -> tuple[datetime, datetime]:
    return entry.begins, entry.ends


def _zone(moment: datetime) -> str:
    if not isinstance(moment.tzinfo, ZoneInfo):
        raise ValueError("an entry needs the name of its zone")
    return moment.tzinfo.key


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _lines(text: str) -> str:
    """Lines as `\\n`, without anything that could end a line of the file."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
