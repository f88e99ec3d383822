"""The hypothesis: written together, signed from both sides, locked, amended in sight of all."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, writing
from clustercourse.errors import Conflict, Refused
from clustercourse.labs.actions.hypotheses import sign, write_hypothesis
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import sign_up
from clustercourse.labs.queries.hypotheses import PARTS, digest_of, gaps_in, hypothesis_of, signatures_of
from clustercourse.models.hypotheses import Amendment
from tests import make
from tests.labs.house import TEXT, House, furnished, running, selected
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long


def scoped(house: House) -> None:
    selected(house)
    with writing():
        step_lab(house.lab, "scoping", by=house.finn)
        sign_up(house.lab, house.cast.organisation_a, by=house.cast.ada)


def test_the_digest_is_that_of_every_part() -> None:
    whole = digest_of(TEXT)
    assert len({whole, *(digest_of({**TEXT, name: "other"}) for name in PARTS)}) == len(PARTS) + 1


def test_only_the_baseline_may_be_empty() -> None:
    assert gaps_in({**TEXT, "baseline": ""}) == ()
    assert gaps_in(dict.fromkeys(PARTS, "") | {"threshold": None}) == tuple(name for name in PARTS if name != "baseline")


def test_a_text_with_gaps_is_not_signed(app: Flask) -> None:
    house = furnished()
    scoped(house)
    with writing():
        write_hypothesis(house.lab, {"belief": "Something"}, number=0, by=house.finn)
    with pytest.raises(Refused, match="still empty"), writing():
        sign(house.lab, hypothesis_of(house.lab).digest, by=house.finn, organisation_id=None)


def test_both_sides_lock_it_and_one_alone_does_not(app: Flask) -> None:
    house = furnished()
    scoped(house)
    with writing():
        write_hypothesis(house.lab, TEXT, number=0, by=house.finn)
    digest = hypothesis_of(house.lab).digest
    with writing():
        sign(house.lab, digest, by=house.finn, organisation_id=None)
        sign(house.lab, digest, by=house.finn, organisation_id=None)
    assert (hypothesis_of(house.lab).is_locked, len(signatures_of(house.lab))) == (False, 1)
    with writing():
        sign(house.lab, digest, by=house.cast.ada, organisation_id=house.cast.organisation_a)
    assert hypothesis_of(house.lab).is_locked


def test_a_change_before_the_lock_takes_the_signature_back(app: Flask) -> None:
    house = furnished()
    scoped(house)
    with writing():
        number = write_hypothesis(house.lab, TEXT, number=0, by=house.finn)
    first = hypothesis_of(house.lab).digest
    with writing():
        sign(house.lab, first, by=house.finn, organisation_id=None)
        write_hypothesis(house.lab, {"threshold": 70}, number=number, by=house.finn)
    with pytest.raises(Refused, match="has changed since"), writing():
        sign(house.lab, first, by=house.cast.ada, organisation_id=house.cast.organisation_a)
    with writing():
        sign(house.lab, hypothesis_of(house.lab).digest, by=house.cast.ada, organisation_id=house.cast.organisation_a)
    assert not hypothesis_of(house.lab).is_locked


def test_two_writers_are_told_of_each_other(app: Flask) -> None:
    house = furnished()
    scoped(house)
    with writing():
        write_hypothesis(house.lab, {"belief": "First"}, number=0, by=house.finn)
    with pytest.raises(Conflict), writing():
        write_hypothesis(house.lab, {"belief": "Second"}, number=0, by=house.cast.ada)
    assert hypothesis_of(house.lab).belief == "First"


def test_a_locked_threshold_is_changed_in_sight_of_all(app: Flask) -> None:
    house = furnished()
    running(house)
    number = hypothesis_of(house.lab).number
    with pytest.raises(Refused), writing():
        write_hypothesis(house.lab, {"threshold": 40}, number=number, by=house.finn)
    with pytest.raises(Refused), writing():
        write_hypothesis(house.lab, {"metric": ""}, number=number, by=house.finn, reason="We do not measure any more.")
    with writing():
        write_hypothesis(house.lab, {"threshold": 40}, number=number, by=house.finn, reason="The system was not there in March.")
    assert rows(select(Amendment.part, Amendment.before, Amendment.after, Amendment.by_id)) == [("threshold", "60", "40", house.finn)]


def test_who_does_not_take_part_signs_nothing(app: Flask) -> None:
    house = furnished()
    scoped(house)
    with writing():
        write_hypothesis(house.lab, TEXT, number=0, by=house.finn)
    digest = hypothesis_of(house.lab).digest
    for person, organisation in ((house.cast.ben, house.cast.organisation_b), (house.cast.ben, None)):
        with pytest.raises(Refused), writing():
            sign(house.lab, digest, by=person, organisation_id=organisation)


def test_by_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    scoped(house)
    address = f"/labs/{house.slug}/hypothesis"
    browser.sign_in(house.finn).send(address, **{name: str(value) for name, value in TEXT.items()})
    assert "Sign as the facilitator" in browser.visit(address).text
    page = browser.send(address, f"/labs/{house.slug}/signatures/")
    assert "Finn Holt, facilitator" in page.text
    page = browser.sign_in(house.cast.ada).send(address, f"/labs/{house.slug}/signatures/")
    assert "Signed from both sides and locked." in page.text
    page = browser.send(address, threshold="50")
    assert "Say why you change it" in page.text
    page = browser.send(address, threshold="50", reason="Two offices merged in spring.")
    assert "Two offices merged in spring." in page.text
    browser.sign_in(house.cast.ben).visit(address, status=404)


def test_who_stands_in_no_catalogue_needs_a_reason(app: Flask) -> None:
    house = furnished()
    selected(house)
    with writing():
        outsider = make.organisation("Outsider")
    with pytest.raises(Refused), writing():
        sign_up(house.lab, outsider, by=house.finn)
    with writing():
        sign_up(house.lab, outsider, by=house.finn, override="Joins the catalogue in March.")


def test_a_region_owns_questions_and_does_not_test(app: Flask) -> None:
    house = furnished()
    selected(house)
    with writing():
        region = make.organisation("Region", kind="region")
    with pytest.raises(Refused, match="Choose one from the list"), writing():
        sign_up(house.lab, region, by=house.finn, override="They asked the question.")
