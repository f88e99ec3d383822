"""A strict reader of calendar files, written from RFC 5545 alone: it shares nothing with the library that writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:]*)')
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "TRANSP", "ORGANIZER", "LAST-MODIFIED")


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Part:
    """A component with its lines and the components inside."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[Part]:
        return [part for part in self.parts if part.name == name]

    def line(self, name: str) -> Line:
        found = [line for line in self.lines if line.name == name]
        assert len(found) == 1, f"{self.name}: {len(found)} × {name}"
        return found[0]

    def value(self, name: str) -> str:
        return self.line(name).value

    def text(self, name: str) -> str:
        """A TEXT value as it was meant."""
        meant = {"n": "\n", "N": "\n"}
        return re.sub(r"\\(.)", lambda found: meant.get(found[1], found[1]), self.value(name), flags=re.DOTALL)

    def has(self, name: str) -> bool:
        return any(line.name == name for line in self.lines)


def read(body: bytes) -> Part:
    """The calendar in a file. Fails on everything a strict reader would refuse."""
    calendar = _nested([_line(text) for text in _unfolded(body)])
    assert calendar.name == "VCALENDAR"
    assert calendar.value("VERSION") == "2.0"
    zones = [zone.value("TZID") for zone in calendar.all("VTIMEZONE")]
    assert len(zones) == len(set(zones)), "a zone is described twice"
    named = {line.parameters["TZID"] for event in calendar.all("VEVENT") for line in event.lines if "TZID" in line.parameters}
    assert named == set(zones), f"named {named}, described {set(zones)}"
    for event in calendar.all("VEVENT"):
        counted = Counter(line.name for line in event.lines)
        assert [name for name in ONCE if counted[name] != 1] == []
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            if event.has(name):
                assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", event.value(name)), f"{name} has bare , or ;"
    uids = Counter(event.value("UID") for event in calendar.all("VEVENT"))
    assert [uid for uid, many in uids.items() if many > 1] == []
    return calendar


def _unfolded(body: bytes) -> list[str]:
    assert body.endswith(b"\r\n")
    found: list[bytes] = []
    for raw in body[:-2].split(b"\r\n"):
        assert b"\n" not in raw, raw
        assert b"\r" not in raw, raw
        assert 0 < len(raw) <= 75, (len(raw), raw)
        raw.decode("utf-8")
        if raw[:1] in (b" ", b"\t"):
            found[-1] += raw[1:]
        else:
            found.append(raw)
    return [line.decode("utf-8") for line in found]


def _line(text: str) -> Line:
    found = _LINE.fullmatch(text)
    assert found, text
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f]", text), text
    return Line(found[1], {name: value.strip('"') for name, value in _PARAMETER.findall(found[2])}, found[3])


def _nested(lines: list[Line]) -> Part:
    root = Part("")
    stack = [root]
    for line in lines:
        if line.name == "BEGIN":
            made = Part(line.value)
            stack[-1].parts.append(made)
            stack.append(made)
        elif line.name == "END":
            assert stack.pop().name == line.value
        else:
            assert len(stack) > 1, line
            stack[-1].lines.append(line)
    assert len(stack) == 1
    assert len(root.parts) == 1
    return root.parts[0]


def moment(calendar: Part, line: Line) -> datetime:
    """The moment in UTC of a DATE-TIME, from the VTIMEZONE in the same file and nothing else."""
    if line.value.endswith("Z"):
        assert "TZID" not in line.parameters
        return datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    wall = datetime.strptime(line.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007
    zone = next(zone for zone in calendar.all("VTIMEZONE") if zone.value("TZID") == line.parameters["TZID"])
    onsets = [onset for part in zone.parts for onset in _onsets(part, wall.year)]
    before = [onset for onset in onsets if onset[0] <= wall]
    assert before, f"{line.parameters['TZID']} says nothing about {wall}"
    return (wall - max(before)[1]).replace(tzinfo=UTC)


def _onsets(part: Part, until_year: int) -> list[tuple[datetime, timedelta]]:
    """When (on the clock before the change) this part of a zone begins, and the offset from then on."""
    first = datetime.strptime(part.value("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    was, becomes = _offset(part.value("TZOFFSETFROM")), _offset(part.value("TZOFFSETTO"))
    assert not part.has("RDATE"), "Outlook reads no RDATE"
    if not part.has("RRULE"):
        return [(first, becomes)]
    rule = dict(piece.split("=") for piece in part.value("RRULE").split(";"))
    assert set(rule) - {"UNTIL"} == {"FREQ", "BYMONTH", "BYDAY"}
    assert rule["FREQ"] == "YEARLY"
    last = datetime.strptime(rule["UNTIL"], "%Y%m%dT%H%M%SZ") + was if "UNTIL" in rule else datetime.max  # noqa: DTZ007, DTZ901
    found = [_day_of(rule, year, first) for year in range(first.year, until_year + 1)]
    assert found[:1] in ([], [first]), "the first time does not follow its own rule"
    return [(onset, becomes) for onset in found if onset <= last]


def _day_of(rule: dict[str, str], year: int, first: datetime) -> datetime:
    week, weekday, month = int(rule["BYDAY"][:-2]), _DAYS.index(rule["BYDAY"][-2:]), int(rule["BYMONTH"])
    days = [day for day in range(1, monthrange(year, month)[1] + 1) if datetime(year, month, day).weekday() == weekday]  # noqa: DTZ001
    return first.replace(year=year, month=month, day=days[week if week < 0 else week - 1])


def _offset(text: str) -> timedelta:
    assert re.fullmatch(r"[+-]\d{4}", text), text
    size = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -size if text[0] == "-" else size
