"""The way of a lab: which step follows, what each still needs, who takes it, and what stays to be read."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import end_reading, rows, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.voices import speak
from clustercourse.labs.queries.standing import standing_of
from clustercourse.labs.stages import ENDED, NEXT, Standing, missing_for, steps_from
from clustercourse.labs.words import STATE_WORDS, STEP_WORDS
from clustercourse.models.labs import STATES, LabStep
from tests.labs.house import furnished, ready, running, selected
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long


def test_every_state_has_a_word_and_a_way_on_or_is_an_end() -> None:
    assert set(STATES) == set(NEXT) == set(STATE_WORDS)
    assert {state for state in STATES if not steps_from(state)} == ENDED
    assert {step for state in STATES for step in steps_from(state)} <= set(STEP_WORDS)


@pytest.mark.parametrize("state", sorted(set(STATES) - ENDED))
def test_stopping_is_possible_from_anywhere_but_an_end(state: str) -> None:
    assert steps_from(state)[-1] == "stopped"
    assert missing_for("stopped", Standing(state)) == ()


def test_what_each_step_asks_for() -> None:
    """Every guard of the specification, by the page on which it is mended."""
    empty = Standing("scoping", gaps=("belief",))
    pages = {step: [each.page for each in missing_for(step, empty)] for step in STEP_WORDS}
    assert pages == {
        "in-dialogue": [""],
        "parked": ["dialogue/"] * 3,
        "declined": ["dialogue/"] * 3,
        "selected": ["dialogue/"] * 3,
        "scoping": [],
        "ready": ["hypothesis", "", "participants/", "companions/", "frames"],
        "running": ["group"],
        "tested": ["verdict"],
        "product-made": ["product/"],
        "disseminated": ["disseminations/"],
        "followed-up": ["companions/"],
        "closed": ["disseminations/"],
        "stopped": [],
    }


def test_signatures_are_asked_for_when_the_text_is_whole() -> None:
    whole = Standing("scoping", facilitators=1, eligible=1, frames_open=0, companions=1)
    assert [each.page for each in missing_for("ready", whole)] == ["hypothesis", "hypothesis"]


def test_one_that_stands_in_no_catalogue_holds_the_lab(app: Flask) -> None:
    lab = Standing("scoping", facilitators=1, eligible=1, not_eligible=1, frames_open=0, companions=1, participant_signed=True)
    assert [each.page for each in missing_for("ready", lab)] == ["participants/", "hypothesis"]


def test_no_decision_is_taken_unnoticed_without_one_of_the_three(app: Flask) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
        speak(house.lab, "advisory-board", "for", "It fits the plan.", by=house.iris)
    with pytest.raises(Refused) as refused, writing():
        step_lab(house.lab, "selected", by=house.finn, reason="The board wants it.")
    assert refused.value.sentence == "Something is still missing: No cluster or network has been heard yet."
    with writing():
        step_lab(house.lab, "selected", by=house.finn, reason="Clusters were asked, none answered.", unheard_is_meant=True)
    assert house.state() == "selected"


def test_a_decision_and_a_stop_say_why(app: Flask) -> None:
    house = furnished()
    with pytest.raises(Refused, match="Say why"), writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="  no ")
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    assert house.state() == "stopped"


def test_a_step_that_does_not_follow_is_refused_and_the_same_twice_is_once(app: Flask) -> None:
    house = furnished()
    with pytest.raises(Refused, match="does not follow"), writing():
        step_lab(house.lab, "running", by=house.finn)
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
        step_lab(house.lab, "in-dialogue", by=house.finn)
    end_reading()
    assert rows(select(LabStep.from_state, LabStep.to_state).order_by(LabStep.id)) == [("", "proposed"), ("proposed", "in-dialogue")]


def test_parked_comes_back(app: Flask) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
        step_lab(house.lab, "parked", by=house.finn, reason="After the summer.", unheard_is_meant=True)
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert house.state() == "in-dialogue"


def test_from_proposed_to_running(app: Flask) -> None:
    house = furnished()
    running(house)
    assert house.state() == "running"
    standing = standing_of(house.lab)
    assert (standing.is_locked, standing.eligible, standing.workshops, standing.companions) == (True, 2, 1, 1)


def test_the_page_lists_what_is_missing_with_where_it_is_mended(app: Flask, browser: Browser) -> None:
    house = furnished()
    selected(house)
    with writing():
        step_lab(house.lab, "scoping", by=house.finn)
    page = browser.sign_in(house.finn).visit(f"/labs/{house.slug}/")
    assert "Ready still needs:" in page.text
    assert {f"/labs/{house.slug}/{name}" for name in ("hypothesis", "participants/", "companions/", "frames")} <= set(page.links())


def test_the_facilitator_steps_by_the_page_and_others_do_not(app: Flask, browser: Browser) -> None:
    house = furnished()
    browser.sign_in(house.finn).send(f"/labs/{house.slug}/steps/in-dialogue")
    assert house.state() == "in-dialogue"
    page = browser.visit(f"/labs/{house.slug}/steps/selected")
    assert "Not heard yet: Clusters and networks, Advisory Board, Steering group" in page.text
    page = browser.send(f"/labs/{house.slug}/steps/selected", reason="It is worth a test.")
    assert "Something is still missing: No cluster or network has been heard yet." in page.text
    browser.sign_in(house.cast.ben).visit(f"/labs/{house.slug}/steps/selected", status=404)


def test_a_ready_lab_may_go_back_to_scoping(app: Flask) -> None:
    house = furnished()
    ready(house)
    with writing():
        step_lab(house.lab, "scoping", by=house.finn)
    assert house.state() == "scoping"
