"""A lab that has come to an end: reports of all shades, a verdict, a product with a licence."""

from __future__ import annotations

from clustercourse.db import db, writing
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import agree_to_be_named
from clustercourse.labs.actions.products import ProductFacts, publish_product, write_product
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, report_trial
from clustercourse.models.catalogue import Organisation
from tests.labs.house import House, running

PUBLIC = TrialFacts(
    *("worked", True),
    done="We registered 210 contacts.",
    worked="Search by <b>name</b>.\nAlso {{time}} and **bold**.",
    did_not="Import of notes.",
    conditions="Two people in the office.",
    changed="We meet on Mondays.",
    hours=4,
    shared_with="public",
)
FOR_THE_LAB = TrialFacts(
    "did-not", False, done="We registered 12.", worked="Secret of B.", did_not="Nobody had time.", hours=9, shared_with="lab"
)
KEPT = TrialFacts("partly", True, done="Half of it.", worked="Secret of C.", hours=11)
TEXT = ProductFacts("How a small office begins", "handbook", "# Steps\n\nBegin with ten contacts.\n\n{{worked}}", "en", "cc-by-4.0")


def reported(house: House, testers: int = 4) -> list[int]:
    """Four begin; Cluster A is named and tells everybody, B tells the lab, C the facilitator, the fourth never reports."""
    participants = running(house, testers)
    with writing():
        organisation = db.session.get_one(Organisation, house.cast.organisation_a)
        organisation.stage, organisation.member_count = "growing", 1234
        agree_to_be_named(participants[0], is_named=True, by=house.cast.ada)
        for participant, facts in zip(participants, (PUBLIC, FOR_THE_LAB, KEPT), strict=False):
            report_trial(participant, facts, number=0, by=house.finn)
    return participants


def with_results(house: House, testers: int = 4) -> list[int]:
    participants = reported(house, testers)
    with writing():
        decide_verdict(house.lab, VerdictWords("Finding people.", "Old notes.", "Small offices."), by=house.finn)
        step_lab(house.lab, "tested", by=house.finn)
    return participants


def written(house: House, facts: ProductFacts = TEXT, *, number: int = 0) -> int:
    with writing():
        return write_product(house.lab, facts, number=number, by=house.finn)


def product_made(house: House) -> None:
    edits = written(house)
    with writing():
        publish_product(house.lab, number=edits, by=house.finn)
        step_lab(house.lab, "product-made", by=house.finn)
