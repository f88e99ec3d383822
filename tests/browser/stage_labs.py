"""Labs that have been lived in: one in dialogue, one that runs with everything in it, one that was told everywhere."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from itsdangerous import Signer
from sqlalchemy import select, update

from clustercourse.cohorts.actions.cohorts import CohortFacts, plan_cohort
from clustercourse.db import db, now, value, writing
from clustercourse.house import house as site
from clustercourse.labs.actions.adoptions import AdoptionFacts, report_adoption, show_adoption
from clustercourse.labs.actions.comparison import SetupFacts, set_comparison
from clustercourse.labs.actions.disseminations import Telling, tell
from clustercourse.labs.actions.findings import FindingFacts, note_finding
from clustercourse.labs.actions.homework import TaskFacts, set_homework
from clustercourse.labs.actions.homework_reports import ReportFacts, report_homework
from clustercourse.labs.actions.hypotheses import write_hypothesis
from clustercourse.labs.actions.invitations import invite_guests
from clustercourse.labs.actions.labs import propose_lab, step_lab, take_up
from clustercourse.labs.actions.methods import MethodFacts, ResultFacts, add_method, say_result
from clustercourse.labs.actions.participants import link_cohort
from clustercourse.labs.actions.products import ProductFacts, publish_product, write_product
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, dissent, report_trial
from clustercourse.labs.guests import Guest
from clustercourse.labs.queries.comparison import setup_of
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.language import speaking, today
from clustercourse.models.labs import LabInvitation
from clustercourse.models.methods import Product
from tests.cast import Cast
from tests.labs.house import FACTS, House, running

SECRET = "a" * 43
LONG = "We asked every office that tested what it would tell another one, and wrote down what they said in their own words. " * 4


def set_lab_stage(cast: Cast) -> None:
    """Rows are made in an order that gives their numbers in tests/browser/pages.py."""
    with speaking("en"):
        for title in ("Which CRM system fits?", "Who calls new members?", "Which way to circular knowledge?"):
            with writing():
                lab = propose_lab(replace(FACTS, title=title, need=LONG), organisation_id=cast.organisation_a, by=cast.ada)
                take_up(lab.id, by=cast.dan)
                house = House(cast, cast.dan, cast.eve, cast.root, lab.id, lab.slug)
            if title.startswith("Which way"):
                _in_dialogue(house)
            else:
                _running(house, closes=title.startswith("Which CRM"))


def _in_dialogue(house: House) -> None:
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
        invite_guests(
            house.lab, [Guest("Lena Krog", "lena@example.org"), Guest("Odin Bro", "odin@example.org")], "advisory-board", by=house.finn
        )
        first = select(LabInvitation.id).where(LabInvitation.lab_id == house.lab).order_by(LabInvitation.id).limit(1)
        address = Signer(site().secret_key, salt="labs.answers").sign(SECRET)
        digest = hashlib.sha256(address).hexdigest()
        db.session.execute(update(LabInvitation).where(LabInvitation.id == first.scalar_subquery()).values(token_digest=digest))


def _running(house: House, *, closes: bool) -> None:
    first, second, _silent = running(house, 3)
    cast, day = house.cast, today(now(), "UTC")
    with writing():
        task = set_homework(house.lab, TaskFacts("Register ten contacts", LONG, f"<p>{LONG}</p>", day + timedelta(days=3)), by=house.finn)
        report_homework(task.id, first, ReportFacts(LONG, "10 of 10", "It took an hour.", True, "lab"), number=0, by=cast.ada)
        note_finding(house.lab, FindingFacts(day, LONG, "public", cast.organisation_a), side="participant", by=cast.ada)
        named = SetupFacts([("Ease", 60), ("Price", 40)], ["System A", "System B"])
        set_comparison(house.lab, named, seen=setup_of(house.lab).digest, by=house.finn)
        number = hypothesis_of(house.lab).number
        write_hypothesis(house.lab, {"threshold": 50}, number=number, by=house.finn, reason="Two of the offices merged in spring.")
        good = TrialFacts("worked", True, done=LONG, worked="Search by name.", did_not="Notes.", hours=12, shared_with="public")
        report_trial(first, good, number=0, by=cast.ada)
        report_trial(second, TrialFacts("did-not", False, done="We began.", did_not=LONG, shared_with="lab"), number=0, by=cast.ben)
        write_product(
            house.lab,
            ProductFacts("A handbook", "handbook", f"{{{{verdict}}}}\n\n# Steps\n\n{LONG}", "en", "cc-by-4.0"),
            number=0,
            by=house.finn,
        )
        decide_verdict(house.lab, VerdictWords("Search by name", "The import lost notes", "Small offices"), by=house.finn)
        dissent(house.lab, "Three offices are too few to say it.", by=cast.ben)
        if closes:
            _to_the_end(house)


def _to_the_end(house: House) -> None:
    cast = house.cast
    step_lab(house.lab, "tested", by=house.finn)
    edits = value(select(Product.edits).where(Product.lab_id == house.lab))
    publish_product(house.lab, number=edits or 1, by=house.finn)
    step_lab(house.lab, "product-made", by=house.finn)
    tell(
        house.lab,
        Telling("paper", "What three offices found", today(now(), "UTC"), "Everybody", "https://www.example.com/paper"),
        by=house.finn,
    )
    step_lab(house.lab, "disseminated", by=house.finn)
    followed = plan_cohort(
        CohortFacts(title="A course on contacts", kind="workshop", summary="What came of it."), blueprint="", by=house.finn
    )
    link_cohort(house.lab, followed.id, "after", by=house.finn)
    method = add_method(MethodFacts("System B", "Digital tools", "A contact system for small offices."), by=house.finn)
    say_result(house.lab, method.id, ResultFacts("not-usable", LONG), by=house.finn)
    for person, organisation in ((cast.ben, cast.organisation_b), (cast.ada, cast.organisation_a)):
        facts = AdoptionFacts("An office of three", "did-not", LONG)
        used = report_adoption(method.id, facts, organisation_id=organisation, by=person)
    show_adoption(used.id, by=cast.root)
