"""A copy to take away, erasing, and the journal that a restore applies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Table, delete, select, update
from werkzeug.test import TestResponse

from clustercourse.accounts import privacy
from clustercourse.accounts.actions import erase, give_role
from clustercourse.accounts.erasing import apply_journal, erase_person, finish_erasures, journal_path, read_journal, tidy
from clustercourse.accounts.exporting import TITLES
from clustercourse.db import Base, now, writing
from clustercourse.errors import Refused
from clustercourse.files import store
from clustercourse.jobs import work_waiting
from clustercourse.models.accounts import Account, Address, DataExport, Erasure, Person
from clustercourse.models.events import Event
from clustercourse.models.files import StoredFile
from clustercourse.models.notifications import Letter
from tests import make
from tests.accounts.conftest import PASSWORD, member
from tests.accounts.traces import fill
from tests.page import Browser

CANARY = "CANARY-ADA"


def dump() -> dict[str, list[str]]:
    with writing() as session:
        return {
            table.name: [str(tuple(row)) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def ada_and_ben() -> tuple[int, int]:
    ada, ben = member(f"{CANARY} Holm", "canary-ada@example.com"), member("Ben Berg", "ben@example.com")
    fill(ada, CANARY)
    fill(ben, "BEN-STAYS")
    return ada, ben


def test_the_walk_finds_every_table_that_points_at_a_person(app: Flask) -> None:
    by_only = {"version", "cohort_step", "cohort_news", "cohort_material", "cohort_report", "register_step", "mirror_consent"}
    by_only |= {"lab", "lab_step", "lab_participant", "amendment", "frame_check", "homework_report", "finding", "trial", "lab_verdict"}
    by_only |= {"method_result", "product", "lab_mark", "homework_chase", "tool_score"}
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in ("person", "enrolment", "practice_question", "seat", "attendance_mark", "topic", "post", "workbook")
    }
    assert {holding.name for holding in privacy.holdings()} == (pointing | {"person"}) - by_only


def test_every_exported_table_has_words_and_every_emptied_one_its_values(app: Flask) -> None:
    assert sorted(TITLES) == sorted(holding.name for holding in privacy.exported_holdings())
    assert sorted(privacy.EMPTY) == sorted(holding.name for holding in privacy.holdings_to("emptied"))


def test_the_walk_fills_every_table(app: Flask) -> None:
    ada, _ben = ada_and_ben()
    with writing() as session:
        bare = [
            holding.name
            for holding in privacy.holdings()
            if holding.name not in ("erasure", "site_role")
            and not session.execute(select(holding.table).where(holding.condition), {"person": ada}).all()
        ]
    assert bare == []


@pytest.mark.postgresql_first
def test_an_erasure_leaves_nothing_but_what_is_kept(app: Flask) -> None:
    ada, ben = ada_and_ben()
    before = dump()
    erase_person(ada, by=ada)
    with writing() as session:
        session.execute(update(Letter).where(Letter.kind == "erased").values(state="sent"))
    tidy({})
    after = dump()
    assert [row for rows in after.values() for row in rows if "canary" in row.lower()] == []
    with writing() as session:
        person = session.get_one(Person, ada)
        assert (person.name, person.about, person.photo_digest, person.is_erased) == ("", "", None, True)
        left = {
            holding.name: len(session.execute(select(holding.table).where(holding.condition), {"person": ada}).all())
            for holding in privacy.holdings()
        }
    kept = {"person": 1, "course_team": 1, "erasure": 1, "event": 4, "lab_signature": 1}
    emptied = {"seat": 1, "seat_step": 2, "apology": 1, "attendance_mark": 1, "attendance_revision": 1}
    emptied |= {"topic": 1, "topic_step": 1, "post": 1, "flag": 1, "lab_voice": 1, "dissent": 1, "adoption": 1}
    assert {name: number for name, number in left.items() if number} == kept | emptied
    bens = {name: [row for row in rows if "BEN-STAYS" in row or "Ben Berg" in row] for name, rows in before.items()}
    assert {name: [row for row in rows if "BEN-STAYS" in row or "Ben Berg" in row] for name, rows in after.items()} == bens
    assert len(after["enrolment"]) == len(after["note"]) == len(after["practice_answer"]) == 1
    files = sorted(file.digest for file in store().listed())
    with writing() as session:
        assert files == sorted(session.scalars(select(StoredFile.digest)).all())
        assert session.get_one(Person, ben).photo_digest in files
    assert len(files) == 3


@pytest.mark.postgresql_first
def test_the_erasure_counts_what_went(app: Flask) -> None:
    ada, _ben = ada_and_ben()
    erase_person(ada, by=ada)
    with writing() as session:
        counts = session.scalars(select(Erasure.counts)).one()
    assert counts == dict.fromkeys(
        [
            "account",
            "address",
            "attempt",
            "bookmark",
            "calendar_feed",
            "check_in",
            "check_in_request",
            "cohort_team",
            "commitment",
            "completion",
            "contact",
            "data_export",
            "draft",
            "enrolment",
            "evidence",
            "handover",
            "helpful",
            "interest",
            "item_exception",
            "lab_team",
            "letter_choice",
            "letter_link",
            "membership",
            "membership_request",
            "mention",
            "note",
            "notification",
            "once",
            "post_draft",
            "post_file",
            "post_revision",
            "practice_answer",
            "practice_question",
            "product_author",
            "session_trainer",
            "sheet",
            "sheet_comment",
            "sheet_link",
            "sheet_submission",
            "sheet_submission_step",
            "sheet_value",
            "sheet_version",
            "sign_in",
            "strategy_section",
            "topic_reader",
            "visit",
            "workbook",
        ],
        1,
    ) | {"letter": 2, "search_entry": 2, "sheet_value": 2}


def test_erasing_twice_is_once(app: Flask) -> None:
    ada, _ben = ada_and_ben()
    erase_person(ada, by=ada)
    erase_person(ada, by=ada)
    with writing() as session:
        assert len(session.scalars(select(Erasure)).all()) == 1
        assert len(session.scalars(select(Event).where(Event.verb == "accounts.erased")).all()) == 1
    assert [line[0] for line in read_journal()] == [ada]


def test_letters_to_an_address_that_was_never_proved_are_left_alone(app: Flask) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    with writing() as session:
        session.add(Address(person_id=ada, email="ben@example.com", key="ben@example.com", created_at=now()))
        session.add(
            Letter(
                key="k",
                kind="x",
                person_id=ben,
                to_address="ben@example.com",
                language="en",
                subject="s",
                text="t",
                html="h",
                message_id="<k>",
                created_at=now(),
            )
        )
    erase_person(ada, by=ada)
    with writing() as session:
        assert session.scalars(select(Letter.key).where(Letter.person_id == ben)).all() == ["k"]


def test_the_last_administrator_cannot_be_erased(app: Flask) -> None:
    root, other = member("Root Vang", "root@example.com"), member("Eve Friis", "eve@example.com")
    with writing():
        give_role(root, "admin", by=None)
    with pytest.raises(Refused, match="You are the last administrator"), writing():
        erase(root, by=root)
    with writing():
        give_role(other, "admin", by=root)
        erase(root, by=root)
    with writing() as session:
        assert session.get_one(Person, root).is_erased is True


def test_erasing_oneself(browser: Browser, new_browser: Callable[[], Browser], letters: Callable[[], list[tuple[str, str]]]) -> None:
    ada = member()
    other = new_browser().sign_in(ada)
    browser.sign_in(ada)
    assert browser.send("/me/data/erasure", email="eve@example.com", password=PASSWORD).errors == [
        "Error: This is not your e-mail address on this site."
    ]
    assert browser.send("/me/data/erasure", email="ada@example.com", password="guess").errors == ["Error: This is not your password."]
    page = browser.send("/me/data/erasure", follow=False, email="ADA@example.com", password=PASSWORD)
    assert (page.status, page.response.location) == (303, "/courses/")
    assert [each.get("/me/settings/").status_code for each in (browser, other)] == [303, 303]
    assert letters() == [("erased", "ada@example.com")]
    assert new_browser().send("/sign-in", email="ada@example.com", password=PASSWORD).status == 422
    new_browser().send("/register", email="ada@example.com", name="Ada Holm", password=PASSWORD)
    assert letters() == [("erased", "ada@example.com"), ("confirm", "ada@example.com")]


def test_a_page_that_names_an_erased_person_still_opens(browser: Browser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    with writing() as session:
        session.add(Event(at=now(), verb="accounts.role_given", by_id=ada, person_id=ben, detail={}))
    erase_person(ada, by=ada)
    browser.sign_in(ben)
    assert browser.visit("/me/activity/").texts("td")[1:4] == ["Gave a role", "former participant", "you"]
    assert browser.get(f"/people/{ada}/photo").status_code == 404


@pytest.mark.postgresql_first
def test_the_journal_is_applied_to_a_restored_database(app: Flask) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    erase_person(ada, by=ada)
    [(person, at, _posts)] = read_journal()
    assert (person, at) == (ada, journal_moment())
    with writing() as session:
        session.execute(delete(Erasure))
        session.execute(update(Person).where(Person.id == ada).values(name=CANARY, erased_at=None))
        session.add(Address(person_id=ada, email="ada@example.com", key="ada@example.com", is_primary=True, confirmed_at=at, created_at=at))
        session.execute(delete(Letter))
    assert apply_journal() == [ada]
    assert apply_journal() == []
    with writing() as session:
        assert [(row.name, row.is_erased) for row in session.scalars(select(Person).order_by(Person.id))] == [
            ("", True),
            ("Ben Berg", False),
        ]
        assert session.scalars(select(Letter)).all() == []
        assert session.scalars(select(Address.person_id)).all() == [ben]


def journal_moment() -> object:
    with writing() as session:
        return session.scalars(select(Erasure.at)).one()


def test_the_journal_spares_a_later_person_with_the_same_number(app: Flask) -> None:
    ada = member()
    journal_path().write_text(json.dumps({"person": ada, "at": (now() - timedelta(days=1)).isoformat()}) + "\n")
    assert apply_journal() == []
    with writing() as session:
        assert session.get_one(Person, ada).is_erased is False


def test_a_torn_line_is_healed(app: Flask) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    erase_person(ada, by=ada)
    whole = journal_path().read_text()
    journal_path().write_text(whole + '{"person": 2, "a')
    erase_person(ben, by=ben)
    assert [line[0] for line in read_journal()] == [ada, ben]
    journal_path().unlink()
    finish_erasures()
    assert [line[0] for line in read_journal()] == [ada, ben]


def test_the_last_letter_goes_after_it_is_sent(app: Flask) -> None:
    ada = member()
    erase_person(ada, by=ada)
    tidy({})
    with writing() as session:
        assert session.scalars(select(Letter.kind)).all() == ["erased"]
        session.execute(update(Letter).values(created_at=now() - timedelta(days=8)))
    tidy({})
    with writing() as session:
        assert session.scalars(select(Letter.kind)).all() == []


def test_somebody_who_never_confirmed_is_forgotten_after_a_month(app: Flask) -> None:
    early, late = make.person("Early Bird", confirmed=False), make.person("Late Bird", confirmed=False)
    ada = member()
    with writing() as session:
        session.execute(update(Person).where(Person.id.in_([early, ada])).values(created_at=now() - timedelta(days=31)))
    tidy({})
    with writing() as session:
        names = session.execute(select(Person.id, Person.name).order_by(Person.id)).all()
    assert names == [(early, ""), (late, "Late Bird"), (ada, "Ada Holm")]


def fetched(browser: Browser, number: int) -> TestResponse:
    return browser.post(f"/me/data/exports/{number}", data=browser.csrf())


@pytest.mark.postgresql_first
def test_the_copy_holds_everything_of_mine_and_nothing_of_others(browser: Browser) -> None:
    ada, ben = ada_and_ben()
    with writing() as session:
        session.execute(delete(DataExport))
    browser.sign_in(ada)
    assert browser.send("/me/data/", "/me/data/exports/").texts("div", "flash") == [
        "We are making your copy. It will be here in a few minutes."
    ]
    browser.send("/me/data/", "/me/data/exports/")
    with writing() as session:
        [number] = session.scalars(select(DataExport.id)).all()
    assert fetched(browser, number).status_code == 404
    work_waiting()
    response = fetched(browser, number)
    assert (response.status_code, response.content_type, response.headers["Cache-Control"]) == (200, "application/zip", "no-store")
    assert response.headers["Content-Disposition"] == f"attachment; filename=my-data-{now():%Y-%m-%d}.zip"
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    names = [f"tables/{holding.name}.json" for holding in privacy.exported_holdings()]
    assert archive.namelist() == [*names, "read-me.html", "photo.webp"]
    tables = {name: json.loads(archive.read(name)) for name in names}
    assert [name for name, rows in tables.items() if not rows] == ["tables/site_role.json"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert [word for word in ("BEN-STAYS", "Ben Berg", "token_digest", "password_hash", "$argon2id") if word in everything] == []
    assert tables["tables/note.json"][0]["text"] == CANARY
    assert f"course-{ada}" in archive.read("read-me.html").decode()
    with writing() as session:
        assert session.scalars(select(Event.verb).where(Event.person_id == ada).order_by(Event.id)).all() == [
            "accounts.profile_changed",
            "accounts.export_asked",
            "accounts.export_fetched",
        ]
    other = browser.sign_in(ben)
    assert fetched(other, number).status_code == 404


def test_a_copy_ends_after_seven_days(browser: Browser) -> None:
    browser.sign_in(member())
    browser.send("/me/data/", "/me/data/exports/")
    work_waiting()
    with writing() as session:
        number = session.scalars(select(DataExport.id)).one()
        export = session.scalars(select(DataExport)).one()
        assert export.expires_at - export.created_at == timedelta(days=7)
        session.execute(update(DataExport).values(expires_at=now() - timedelta(seconds=1)))
    assert fetched(browser, number).status_code == 404
    tidy({})
    assert list(store().listed()) == []
    browser.send("/me/data/", "/me/data/exports/")
    work_waiting()
    assert "Fetch the copy" in browser.visit("/me/data/").text


def test_hostile_words_are_shown_as_words_in_the_copy(browser: Browser) -> None:
    ada = member("Ada <script>alert(1)</script>", "ada@example.com")
    browser.sign_in(ada)
    browser.send("/me/data/", "/me/data/exports/")
    work_waiting()
    with writing() as session:
        number = session.scalars(select(DataExport.id)).one()
    page = zipfile.ZipFile(io.BytesIO(fetched(browser, number).data)).read("read-me.html").decode()
    assert ("<script>" in page, "&lt;script&gt;" in page) == (False, True)


def test_no_secret_leaves_with_an_export() -> None:
    leaving = {column.name for holding in privacy.exported_holdings() for column in holding.exported().selected_columns}
    assert sorted(leaving & {"password_hash", "token_digest"}) == []
    assert isinstance(privacy.table_of(Account), Table)
