"""The printed sheet: who is on it, with which code, and that nothing on it is ever taken for a program."""

from __future__ import annotations

import resource
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.queries.register import register_of
from clustercourse.cohorts.queries.sessions import session_at
from clustercourse.cohorts.queries.sign_in_sheets import SheetLine, sheet_lines
from clustercourse.cohorts.sheets import EMPTY_LINES, sign_in_sheet
from clustercourse.db import now, value, writing
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import SessionTrainer
from clustercourse.viewer import Viewer
from tests import make, pdf
from tests.cast import assemble

START = datetime(2027, 8, 27, 8, 0, tzinfo=UTC)
HOSTILE = ('Åse #eval("1")', "Łódź $x$ *b* _i_", '#include "/etc/passwd"', '{{7*7}} \\" ]] // /* @x <l>', "Олена Шевченко", "Γιώργος")


def slug_of(cohort: int) -> str:
    found: str = value(select(Cohort.slug).where(Cohort.id == cohort))
    return found


def sheet_of(cohort: int, session: int, lines: tuple[SheetLine, ...]) -> list[list[str]]:
    root = Viewer(1, roles=frozenset({"admin"}))
    return pdf.pages(sign_in_sheet(cohort_at(root, slug_of(cohort)), session_at(cohort, session), lines))


@pytest.mark.both_databases_when_long
def test_the_sheet_of_a_session(app: Flask, browser: Any) -> None:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan)
    codes = {name: f"AB{number}DEF" for number, name in enumerate(("ben", "ada", "eve"), 1)}
    for name, code in codes.items():
        seat = make.seat(cohort, getattr(cast, name), organisation_id=cast.organisation_a if name == "ada" else None)
        with writing() as opened:
            opened.execute(update(Seat).where(Seat.id == seat).values(sheet_code=code))
    make.seat(cohort, cast.greta, "waitlisted")
    make.seat(cohort, cast.root, "confirmed", left_on=date(2027, 8, 26))
    session = make.session(cohort, START, title="Theory", venue="Industriens Hus, København")
    with writing() as opened:
        opened.execute(update(Cohort).values(title='Master #eval("2") Class'))
        opened.add(SessionTrainer(session_id=session, person_id=cast.cleo))
        opened.execute(update(Person).where(Person.id == cast.eve).values(name="", erased_at=now()))
    browser.sign_in(cast.dan)
    response = browser.get(f"/cohorts/{slug_of(cohort)}/sessions/{session}/sheet.pdf")
    assert (response.status_code, response.content_type) == (200, "application/pdf")
    assert response.headers["Content-Disposition"].startswith("inline; filename=")
    drawn = pdf.pages(response.get_data())
    assert drawn == [
        [
            "Theory",
            *("Cohort", 'Master #eval("2") Class', "When", "27 August 2027, 10:00–11:30 Copenhagen"),
            *("Where", "Industriens Hus, København", "Trainers", "Cleo Lund"),
            *("Name", "Organisation", "Code", "Signature"),
            *("1", "Ada Holm", "Cluster A", "AB2DEF"),
            *("2", "Ben Berg", "AB1DEF"),
            "The register finds a person by the code.",
            *("Theory", "Page 1 of 1"),
        ]
    ]
    assert value(select(Event.id).where(Event.verb == "cohorts.exported")) is None
    shown = register_of(session_at(cohort, session))
    assert [line.name for line in shown if "ab1def" in line.found_by] == ["Ben Berg"]


def test_names_stay_what_they_are(app: Flask) -> None:
    cohort = make.cohort()
    session = make.session(cohort, START, title='#panic("x") = Title')
    drawn = sheet_of(cohort, session, tuple(SheetLine(name, name, f"C{number}") for number, name in enumerate(HOSTILE)))
    assert drawn[0][0] == '#panic("x") = Title'
    text = "".join("".join(drawn[0]).split())
    assert [text.count("".join(name.split())) for name in HOSTILE] == [2] * len(HOSTILE)


def test_twenty_people_a_page_in_the_cohorts_language(app: Flask) -> None:
    cohort = make.cohort(language="da")
    session = make.session(cohort, START)
    drawn = sheet_of(cohort, session, tuple(SheetLine(f"Person {n:02}", "Klynge Nord", f"CODE{n:02}") for n in range(45)))
    assert [sum(piece.startswith("CODE") for piece in page) for page in drawn] == [22, 23, 0]
    assert [page[-1].split()[1::2] for page in drawn] == [["1", "3"], ["2", "3"], ["3", "3"]]
    assert "27. august 2027 kl. 10:00–11:30 København" in drawn[0]
    assert EMPTY_LINES == 4


def test_a_cohort_of_three_hundred_within_memory(app: Flask, figure: Any) -> None:
    cohort = make.cohort()
    session = make.session(cohort, START)
    lines = tuple(SheetLine(f"Person {n}", "Cluster", f"{n:06}") for n in range(300))
    sheet_of(cohort, session, lines)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for turn in range(12):
        sign_in_sheet(cohort_at(Viewer(1, roles=frozenset({"admin"})), slug_of(cohort)), session_at(cohort, session), lines[turn:])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    figure("twelve more sheets of 300 people grow the process by, MB", grown)
    assert grown < 60


def test_who_may_print_it(app: Flask, new_browser: Any) -> None:
    cast = assemble()
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort("Another", coordinator=cast.cleo)
    make.seat(cohort, cast.ada)
    session, foreign = make.session(cohort, START), make.session(other, START)
    address = f"/cohorts/{slug_of(cohort)}/sessions/{session}/sheet.pdf"
    statuses = [new_browser().sign_in(person).get(address).status_code for person in (cast.ada, cast.eve, cast.cleo, cast.dan, cast.root)]
    assert statuses == [404, 404, 403, 200, 200]
    assert new_browser().get(address).status_code == 303
    assert new_browser().sign_in(cast.root).get(f"/cohorts/{slug_of(cohort)}/sessions/{foreign}/sheet.pdf").status_code == 404
    with writing():
        assert sheet_lines(other, START.date()) == ()
