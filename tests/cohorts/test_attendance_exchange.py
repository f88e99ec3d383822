"""Attendance and people as files: taken with a note of it, brought back with a dry run, carried out once."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance
from clustercourse.cohorts.actions.attendance_imports import import_attendance
from clustercourse.cohorts.attendance_file import known_words, session_named
from clustercourse.cohorts.attendance_planning import Planned, plan_attendance
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.cohorts.spreadsheets import read_table
from clustercourse.db import now, row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.tables import Table, as_csv
from tests import make
from tests.cast import Cast, assemble
from tests.page import Browser

FIRST, SECOND = datetime(2026, 9, 7, 8, 0, tzinfo=UTC), datetime(2026, 9, 8, 8, 0, tzinfo=UTC)


class Stage:
    """Ada and Ben in Dan's cohort with two sessions of 90 minutes in the past; Eve only applied."""

    def __init__(self) -> None:
        self.cast: Cast = assemble()
        self.cohort = make.cohort(coordinator=self.cast.dan)
        self.ada = make.seat(self.cohort, self.cast.ada, organisation_id=self.cast.organisation_a)
        self.ben = make.seat(self.cohort, self.cast.ben)
        self.eve = make.seat(self.cohort, self.cast.eve, "applied", diet="no nuts", message="=1+1")
        self.first = make.session(self.cohort, FIRST, key="kick-off", title="Kick-off")
        self.second = make.session(self.cohort, SECOND, key="tools", title="Ten tools")
        self.slug: str = value(select(Cohort.slug).where(Cohort.id == self.cohort))
        self.imports = f"/cohorts/{self.slug}/attendance/import"
        self.exports = f"/cohorts/{self.slug}/attendance/exports"
        self.people = f"/cohorts/{self.slug}/seats/exports"

    def mark(self, session: int, seat: int, status: str, *, by: int | None = None, reason: str = "", **values: Any) -> None:
        with writing():
            mark_attendance(session, [Change(seat, Mark(status, **values), None)], by=by or self.cast.dan, source="register", reason=reason)

    def code(self, seat: int) -> str:
        found: str = value(select(Seat.sheet_code).where(Seat.id == seat))
        return found


def marks() -> list[tuple[int, int, str, int]]:
    found = select(AttendanceMark.session_id, AttendanceMark.seat_id, AttendanceMark.status, AttendanceMark.minutes)
    return [tuple(each) for each in rows(found.order_by(AttendanceMark.session_id, AttendanceMark.seat_id))]


def revisions() -> int:
    return len(rows(select(AttendanceRevision.id)))


def long_form(*lines: tuple[str, ...], header: tuple[str, ...] = ("E-mail", "Session", "Status", "Minutes")) -> Table:
    return Table(header, lines)


def said(lines: tuple[Planned, ...]) -> list[tuple[str, str]]:
    """(outcome, what it becomes or why not) of each line."""
    return [(line.outcome, str(line.why) if line.why else str(line.becomes)) for line in lines]


def exported(browser: Browser, address: str, form: str) -> Table:
    response = browser.post(address, data={**browser.csrf(), "form": form})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=master-class-2027-")
    return read_table(response.get_data(), f"x.{form}")


@pytest.mark.both_databases_when_long
def test_attendance_as_a_file(app: Flask, browser: Browser) -> None:
    stage = Stage()
    stage.mark(stage.first, stage.ada, "present", arrived=15)
    stage.mark(stage.second, stage.ada, "present", place="online")
    stage.mark(stage.first, stage.ben, "excused")
    browser.sign_in(stage.cast.dan)
    for form in ("csv", "xlsx"):
        table = exported(browser, stage.exports, form)
        assert table.header == (
            "Name",
            "E-mail",
            "Code",
            "Organisation",
            "kick-off 2026-09-07 10:00",
            "kick-off 2026-09-07 10:00 (minutes)",
            "tools 2026-09-08 10:00",
            "tools 2026-09-08 10:00 (minutes)",
            "Minutes attended",
            "Minutes held",
            "Percent",
            "Sessions not marked",
        )
        ada = ("Ada Holm", "ada@example.com", stage.code(stage.ada), "Cluster A", "Present", "75", "Present online", "90")
        ben = ("Ben Berg", "ben@example.com", stage.code(stage.ben), "", "Excused", "", "", "")
        assert table.rows == ((*ada, "165", "180", "91.66", "0"), (*ben, "0", "0", "", "1"))
    noted = rows(select(Event.by_id, Event.thing, Event.thing_id, Event.detail).where(Event.verb == "cohorts.exported").order_by(Event.id))
    detail = {"what": "attendance", "people": 2}
    assert [tuple(each) for each in noted] == [
        (stage.cast.dan, "cohort", stage.cohort, detail | {"form": "csv"}),
        (stage.cast.dan, "cohort", stage.cohort, detail | {"form": "xlsx"}),
    ]


def test_people_as_a_file(app: Flask, browser: Browser) -> None:
    stage = Stage()
    browser.sign_in(stage.cast.dan)
    table = exported(browser, stage.people, "csv")
    assert [line[:2] + line[5:7] for line in table.rows] == [
        ("Ada Holm", "ada@example.com", "External place", "Has a place"),
        ("Ben Berg", "ben@example.com", "External place", "Has a place"),
        ("Eve Friis", "eve@example.com", "External place", "Applied"),
    ]
    assert table.rows[2][-3:] == ("no nuts", "", "=1+1")
    raw = browser.post(stage.people, data={**browser.csrf(), "form": "csv"}).get_data()
    assert b",'=1+1\r\n" in raw
    noted = rows(select(Event.detail).where(Event.verb == "cohorts.exported"))
    assert [each.detail for each in noted] == [{"what": "people", "form": "csv", "people": 3}] * 2


@pytest.mark.parametrize("sent", [{}, {"form": "pdf"}])
def test_other_kinds_of_files_are_not_made(app: Flask, browser: Browser, sent: dict[str, str]) -> None:
    stage = Stage()
    browser.sign_in(stage.cast.dan)
    for address in (stage.exports, stage.people):
        assert browser.post(address, data={**browser.csrf(), **sent}).status_code == 303
    assert rows(select(Event.id).where(Event.verb == "cohorts.exported")) == []


def test_who_may_take_and_bring_files(app: Flask, new_browser: Any) -> None:
    stage = Stage()
    with writing() as session:
        session.execute(update(Cohort).where(Cohort.id == stage.cohort).values(state="planned"))
    other = make.cohort("Another", coordinator=stage.cast.cleo)
    assert other != stage.cohort
    for person, statuses in ((stage.cast.ada, 404), (stage.cast.cleo, 404)):
        visitor = new_browser().sign_in(person)
        for address in (stage.exports, stage.people, stage.imports, f"{stage.imports}/marks"):
            assert visitor.post(address, data={**visitor.csrf(), "form": "csv"}).status_code == statuses
        assert visitor.get(stage.imports).status_code == statuses
    with writing() as session:
        session.execute(update(Cohort).where(Cohort.id == stage.cohort).values(state="published"))
    visitor = new_browser().sign_in(stage.cast.cleo)
    assert [visitor.post(each, data={**visitor.csrf(), "form": "csv"}).status_code for each in (stage.exports, stage.people)] == [403, 403]
    assert rows(select(Event.id).where(Event.verb == "cohorts.exported")) == []


@pytest.mark.both_databases_when_long
def test_our_own_file_filled_in_and_brought_back(app: Flask, browser: Browser) -> None:
    stage = Stage()
    stage.mark(stage.first, stage.ada, "present", arrived=15)
    browser.sign_in(stage.cast.dan)
    table = exported(browser, stage.exports, "xlsx")
    ada, ben = table.rows
    filled = Table(table.header, ((*ada[:6], "Absent", "", *ada[8:]), (*ben[:4], "present", "60", "", "", *ben[8:])))
    looked = browser.send(stage.imports, files={"file": (io.BytesIO(as_csv(filled)), "back.csv")})
    assert looked.heading == "What would change"
    assert looked.texts("td")[:4] + looked.texts("td")[4:8] == [
        *("2", "Ten tools", "Not marked", "Absent"),
        *("3", "Kick-off", "Not marked", "Left after 60 min"),
    ]
    assert marks() == [(stage.first, stage.ada, "present", 75)]
    form = looked.form(f"{stage.imports}/marks")
    values = {node.get("name"): node.get("value") for node in form.iter("input")}
    sent = browser.post(form.get("action"), data=values, follow_redirects=False)
    assert (sent.status_code, sent.location) == (303, f"/cohorts/{stage.slug}/attendance/")
    after = [(stage.first, stage.ada, "present", 75), (stage.first, stage.ben, "present", 60), (stage.second, stage.ada, "absent", 0)]
    assert (marks(), revisions()) == (after, 3)
    assert rows(select(AttendanceRevision.source).order_by(AttendanceRevision.id.desc()).limit(2)) == [("import",), ("import",)]

    again = browser.post(form.get("action"), data=values)
    assert (again.status_code, revisions()) == (303, 3)
    once_more = browser.post(form.get("action"), data={**values, "once": "another form"})
    assert (once_more.status_code, marks(), revisions()) == (303, after, 3)
    nothing_new = browser.send(stage.imports, files={"file": (io.BytesIO(as_csv(filled)), "back.csv")})
    actions = [form.get("action") for form in nothing_new.forms()]
    assert ("This file says nothing new." in nothing_new.text, f"{stage.imports}/marks" in actions) == (True, False)


def test_words_and_minutes(app: Flask) -> None:
    stage = Stage()
    stage.mark(stage.second, stage.ada, "present", arrived=15)
    stage.mark(stage.second, stage.ben, "absent")
    table = long_form(
        ("ADA@example.com", "kick-off", "Til stede", ""),
        ("ben@example.com", "2026-09-07", "afbud", ""),
        ("ada@example.com", "8.9.2026", "present", "75"),
        ("ben@example.com", "08/09/2026 10:00", "", "90"),
        ("", "kick-off", "", ""),
    )
    assert said(plan_attendance(stage.cohort, table).lines) == [
        ("change", "Present"),
        ("change", "Excused"),
        ("same", "15 min late"),
        ("change", "Present"),
    ]
    by_code = long_form(
        (stage.code(stage.ada).lower(), "tools", "present", ""),
        (stage.code(stage.ben), "tools", "Present Online", "30"),
        header=("Kode", "Dato", "Status", "Minutter"),
    )
    assert said(plan_attendance(stage.cohort, by_code).lines) == [("same", "15 min late"), ("change", "Left after 30 min")]
    cleared = long_form(("ben@example.com", "tools", "not marked", "0"), ("ada@example.com", "tools", "–", ""))
    assert said(plan_attendance(stage.cohort, cleared).lines) == [("change", "Not marked"), ("change", "Not expected")]


def test_what_is_left_out_and_why(app: Flask) -> None:
    stage = Stage()
    make.session(stage.cohort, datetime(2026, 9, 8, 12, 0, tzinfo=UTC), key="cases")
    make.session(stage.cohort, FIRST, key="gone", cancelled_at=now(), zone="Europe/Kyiv")
    lines = (
        (("nobody@example.com", "tools", "present", ""), "Nobody with a place here has this address or code."),
        (("eve@example.com", "tools", "present", ""), "Nobody with a place here has this address or code."),
        (("ada@example.com", "opening", "present", ""), "“opening” is no session of this cohort."),
        (("ada@example.com", "", "present", ""), "“” is no session of this cohort."),
        (("ada@example.com", "2026-02-30", "present", ""), "“2026-02-30” is no session of this cohort."),
        (
            ("ada@example.com", "2026-09-08", "present", ""),
            "There are several sessions on that day. Write which one you mean: tools (10:00), cases (14:00).",
        ),
        (("ada@example.com", "gone", "present", ""), "This session is cancelled."),
        (
            ("ada@example.com", "tools", "late", ""),
            "“late” is no word of the register. Write present, absent, excused, not expected or not marked.",
        ),
        (("ben@example.com", "tools", "present", "91"), "Write the minutes as a whole number, at most 90 for this session."),
        (("ben@example.com", "cases", "present", "-5"), "Write the minutes as a whole number, at most 90 for this session."),
        (("ben@example.com", "cases", "present", "4.5"), "The same person and session stand in line 11 already."),
        (("ben@example.com", "kick-off", "absent", "20"), "Minutes belong to people who were present."),
        (("ada@example.com", "kick-off", "present", "0"), "Who was present has at least one minute."),
    )
    plan = plan_attendance(stage.cohort, long_form(*(line for line, _why in lines)))
    assert said(plan.lines) == [("wrong", why) for _line, why in lines]
    two = long_form(("ada@example.com", stage.code(stage.ben), "tools", "present"), header=("mail", "code", "session", "status"))
    assert said(plan_attendance(stage.cohort, two).lines) == [("wrong", "The code and the e-mail address belong to two different people.")]
    with writing():
        came = import_attendance(stage.cohort, long_form(*(line for line, _why in lines)), seen=0, by=stage.cast.dan)
    assert (said(came.lines), marks()) == (said(plan.lines), [])


def test_what_has_not_begun_is_wrong_in_the_dry_run_already(app: Flask) -> None:
    stage = Stage()
    make.session(stage.cohort, now() + timedelta(days=2), key="next", title="Next")
    table = long_form(
        ("ada@example.com", "kick-off", "present", ""),
        ("ada@example.com", "next", "present", ""),
        ("ben@example.com", "next", "excused", ""),
    )
    early = ("wrong", "This session has not begun. Before it begins you can only mark who is excused or not expected.")
    expected = [("change", "Present"), early, ("change", "Excused")]
    assert said(plan_attendance(stage.cohort, table).lines) == expected
    with writing():
        assert said(import_attendance(stage.cohort, table, seen=10**6, by=stage.cast.dan).lines) == expected
    assert [each[1:3] for each in marks()] == [(stage.ada, "present"), (stage.ben, "excused")]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (("Name", "kick-off"), "The first line has no column “e-mail” and none “code”, so we cannot know whom each line is about."),
        (("E-mail", "Name"), "No column is called after a session of this cohort. Take our own file as a pattern."),
        (("E-mail", "Mail", "kick-off"), "Two columns say the same: “E-mail” and “Mail”. Keep one of them."),
    ],
)
def test_tables_that_are_refused(app: Flask, browser: Browser, header: tuple[str, ...], why: str) -> None:
    stage = Stage()
    with pytest.raises(Refused) as refused:
        plan_attendance(stage.cohort, Table(header, ()))
    assert (refused.value.field, refused.value.sentence) == ("file", why)
    browser.sign_in(stage.cast.dan)
    page = browser.send(stage.imports, files={"file": (io.BytesIO(as_csv(Table(header, ()))), "x.csv")})
    assert (page.status, page.errors) == (422, [f"Error: {why}"])
    empty = browser.send(stage.imports, files={"file": (io.BytesIO(b""), "")})
    assert (empty.status, empty.errors) == (422, ["Error: Choose a file."])


@pytest.mark.both_databases_when_long
def test_a_locked_register_asks_why(app: Flask, browser: Browser) -> None:
    stage = Stage()
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == stage.second).values(locked_at=now()))
    browser.sign_in(stage.cast.dan)
    content = as_csv(long_form(("ada@example.com", "tools", "present", ""), ("ada@example.com", "kick-off", "present", "")))
    looked = browser.send(stage.imports, files={"file": (io.BytesIO(content), "x.csv")})
    values = {node.get("name"): node.get("value") or "" for node in looked.form(f"{stage.imports}/marks").iter("input")}
    refused = browser.post(f"{stage.imports}/marks", data=values)
    assert (refused.status_code, marks()) == (422, [])
    assert "The register of this session is locked. Say why you change it now." in refused.get_data(as_text=True)
    done = browser.post(f"{stage.imports}/marks", data={**values, "reason": "The list came late"})
    assert (done.status_code, len(marks())) == (303, 2)
    assert {reason for (reason,) in rows(select(AttendanceRevision.reason))} == {"The list came late"}


@pytest.mark.both_databases_when_long
def test_what_somebody_changed_meanwhile_stays(app: Flask, browser: Browser) -> None:
    stage = Stage()
    stage.mark(stage.first, stage.ada, "absent")
    browser.sign_in(stage.cast.dan)
    content = as_csv(
        long_form(
            ("ada@example.com", "kick-off", "present", ""),
            ("ben@example.com", "kick-off", "present", ""),
            ("x@example.com", "tools", "p", ""),
        )
    )
    looked = browser.send(stage.imports, files={"file": (io.BytesIO(content), "x.csv")})
    values = {node.get("name"): node.get("value") or "" for node in looked.form(f"{stage.imports}/marks").iter("input")}
    stage.mark(stage.first, stage.ada, "excused", by=stage.cast.root)
    done = browser.post(f"{stage.imports}/marks", data=values)
    assert done.status_code == 200
    text = done.get_data(as_text=True)
    assert "1 mark is saved." in text
    assert "Excused. Root Vang changed this meanwhile." in text
    assert "Nobody with a place here has this address or code." in text
    assert marks() == [(stage.first, stage.ada, "excused", 0), (stage.first, stage.ben, "present", 90)]


def test_only_the_file_that_was_looked_at_is_carried_out(app: Flask, browser: Browser, new_browser: Any) -> None:
    stage = Stage()
    other = make.cohort("Another one", coordinator=stage.cast.dan)
    other_slug: str = value(select(Cohort.slug).where(Cohort.id == other))
    make.session(other, FIRST, key="kick-off")
    browser.sign_in(stage.cast.dan)
    content = as_csv(long_form(("ada@example.com", "kick-off", "present", "")))
    looked = browser.send(stage.imports, files={"file": (io.BytesIO(content), "x.csv")})
    values = {node.get("name"): node.get("value") or "" for node in looked.form(f"{stage.imports}/marks").iter("input")}
    root = new_browser().sign_in(stage.cast.root)
    tries = [
        browser.post(f"{stage.imports}/marks", data={**values, "file": values["file"][:-1] + "x"}),
        browser.post(f"{stage.imports}/marks", data={**values, "file": ""}),
        browser.post(f"/cohorts/{other_slug}/attendance/import/marks", data={**values, "once": "other"}),
        root.post(f"{stage.imports}/marks", data={**values, **root.csrf()}),
    ]
    assert [(each.status_code, each.location.endswith("/attendance/import")) for each in tries] == [(303, True)] * 4
    assert marks() == []


def test_the_page_without_sessions_and_with_them(app: Flask, browser: Browser) -> None:
    stage = Stage()
    bare = make.cohort("No days yet", coordinator=stage.cast.dan)
    slug: str = value(select(Cohort.slug).where(Cohort.id == bare))
    browser.sign_in(stage.cast.dan)
    assert browser.visit(f"/cohorts/{slug}/attendance/import").texts("h2", "empty-title") == ["There are no sessions yet"]
    page = browser.visit(stage.imports)
    assert page.texts("code") == ["kick-off", "tools"]
    assert [form.get("action") for form in page.forms() if "attendance" in (form.get("action") or "")] == [stage.exports] * 2 + [
        stage.imports
    ]


@pytest.mark.both_databases_when_long
def test_a_large_file_costs_as_many_statements_as_a_small_one(app: Flask, statements: Any) -> None:
    stage = Stage()
    table = long_form(("ada@example.com", "tools", "present", ""))
    with statements() as few:
        plan_attendance(stage.cohort, table)
    with writing():
        people = [make.person(f"Person {n}", email=f"p{n}@example.com") for n in range(30)]
        for person in people:
            make.seat(stage.cohort, person)
    table = long_form(*((f"p{n}@example.com", "tools", "present", "") for n in range(30)))
    with statements() as many:
        assert len(plan_attendance(stage.cohort, table).of("change")) == 30
    assert (len(few), len(many)) == (7, 7)


def test_words_are_known_in_every_language(app: Flask) -> None:
    words = known_words()
    assert {words[word] for word in ("present", "til stede")} == {"present"}
    assert set(words.values()) == {"present", "online", "excused", "absent", "not_expected", "expected"}


def test_a_session_is_named_by_key_or_day(app: Flask) -> None:
    stage = Stage()
    sessions = sessions_of(stage.cohort)
    keys = []
    for title in ("kick-off", "kick-off 2026-09-08 10:00", "2026-09-08", "2026-09-08 10:00", "08-09-2026", "2026-09-08 11:00", "tool"):
        found = session_named(title, sessions)
        keys.append(found.key if isinstance(found, SessionRow) else None)
    assert keys == ["kick-off", "kick-off", "tools", "tools", "tools", None, None]
    assert row(select(TrainingSession.on_day).where(TrainingSession.id == stage.first))[0] == date(2026, 9, 7)
