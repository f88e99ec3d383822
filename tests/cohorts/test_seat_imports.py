"""A list of people: a dry run with a line for each, then carried out; nobody is joined by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.seat_imports import PURPOSE, drop_old_files, import_seats, plan_of, read_people
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.files import store
from clustercourse.models.accounts import Address, Invitation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.files import StoredFile
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.seating import letters, states
from tests.page import Browser, Page

FILE = """\
e-mail;navn;organisation;plads;status
mette@example.com;Mette Kjær;;partner;
ADA@example.com;Ada Holm;Cluster A;;
ben@example.com;Benjamin Berg;Nobody's Cluster;ekstern;bekræftet
greta@example.com;Greta Dahl;;;venteliste
eve@example.com;Eve Friis;;;
nobody;No Address;;;
mette@example.com;Mette Kjær;;;
cleo@example.com;Cleo Lund;;royal;
root@example.com;Root Vang;;;crowned
eve.friis@example.com;EVE FRIÍS;;;
lise.x@example.com;Lise Holm;;;
lisa.x@example.com;Lisa Holm;;;
""".encode()


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def outcomes(cohort: int, by: int | None = None) -> list[tuple[int, str, list[str]]]:
    """(line, what happens, remarks) of the dry run, or of carrying it out when `by` is somebody."""
    table = read_people(FILE, "people.csv")
    with writing():
        lines = plan_of(cohort, table) if by is None else import_seats(cohort, table, by=by)
    return [(line.wish.line, line.outcome, [str(note) for note in line.notes]) for line in lines]


def test_a_line_for_each(cast: Cast) -> None:
    cohort = make.cohort(partner_places=1, external_places=3)
    make.seat(cohort, cast.eve)
    same = "Nobody is joined by name."
    wanted = [
        (2, "invited", []),
        (3, "offered", []),
        (4, "confirmed", ["This address belongs to Ben Berg here.", "No organisation here is called “Nobody's Cluster”; it is left out."]),
        (5, "waitlisted", []),
        (6, "here", [f"The same name, or one like it, stands in this file under another address. {same}"]),
        (7, "wrong", ["This is not an e-mail address. It should look like name@example.com."]),
        (8, "wrong", ["This address stands in line 2 already."]),
        (9, "wrong", ["“royal” is no kind of place. Write partner or external."]),
        (10, "wrong", ["“crowned” is no state. Write offered, confirmed or waiting list, or leave it empty."]),
        (
            11,
            "invited",
            [
                f"Looks like Eve Friis (eve@example.com), who is in this cohort. {same}",
                f"The same name, or one like it, stands in this file under another address. {same}",
            ],
        ),
        (12, "invited", []),
        (13, "invited", []),
    ]
    assert outcomes(cohort) == wanted
    assert (states(cohort), letters(), rows(select(Invitation.id))) == (["confirmed"], [], [])
    assert outcomes(cohort, cast.dan) == wanted
    found = rows(select(Seat.person_id, Seat.state, Seat.place, Seat.organisation_id).order_by(Seat.id))
    assert [tuple(each) for each in found] == [
        (cast.eve, "confirmed", "external", None),
        (cast.ada, "offered", "external", cast.organisation_a),
        (cast.ben, "confirmed", "external", cast.organisation_b),
        (cast.greta, "waitlisted", "external", cast.organisation_a),
    ]
    sent = rows(select(Invitation.email, Invitation.cohort_id, Invitation.role).order_by(Invitation.id))
    assert [tuple(each) for each in sent] == [
        ("mette@example.com", cohort, "partner"),
        ("eve.friis@example.com", cohort, "external"),
        ("lise.x@example.com", cohort, "external"),
        ("lisa.x@example.com", cohort, "external"),
    ]


def test_carried_out_again_it_does_nothing_twice(cast: Cast) -> None:
    cohort = make.cohort()
    outcomes(cohort, cast.dan)
    before = states(cohort)
    again = [outcome for _line, outcome, _notes in outcomes(cohort, cast.dan)]
    assert (states(cohort), again[1:5]) == (before, ["here"] * 4)
    assert len(rows(select(Invitation.id).where(Invitation.withdrawn_at.is_(None)))) == 4


def test_when_places_run_out_the_rest_waits(cast: Cast) -> None:
    cohort = make.cohort(external_places=1)
    outcomes(cohort, cast.dan)
    assert states(cohort) == ["offered", "waitlisted", "waitlisted", "waitlisted"]


@pytest.mark.parametrize("content, words", [
    (b"", "is empty"),
    (b"name\nAda", "has no column"),
    (b"e-mail\n", "1 to 500 people"),
    (b"e-mail\n" + b"a@example.com\n" * 501, "1 to 500 people"),
    (b"e-mail,mail\na@example.com,b@example.com", "Two columns say the same"),
])  # fmt: skip
def test_what_is_no_list(app: Flask, content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_people(content, "people.csv")
    assert words in refused.value.sentence
    assert refused.value.field == "file"


def test_nothing_is_brought_to_a_cohort_that_is_over(cast: Cast) -> None:
    cohort = make.cohort(state="closed")
    with pytest.raises(Refused):
        outcomes(cohort, cast.dan)
    assert (states(cohort), letters()) == ([], [])


def looked_at(browser: Browser, path: str) -> Page:
    return browser.send(path, files={"file": (BytesIO(FILE), "people.csv")})


def test_looking_first_and_then_carrying_out(cast: Cast, new_browser: Callable[[], Browser]) -> None:
    make.cohort(coordinator=cast.dan)
    slug = value(select(Cohort.slug))
    path, dan = f"/cohorts/{slug}/seats/import", new_browser().sign_in(cast.dan)
    page = looked_at(dan, path)
    assert (page.heading, len(page.texts("tr"))) == ("What would happen", 13)
    assert (letters(), [tuple(each) for each in rows(select(StoredFile.purpose))]) == ([], [(PURPOSE,)])
    form = page.form(f"{path}/lines")
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    page = Page(dan.post(f"{path}/lines", data=values))
    assert page.heading == "What came of the list"
    done = letters()
    assert len(done) == 8
    again = dan.post(f"{path}/lines", data=values, follow_redirects=True)
    assert Page(again).texts("div", "flash") == ["This list was carried out before. Nothing was done twice."]
    assert letters() == done
    eve = new_browser().sign_in(cast.root)
    other = Page(eve.post(f"{path}/lines", data={**values, **eve.csrf(), "once": "x"}, follow_redirects=True))
    assert other.texts("div", "flash") == ["This list waited too long. Choose the file again."]
    forged = Page(dan.post(f"{path}/lines", data={**values, "file": f"{values['file']}x", "once": "y"}, follow_redirects=True))
    assert forged.texts("div", "flash") == ["This list waited too long. Choose the file again."]


def test_a_file_that_is_no_list_is_said_beside_its_field(cast: Cast, new_browser: Callable[[], Browser]) -> None:
    make.cohort(coordinator=cast.dan)
    path, dan = f"/cohorts/{value(select(Cohort.slug))}/seats/import", new_browser().sign_in(cast.dan)
    page = dan.send(path, files={"file": (BytesIO(b"\x00\x01"), "people.csv")})
    assert (page.status, len(page.errors)) == (422, 1)
    assert dan.send(path).errors == ["Error: Choose a file."]
    assert rows(select(StoredFile.digest)) == []


def test_the_file_is_dropped_after_a_week(cast: Cast, new_browser: Callable[[], Browser]) -> None:
    make.cohort(coordinator=cast.dan)
    looked_at(new_browser().sign_in(cast.dan), f"/cohorts/{value(select(Cohort.slug))}/seats/import")
    digest = value(select(StoredFile.digest))
    drop_old_files({})
    assert store().has(digest)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        for _twice in range(2):
            drop_old_files({})
    assert (store().has(digest), rows(select(StoredFile.digest))) == (False, [])


def test_two_addresses_of_one_person_are_one_place(cast: Cast) -> None:
    cohort = make.cohort(external_places=3)
    with writing() as session:
        values = {"email": "holm@example.org", "key": "holm@example.org", "is_primary": False, "confirmed_at": now(), "created_at": now()}
        session.add(Address(person_id=cast.ada, **values))
    table = read_people(b"e-mail;status\nada@example.com;confirmed\nholm@example.org;\n", "people.csv")
    with writing():
        found = [line.outcome for line in import_seats(cohort, table, by=cast.dan)]
    assert (found, states(cohort)) == (["confirmed", "here"], ["confirmed"])
