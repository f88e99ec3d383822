"""The evidence log: entries that are corrected and never changed, who reads which, and the file of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.db import end_reading, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.labs.actions.findings import FindingFacts, note_finding, remove_finding
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import agree_to_be_named
from clustercourse.labs.queries.findings import findings_of, newest_public, written_about
from clustercourse.labs.queries.homework import day_of
from clustercourse.labs.queries.labs import lab_at
from clustercourse.models.events import Event
from clustercourse.models.trials import Finding
from clustercourse.viewer import NOBODY
from tests.cast import as_seen
from tests.labs.house import House, furnished, running
from tests.page import Browser


def noted(house: House, text: str, shared_with: str = "lab", *, of: str = "a", back: int = 0, corrects: int | None = None) -> int:
    """By Ada for A, by Ben for B, or by the facilitator about A (`f`) or about the lab (`l`)."""
    by = {"a": house.cast.ada, "b": house.cast.ben}.get(of, house.finn)
    about = {"b": house.cast.organisation_b, "l": None}.get(of, house.cast.organisation_a)
    side = "participant" if of in "ab" else "facilitator"
    end_reading()
    facts = FindingFacts(day_of(house.lab) - timedelta(days=back), text, shared_with, about)
    end_reading()
    with writing():
        return note_finding(house.lab, facts, side=side, by=by, corrects_id=corrects).id


def read(house: House, person: int | None) -> list[str]:
    viewer = as_seen(person) if person is not None else NOBODY
    end_reading()
    return [each.text for each in findings_of(viewer, lab_at(viewer, house.slug)).rows]


@pytest.mark.both_databases_when_long
def test_who_reads_what(app: Flask) -> None:
    house = furnished()
    running(house)
    for of in ("a", "b", "f", "l"):
        for shared_with in ("facilitator", "lab", "public"):
            noted(house, f"{of} {shared_with}", shared_with, of=of)
    public = ["l public", "f public", "b public", "a public"]
    everything = [f"{of} {shared}" for of in ("l", "f", "b", "a") for shared in ("public", "lab", "facilitator")]
    assert read(house, None) == read(house, house.cast.eve) == read(house, house.iris) == public
    assert read(house, house.finn) == read(house, house.cast.root) == everything
    assert read(house, house.cast.ben) == [said for said in everything if said not in ("l facilitator", "f facilitator", "a facilitator")]
    assert read(house, house.cast.greta) == [said for said in everything if said not in ("l facilitator", "f facilitator", "b facilitator")]


@pytest.mark.both_databases_when_long
def test_an_organisation_is_named_in_public_only_where_it_said_so(app: Flask) -> None:
    house = furnished()
    testers = running(house)
    noted(house, "Said by B itself", "public", of="b")
    noted(house, "Said of A", "public", of="f")
    lab = lab_at(NOBODY, house.slug)
    assert [(each.organisation, each.author) for each in newest_public(NOBODY, lab)] == [("", ""), ("Cluster B", "")]
    slugs = dict(written_about(as_seen(house.finn), lab))
    assert sorted(slugs.values()) == ["Cluster A", "Cluster B"]
    assert [name for _slug, name in written_about(NOBODY, lab)] == ["Cluster B"]
    of_a = next(slug for slug, name in slugs.items() if name == "Cluster A")
    assert findings_of(NOBODY, lab, organisation=of_a).rows == ()
    assert [each.text for each in findings_of(as_seen(house.finn), lab, organisation=of_a).rows] == ["Said of A"]
    with writing():
        agree_to_be_named(testers[0], is_named=True, by=house.cast.ada)
    assert [each.organisation for each in newest_public(NOBODY, lab)] == ["Cluster A", "Cluster B"]


@pytest.mark.both_databases_when_long
def test_a_correction_is_a_new_entry_and_the_earlier_one_stays(app: Flask) -> None:
    house = furnished()
    running(house)
    first = noted(house, "It took two hours", "public", back=2)
    second = noted(house, "It took three hours", "public", corrects=first)
    with pytest.raises(Refused, match="already"):
        noted(house, "It took four hours", corrects=first)
    with pytest.raises(Refused, match="Only who wrote"):
        noted(house, "It took four hours", of="b", corrects=second)
    viewer = as_seen(house.cast.ben)
    lab = lab_at(viewer, house.slug)
    log = findings_of(viewer, lab).rows
    assert [(each.text, each.is_corrected, each.corrects_id) for each in log] == [
        ("It took three hours", False, first),
        ("It took two hours", True, None),
    ]
    assert [each.id for each in newest_public(NOBODY, lab)] == [second]
    with writing():
        remove_finding(second, by=house.cast.ada)
    assert [each.id for each in newest_public(NOBODY, lab)] == [first]
    noted(house, "It took a day", "public", corrects=first)


@pytest.mark.both_databases_when_long
def test_a_removal_is_recorded_and_only_ones_own(app: Flask) -> None:
    house = furnished()
    running(house)
    number = noted(house, "Written too early")
    for person in (house.finn, house.cast.greta):
        with pytest.raises(Refused), writing():
            remove_finding(number, by=person)
    with pytest.raises(NotHere), writing():
        remove_finding(number + 1, by=house.cast.ada)
    for _ in range(2):
        with writing():
            remove_finding(number, by=house.cast.ada)
    assert rows(select(Finding.text, Finding.removed_at.is_not(None))) == [("", True)]
    assert value(select(func.count(Event.id)).where(Event.verb == "labs.finding_removed")) == 1
    with pytest.raises(Refused, match="removed this entry"):
        noted(house, "Written again", corrects=number)


@pytest.mark.both_databases_when_long
def test_what_is_no_finding_is_refused(app: Flask) -> None:
    house = furnished()
    with pytest.raises(Refused, match="from the selection"):
        noted(house, "Too early by far")
    running(house, 1)
    with pytest.raises(Refused, match="still to come"):
        noted(house, "Of tomorrow", back=-1)
    for text, shared_with in ((" a ", "lab"), ("Good enough", "newsletter")):
        with pytest.raises(Refused):
            noted(house, text, shared_with)
    with pytest.raises(Refused, match="does not take part"):
        noted(house, "Somebody else", of="b")
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    with pytest.raises(Refused, match="from the selection"):
        noted(house, "Too late by far")
    assert value(select(func.count(Finding.id))) == 0


def test_the_page_of_the_lab_shows_the_newest_five(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    for number in range(7):
        noted(house, f"Seen number {number}.", "public", back=7 - number)
    noted(house, "Only for the lab.")
    page = browser.visit(f"/labs/{house.slug}/")
    assert [number for number in range(7) if f"Seen number {number}." in page.text] == [2, 3, 4, 5, 6]
    assert "Only for the lab." not in page.text
    assert f"/labs/{house.slug}/findings/" in page.links()
    page = browser.visit(f"/labs/{house.slug}/findings/")
    assert "Seen number 0." in page.text and "Note a finding" not in page.text and "Take it as CSV" not in page.text


def test_a_finding_by_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    address = f"/labs/{house.slug}/findings/"
    browser.sign_in(house.cast.ada)
    page = browser.send(f"{address}new", text="The import lost notes.", on_day=day_of(house.lab).isoformat())
    assert "It stands in the log." in page.text and "The import lost notes." in page.text
    number = value(select(Finding.id))
    end_reading()
    page = browser.send(f"{address}new?corrects={number}", f"{address}new", text="The import lost half of the notes.")
    assert "Corrects the entry of" in page.text and "Corrected since by who wrote it." in page.text
    assert rows(select(Finding.side, Finding.corrects_id).order_by(Finding.id)) == [("participant", None), ("participant", number)]
    end_reading()
    browser.sign_in(house.cast.ben).visit(f"{address}new?corrects={number}", status=404)
    token = browser.csrf()
    assert browser.post(f"{address}{number}/delete", data=token).status_code == 403
    assert (
        browser.post(f"{address}new", data={**token, "text": "Of another", "on_day": "2026-01-01", "organisation": "1"}).status_code == 422
    )
    page = browser.sign_in(house.cast.ada).send(address, f"{address}{number}/delete")
    assert "Removed by who wrote it" in page.text
    for odd in ("9" * 40, "-1", "x"):
        assert "Note a finding" in browser.visit(f"{address}new?corrects={odd}").text
    browser.visit(f"{address}new?corrects=999999999", status=404)
    browser.sign_in(house.cast.eve).visit(f"{address}new", status=404)


def test_the_same_form_sent_twice_is_one_entry(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    address = f"/labs/{house.slug}/findings/new"
    browser.sign_in(house.finn)
    data = {**browser.csrf(), "text": "Twice sent", "on_day": "2026-01-01", "organisation": "", "shared_with": "lab", "once": "one-time"}
    assert [browser.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert rows(select(Finding.text, Finding.side, Finding.organisation_id)) == [("Twice sent", "facilitator", None)]


def test_the_file_holds_what_one_may_read_and_no_formulas(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    noted(house, "=HYPERLINK(1)", of="a")
    noted(house, "Between B and the facilitator", "facilitator", of="b")
    address = f"/labs/{house.slug}/findings/"
    browser.sign_in(house.cast.greta).visit(address)
    answer = browser.post(f"{address}exports", data=browser.csrf())
    lines = answer.get_data().decode("utf-8-sig").split("\r\n")
    assert lines[0] == "No.,Day,It is about,Finding,Who reads it,Written by,Corrects,State"
    assert lines[1].split(",")[2:6] == ["Cluster A", "'=HYPERLINK(1)", "Everybody in the lab", "Ada Holm"]
    assert lines[2:] == [""]
    assert answer.headers["Content-Disposition"] == f"attachment; filename={house.slug}-findings.csv"
    assert value(select(Event.detail).where(Event.verb == "labs.findings_exported")) == {"entries": 1}
    end_reading()
    assert browser.sign_in(house.cast.eve).post(f"{address}exports", data=browser.csrf()).status_code == 404


def test_the_log_costs_the_same_at_any_length(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    house = furnished()
    running(house)
    browser.sign_in(house.finn)
    counts = []
    for many in (1, 3):
        for _ in range(many):
            noted(house, "Seen.", "public", of="a")
        counts.append([])
        for place in ("", "findings/"):
            browser.visit(f"/labs/{house.slug}/{place}")
            with statements() as seen:
                browser.visit(f"/labs/{house.slug}/{place}")
            counts[-1].append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_and_the_file_are_about_one_organisation(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    noted(house, "Seen at A.")
    noted(house, "Seen at B.", of="b")
    address = f"/labs/{house.slug}/findings/"
    slug = browser.sign_in(house.finn).visit(address).tree.findall(".//select/option")[2].get("value")
    page = browser.visit(f"{address}?organisation={slug}")
    assert "Seen at B." in page.text and "Seen at A." not in page.text
    page = browser.send(f"{address}?organisation={slug}", f"{address}exports")
    assert "Seen at B." in page.response.get_data(as_text=True) and "Seen at A." not in page.response.get_data(as_text=True)
    assert "Seen at A." in browser.visit(f"{address}?organisation=nobody%00").text


def test_a_day_long_ago_is_a_day(app: Flask) -> None:
    house = furnished()
    running(house)
    with writing():
        note_finding(house.lab, FindingFacts(date.min, "Very old"), side="facilitator", by=house.finn)
    assert value(select(Finding.on_day)) == date.min
