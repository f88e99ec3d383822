"""The mark of a course or a cohort that a lab has tested."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.marks import mark, unmark
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.labs import Lab
from clustercourse.models.methods import LabMark
from tests import make
from tests.labs.house import furnished, running
from tests.labs.tested import with_verdict
from tests.page import Browser

both = pytest.mark.both_databases_when_long


def course() -> int:
    make.published_course()
    return int(value(select(Course.id)))


@both
def test_a_course_and_a_cohort_are_marked_once(app: Flask) -> None:
    house = with_verdict()
    small, cohort = course(), make.cohort("Training")
    for _time in range(2):
        with writing():
            mark(house.lab, course_id=small, by=house.finn)
            mark(house.lab, cohort_id=cohort, by=house.finn)
    marks = rows(select(LabMark.course_id, LabMark.cohort_id).order_by(LabMark.id))
    assert [tuple(found) for found in marks] == [(small, None), (None, cohort)]
    assert len(rows(select(Event.id).where(Event.verb == "labs.marked"))) == 2
    number = value(select(LabMark.id).where(LabMark.course_id == small))
    for _time in range(2):
        with writing():
            unmark(number, by=house.finn)
    assert [found[0] for found in rows(select(Event.detail).where(Event.verb == "labs.mark_removed"))] == [
        {"course": small, "cohort": None}
    ]


@both
def test_what_is_not_marked(app: Flask) -> None:
    house = with_verdict()
    small, own = course(), value(select(Lab.cohort_id))
    cohort = value(select(Cohort.id).where(Cohort.id != own))
    for thing in ({"course_id": small + 1}, {"cohort_id": own}, {}, {"course_id": small, "cohort_id": cohort}):
        with pytest.raises(Refused) as refused, writing():
            mark(house.lab, **thing, by=house.finn)
        assert refused.value.field == "marked"
    assert rows(select(LabMark.id)) == []


@both
def test_no_mark_before_the_verdict(app: Flask) -> None:
    house = furnished()
    running(house)
    small = course()
    with pytest.raises(Refused, match="needs the lab’s verdict"), writing():
        mark(house.lab, course_id=small, by=house.finn)


def test_the_pages_say_so_with_the_verdict(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    small = course()
    cohort = make.cohort("Training", coordinator=house.cast.dan)
    address = f"/labs/{house.slug}/methods/"
    browser.sign_in(house.finn)
    browser.send(address, f"/labs/{house.slug}/marks/", marked=f"course:{small}")
    page = browser.send(address, f"/labs/{house.slug}/marks/", marked=f"cohort:{cohort}")
    assert f"/labs/{house.slug}/marks/2/delete" in [form.get("action") for form in page.forms()]
    slug = value(select(Cohort.slug).where(Cohort.id == cohort))
    said = "Tested in a Cluster Lab: Which CRM system fits? · Not supported"
    for person, path in (
        (house.cast.eve, "/courses/small-course/"),
        (house.cast.eve, f"/cohorts/{slug}/"),
        (house.cast.dan, f"/cohorts/{slug}/"),
    ):
        page = browser.sign_in(person).visit(path)
        assert (path, said in page.text, f"/labs/{house.slug}/" in page.links()) == (path, True, True)
    browser.sign_in(house.finn).send(address, f"/labs/{house.slug}/marks/1/delete")
    assert "Tested in a Cluster Lab" not in browser.visit("/courses/small-course/").text
    answer = browser.post(f"/labs/{house.slug}/marks/", data={"marked": "course:99", **browser.csrf()})
    assert answer.status_code == 422
    browser.sign_in(house.cast.eve)
    assert browser.post(f"/labs/{house.slug}/marks/2/delete", data=browser.csrf()).status_code == 404
    assert len(rows(select(LabMark.id))) == 1
