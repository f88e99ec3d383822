"""Who is told of the steps of a lab, and of a dialogue that opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.actions import take_role
from clustercourse.db import end_reading, now, rows, writing
from clustercourse.labs.actions.homework import TaskFacts, set_homework
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.queries.concerned import still_asking, still_to_hear
from clustercourse.language import today
from clustercourse.models.catalogue import Membership
from clustercourse.models.labs import STATES
from clustercourse.models.notifications import Notification
from clustercourse.notifications.kinds import kind_named
from tests.labs.house import furnished, running
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long


def told(*kinds: str) -> list[tuple[Any, ...]]:
    end_reading()
    columns = Notification.person_id, Notification.by_id, Notification.title, Notification.excerpt, Notification.address
    return [tuple(row) for row in rows(select(*columns).where(Notification.kind.in_(kinds)).order_by(Notification.id))]


def test_those_who_asked_are_told_of_every_step_with_its_reason(app: Flask) -> None:
    house = furnished()
    with writing():
        for _twice in range(2):
            step_lab(house.lab, "in-dialogue", by=house.finn)
        step_lab(house.lab, "parked", by=house.finn, reason="After the summer.", unheard_is_meant=True)
    address, title = f"/labs/{house.slug}/", "Which CRM system fits?"
    assert told("labs.in-dialogue", "labs.parked") == [
        (person, house.finn, title, reason, address)
        for reason in ("", "After the summer.")
        for person in sorted((house.cast.ada, house.cast.greta))
    ]
    with writing() as session:
        session.execute(update(Membership).where(Membership.person_id == house.cast.greta).values(ended_at=now()))
    asked = (house.cast.ada, house.cast.greta, house.cast.ben)
    assert still_asking(asked, house.lab) == {house.cast.ada}


def test_the_boards_and_facilitators_are_told_of_a_dialogue_but_not_who_opened_it(app: Flask) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    address, title = f"/labs/{house.slug}/dialogue/", "Which CRM system fits?"
    once = [(person, house.finn, title, "", address) for person in (house.iris, house.stig)]
    assert told("labs.dialogue_opened") == once
    with writing():
        take_role(house.stig, "steering-group", by=house.cast.root)
    heard = (house.iris, house.stig, house.finn, house.cast.ben)
    assert still_to_hear(heard, house.lab) == {house.iris, house.finn}
    with writing():
        step_lab(house.lab, "parked", by=house.finn, reason="After the summer.", unheard_is_meant=True)
    assert still_to_hear(heard, house.lab) == set()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert told("labs.dialogue_opened") == [*once, once[0]]


def test_under_the_bell(app: Flask, browser: Browser) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert "Finn Holt took “Which CRM system fits?” into dialogue" in browser.sign_in(house.cast.ada).visit("/me/notifications/").text
    page = browser.sign_in(house.iris).visit("/me/notifications/")
    assert "Finn Holt opened the dialogue about “Which CRM system fits?”: what do you think of it?" in page.text


def test_each_step_has_a_sentence_of_its_own(app: Flask) -> None:
    """Who asked reads under the bell what became of the question, without opening it."""
    sentences = [kind_named(f"labs.{state}").one for state in STATES if state != "proposed"]
    assert len(set(map(str, sentences))) == len(STATES) - 1


def test_those_who_test_are_told_of_new_homework_with_its_day(app: Flask) -> None:
    house = furnished()
    running(house)
    with writing():
        day = today(now(), "UTC") + timedelta(days=20)
        set_homework(house.lab, TaskFacts("Register ten contacts", "As in the workshop.", "<p>As in the workshop.</p>", day), by=house.finn)
    once = [(person, "Register ten contacts", day.isoformat()) for person in sorted((house.cast.ada, house.cast.ben, house.cast.greta))]
    assert [(person, title, excerpt) for person, _by, title, excerpt, _at in told("labs.homework_set")] == once
