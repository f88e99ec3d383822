"""Homework: tasks, reports with evidence, who reads what, and who is reminded when."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.labs.actions.homework import TaskFacts, change_homework, chase, remove_homework, set_homework
from clustercourse.labs.actions.homework_reports import ReportFacts, report_homework
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import leave, sign_up
from clustercourse.labs.jobs import chase_homework
from clustercourse.labs.queries.homework import day_of
from clustercourse.labs.queries.homework_board import standing
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Membership
from clustercourse.models.events import Event
from clustercourse.models.notifications import Notification
from clustercourse.models.trials import Homework, HomeworkChase, HomeworkReport
from tests.labs.house import House, furnished, ready, running, selected
from tests.page import Browser

TODAY = date(2027, 3, 1)
NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DUE = date(2027, 3, 10)
SAID = ReportFacts("We registered 210 contacts.")

_told = select(Notification.kind, Notification.person_id).where(
    Notification.kind.startswith("labs.homework"), Notification.kind != "labs.homework_set"
)
"""What is told of a task that is there; that it is there is looked at in test_notices."""


def facts(title: str = "Register your contacts", due: date = DUE, text: str = "All of them.") -> TaskFacts:
    return TaskFacts(title, text, f"<p>{text}</p>", due)


def task(house: House, due: date = DUE) -> int:
    with writing():
        return set_homework(house.lab, facts(due=due), by=house.finn).id


def told() -> list[tuple[str, int]]:
    end_reading()
    return [tuple(line) for line in rows(_told.order_by(Notification.id))]


def looked(days: int, hour: int = 9) -> list[tuple[str, int]]:
    """What the daily look tells so many days after the day that is due."""
    with time_machine.travel(datetime(DUE.year, DUE.month, DUE.day, hour, tzinfo=UTC) + timedelta(days=days), tick=False):
        chase_homework({})
        return told()


@pytest.mark.parametrize(
    ("reported", "on", "is_open", "state"),
    [
        (date(2027, 3, 10), date(2027, 3, 20), True, ("reported", 0)),
        (date(2027, 3, 12), date(2027, 3, 20), False, ("reported", 2)),
        (None, date(2027, 3, 10), True, ("not-due", 0)),
        (None, date(2027, 3, 11), True, ("late", 1)),
        (None, date(2027, 3, 11), False, ("missing", 0)),
        (None, date(2027, 3, 9), False, ("missing", 0)),
    ],
)
def test_where_an_organisation_stands(reported: date | None, on: date, is_open: bool, state: tuple[str, int]) -> None:
    assert standing(DUE, reported, on=on, is_open=is_open) == state


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_a_task_is_set_and_changed_while_the_lab_goes_on(app: Flask) -> None:
    house = furnished()
    selected(house)
    with pytest.raises(Refused, match="ready or running"), writing():
        set_homework(house.lab, facts(), by=house.finn)


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_days_that_are_over_or_years_away_are_refused(app: Flask) -> None:
    house = furnished()
    ready(house)
    for due in (TODAY - timedelta(days=1), TODAY + timedelta(days=1096), date.max):
        with pytest.raises(Refused), writing():
            set_homework(house.lab, facts(due=due), by=house.finn)
    first, second = task(house, TODAY), task(house)
    assert rows(select(Homework.id, Homework.number).order_by(Homework.id)) == [(first, 1), (second, 2)]


@pytest.mark.postgresql_first
@time_machine.travel(NINE, tick=False)
def test_two_facilitators_in_one_task_and_the_same_again_is_once(app: Flask) -> None:
    house = furnished()
    running(house)
    number = task(house)
    for _ in range(2):
        with writing():
            change_homework(number, facts("Register all"), edition=1, by=house.finn)
    with pytest.raises(Conflict), writing():
        change_homework(number, facts("Register some"), edition=1, by=house.finn)
    with pytest.raises(Refused, match="is over"), writing():
        change_homework(number, facts(due=TODAY - timedelta(days=1)), edition=2, by=house.finn)
    assert rows(select(Homework.title, Homework.edition)) == [("Register all", 2)]
    assert told() == []


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_another_day_is_told_to_all_who_take_part(app: Flask) -> None:
    house = furnished()
    testers = running(house, 3)
    number = task(house)
    with writing():
        leave(testers[1], by=house.finn)
        change_homework(number, facts(due=DUE + timedelta(days=7)), edition=1, by=house.finn)
    assert told() == [("labs.homework_moved", house.cast.ada), ("labs.homework_moved", house.cast.greta)]
    assert value(select(Notification.excerpt).where(Notification.kind == "labs.homework_moved").limit(1)) == "2027-03-10 → 2027-03-17"
    assert (
        value(select(Notification.address).where(Notification.kind == "labs.homework_moved").limit(1))
        == f"/labs/{house.slug}/homework/#task-1"
    )


@time_machine.travel(NINE, tick=False)
def test_the_days_are_said_in_the_readers_way(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    number = task(house)
    with writing() as session:
        change_homework(number, facts(due=DUE + timedelta(days=7)), edition=1, by=house.finn)
        session.get_one(Person, house.cast.greta).language = "da"
    said = browser.sign_in(house.cast.ada).visit("/me/notifications/").texts("p", "notice-said")
    assert said[:2] == ["Due on 17 March 2027 instead of 10 March 2027", "Due on 10 March 2027"]
    danish = browser.sign_in(house.cast.greta).visit("/me/notifications/").texts("p", "notice-said")
    assert ["10. marts 2027" in each for each in danish[:2]] == [True, True]


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_a_task_without_reports_is_taken_back_and_one_with_reports_stays(app: Flask) -> None:
    house = furnished()
    tester = running(house)[0]
    number, other = task(house), task(house)
    with writing():
        chase(number, "asked", on=TODAY, by=house.finn)
        remove_homework(number, by=house.finn)
        remove_homework(number, by=house.finn)
        report_homework(other, tester, SAID, number=0, by=house.cast.ada)
    with pytest.raises(Refused, match="It stays"), writing():
        remove_homework(other, by=house.finn)
    assert rows(select(Homework.id)) == [(other,)]
    assert value(select(func.count(Event.id)).where(Event.verb == "labs.homework_removed")) == 1


@pytest.mark.postgresql_first
@time_machine.travel(NINE, tick=False)
def test_two_colleagues_in_one_report(app: Flask) -> None:
    house = furnished()
    tester = running(house)[0]
    number = task(house)
    for _ in range(2):
        with writing():
            assert report_homework(number, tester, SAID, number=0, by=house.cast.ada) == 1
    with pytest.raises(Conflict), writing():
        report_homework(number, tester, ReportFacts("Nobody had time."), number=0, by=house.cast.greta)
    with writing():
        assert report_homework(number, tester, ReportFacts("Both: 210 contacts."), number=1, by=house.cast.greta) == 2
    assert rows(select(HomeworkReport.text, HomeworkReport.author_id)) == [("Both: 210 contacts.", house.cast.greta)]


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_what_is_no_report_is_refused(app: Flask) -> None:
    house = furnished()
    testers = running(house)
    number = task(house)
    for said in (ReportFacts(" a "), ReportFacts("Good enough", shared_with="public")):
        with pytest.raises(Refused), writing():
            report_homework(number, testers[0], said, number=0, by=house.cast.ada)
    with pytest.raises(NotHere), writing():
        report_homework(number, testers[0] + 99, SAID, number=0, by=house.cast.ada)
    with writing():
        leave(testers[1], by=house.cast.ben)
    with pytest.raises(Refused, match="by those who take part"), writing():
        report_homework(number, testers[1], SAID, number=0, by=house.cast.ben)
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="The system was taken off the market.")
    with pytest.raises(Refused, match="ready or running"), writing():
        report_homework(number, testers[0], SAID, number=0, by=house.cast.ada)
    assert value(select(func.count(HomeworkReport.id))) == 0


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_without_a_quotation_there_is_no_consent(app: Flask) -> None:
    house = furnished()
    tester = running(house)[0]
    number = task(house)
    with writing():
        report_homework(number, tester, ReportFacts("Done it.", has_consent=True), number=0, by=house.cast.ada)
    assert value(select(HomeworkReport.has_consent)) is False


@pytest.mark.both_databases_when_long
def test_the_site_reminds_once_before_the_day_and_once_after_it(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False):
        house = furnished()
        testers = running(house)
        number = task(house)
        with writing():
            report_homework(number, testers[1], SAID, number=0, by=house.cast.ben)
    ada, greta = house.cast.ada, house.cast.greta
    soon = [("labs.homework_soon", ada), ("labs.homework_soon", greta)]
    late = [("labs.homework_late", ada), ("labs.homework_late", greta)]
    assert looked(-3) == []
    assert looked(-2, hour=5) == []
    assert looked(-2) == looked(-2, hour=15) == looked(-1) == looked(0) == looked(2) == soon
    assert looked(3) == looked(4) == looked(30) == soon + late
    assert rows(select(HomeworkChase.reason, HomeworkChase.for_day, HomeworkChase.by_id).order_by(HomeworkChase.id)) == [
        ("soon", DUE, None),
        ("late", DUE, None),
    ]


def test_a_task_that_is_moved_is_reminded_of_anew(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False):
        house = furnished()
        running(house, 1)
        number = task(house)
    assert len(looked(-2)) == 2
    with time_machine.travel(NINE, tick=False), writing():
        change_homework(number, facts(due=DUE + timedelta(days=10)), edition=1, by=house.finn)
    assert len(looked(-1)) == 4
    assert [kind for kind, _person in looked(8)[4:]] == ["labs.homework_soon"] * 2


def test_nobody_is_late_with_what_was_due_before_they_came(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False):
        house = furnished()
        running(house, 1)
        task(house)
    with time_machine.travel(NINE + timedelta(days=10), tick=False), writing():
        sign_up(house.lab, house.cast.organisation_b, by=house.cast.ben)
    assert {person for _kind, person in looked(5)} == {house.cast.ada, house.cast.greta}


def test_nobody_is_reminded_in_a_lab_that_ended(app: Flask) -> None:
    with time_machine.travel(NINE, tick=False):
        house = furnished()
        running(house, 1)
        task(house)
        with writing():
            step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    assert looked(-2) == looked(5) == []


@pytest.mark.both_databases_when_long
@time_machine.travel(NINE, tick=False)
def test_the_facilitator_asks_once_a_day_whoever_is_silent(app: Flask) -> None:
    house = furnished()
    testers = running(house, 3)
    number = task(house)
    with writing():
        report_homework(number, testers[0], SAID, number=0, by=house.cast.ada)
        assert chase(number, "asked", on=TODAY, by=house.finn) == 2
        assert chase(number, "asked", on=TODAY, by=house.finn) == 0
        assert chase(number, "asked", on=TODAY + timedelta(days=1), by=house.finn) == 2
    assert told() == [("labs.homework_asked", house.cast.ben)] * 2
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    with pytest.raises(Refused), writing():
        chase(number, "asked", on=TODAY, by=house.finn)


def test_by_the_page_with_words_for_every_organisation(app: Flask, browser: Browser) -> None:
    house = furnished()
    testers = running(house)
    address = f"/labs/{house.slug}/homework/"
    browser.sign_in(house.finn)
    assert "A lab may do without." in browser.visit(address).text
    due = day_of(house.lab) + timedelta(days=5)
    page = browser.send(f"{address}new", title="Register", text="All **contacts**.", due_on=due.isoformat())
    assert "The task is set for all who take part." in page.text
    assert page.texts("td") == ["Not due yet: report for Cluster A", "Not due yet: report for Cluster B"]
    browser.sign_in(house.cast.ada)
    browser.send(f"{address}1/reports/{testers[0]}/edit", text="We registered 210.", figure="210 of 260", quotation="It is quick.")
    page = browser.sign_in(house.finn).visit(address)
    assert page.texts("td") == ["Reported: Cluster A", "Not due yet: report for Cluster B"]
    page = browser.send(address, f"{address}1/chases/")
    assert "1 organisation is asked." in page.text and "Cluster B asked by the facilitator" in page.text
    assert "Nobody was asked" in browser.send(address, f"{address}1/chases/").text
    browser.send(f"{address}1/edit", title="Register all")
    assert "Somebody has reported on this task." in browser.send(f"{address}1/edit", f"{address}1/delete").text
    with time_machine.travel(now() + timedelta(days=9)):
        page = browser.sign_in(house.finn).visit(address)
        assert page.texts("td") == ["Reported: Cluster A", "Late: 4 days: report for Cluster B"]


def test_a_participant_sees_their_own_and_what_others_share(app: Flask, browser: Browser) -> None:
    house = furnished()
    testers = running(house)
    number = task(house, day_of(house.lab) + timedelta(days=3))
    address = f"/labs/{house.slug}/homework/"
    with writing():
        report_homework(number, testers[0], ReportFacts("Secret words of A"), number=0, by=house.cast.ada)
    browser.sign_in(house.cast.ben)
    page = browser.visit(address)
    assert "Not due yet Cluster B" in page.text and "Cluster A" not in page.text and "Chase now" not in page.text
    browser.visit(f"{address}1/reports/{testers[0]}", status=404)
    browser.visit(f"{address}1/reports/{testers[0]}/edit", status=404)
    browser.visit(f"{address}new", status=404)
    with writing():
        said = ReportFacts("Shared words of A", quotation="We hate it.", shared_with="lab")
        report_homework(number, testers[0], said, number=1, by=house.cast.ada)
    assert "Reports shared with the lab: Cluster A" in browser.visit(address).text
    page = browser.visit(f"{address}1/reports/{testers[0]}")
    assert "Shared words of A" in page.text and "We hate it." not in page.text
    for person in (house.cast.greta, house.finn):
        assert "We hate it." in browser.sign_in(person).visit(f"{address}1/reports/{testers[0]}").text
    with writing():
        agreed = ReportFacts("Shared words of A", quotation="We hate it.", has_consent=True, shared_with="lab")
        report_homework(number, testers[0], agreed, number=2, by=house.cast.ada)
    assert "We hate it." in browser.sign_in(house.cast.ben).visit(f"{address}1/reports/{testers[0]}").text


def test_nobody_outside_the_lab_reads_homework(app: Flask, browser: Browser) -> None:
    house = furnished()
    testers = running(house, 1)
    number = task(house, day_of(house.lab))
    with writing():
        report_homework(number, testers[0], ReportFacts("Words of A", shared_with="lab"), number=0, by=house.cast.ada)
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    address = f"/labs/{house.slug}/homework/"
    places = (address, f"{address}1/reports/{testers[0]}", f"{address}1/reports/{testers[0]}/file")
    for person in (house.cast.ben, house.cast.eve, house.iris, house.cast.dan):
        for place in places:
            browser.sign_in(person).visit(place, status=404)
    page = browser.sign_in(house.cast.ada).visit(places[1])
    assert "Words of A" in page.text and "Change the report" not in page.text
    page = browser.post(f"{places[1]}/edit", data={**browser.csrf(), "text": "Too late for this", "shared_with": "lab", "number": "1"})
    assert page.status_code == 422 and "Too late for this" in page.get_data(as_text=True)


def test_both_texts_stand_on_the_page_of_a_conflict(app: Flask, browser: Browser) -> None:
    house = furnished()
    tester = running(house)[0]
    number = task(house, day_of(house.lab))
    edit = f"/labs/{house.slug}/homework/1/reports/{tester}/edit"
    browser.sign_in(house.cast.greta).visit(edit)
    with writing():
        report_homework(number, tester, ReportFacts("Ada was first."), number=0, by=house.cast.ada)
    data = {**browser.csrf(), "text": "Greta came second.", "shared_with": "lab", "number": "0"}
    page = browser.post(edit, data=data)
    assert page.status_code == 409
    assert "Ada was first." in page.get_data(as_text=True) and "Greta came second." in page.get_data(as_text=True)
    assert browser.post(edit, data={**data, "number": "1"}).status_code == 303
    assert value(select(HomeworkReport.text)) == "Greta came second."


@pytest.mark.parametrize("name", ["odd.pdf", "page.html", "a.exe"])
def test_files_that_are_not_what_they_say_are_refused_and_words_stay(app: Flask, browser: Browser, name: str) -> None:
    house = furnished()
    tester = running(house)[0]
    task(house, day_of(house.lab))
    edit = f"/labs/{house.slug}/homework/1/reports/{tester}/edit"
    browser.sign_in(house.cast.ada)
    page = browser.send(edit, text="With a file.", files={"file": (io.BytesIO(b"MZ\x00<html>"), name)})
    assert page.status == 422 and page.form(edit).find(".//textarea").text.strip() == "With a file."  # type: ignore[union-attr]
    assert value(select(func.count(HomeworkReport.id))) == 0


def test_a_file_stays_until_it_is_taken_away_and_only_readers_get_it(app: Flask, browser: Browser) -> None:
    house = furnished()
    tester = running(house)[0]
    task(house, day_of(house.lab))
    place = f"/labs/{house.slug}/homework/1/reports/{tester}"
    browser.sign_in(house.cast.ada)
    browser.send(f"{place}/edit", text="With a file.", files={"file": (io.BytesIO(b"name;phone\n"), "list of A.csv")})
    browser.send(f"{place}/edit", text="With the same file.")
    answer = browser.get(f"{place}/file")
    assert (answer.get_data(), answer.content_type) == (b"name;phone\n", "application/octet-stream")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list of A.csv"'
    browser.sign_in(house.cast.ben).visit(f"{place}/file", status=404)
    browser.sign_in(house.cast.ada).send(f"{place}/edit", drop_file="y")
    browser.visit(f"{place}/file", status=404)
    assert rows(select(HomeworkReport.text, HomeworkReport.digest, HomeworkReport.number)) == [("With the same file.", None, 3)]


def test_the_page_costs_the_same_at_any_length(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    house = furnished()
    testers = running(house, 3)
    browser.sign_in(house.finn)
    counts = []
    for many in (1, 3):
        for _ in range(many):
            number = task(house, day_of(house.lab))
            with writing():
                report_homework(number, testers[0], SAID, number=0, by=house.cast.ada)
                chase(number, "asked", on=day_of(house.lab), by=house.finn)
        browser.visit(f"/labs/{house.slug}/homework/")
        with statements() as seen:
            browser.visit(f"/labs/{house.slug}/homework/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_who_left_the_organisation_is_not_told(app: Flask) -> None:
    house = furnished()
    running(house, 1)
    number = task(house, day_of(house.lab))
    with writing() as session:
        for row in session.scalars(select(Membership).where(Membership.person_id == house.cast.greta)):
            row.ended_at = now()
    with writing():
        chase(number, "asked", on=day_of(house.lab), by=house.finn)
    assert told() == [("labs.homework_asked", house.cast.ada)]
