"""People and labs for the tests of labs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from clustercourse.accounts.actions.roles import give_role
from clustercourse.db import db, now, value, writing
from clustercourse.labs.actions.hypotheses import check_frame, sign, write_hypothesis
from clustercourse.labs.actions.labs import LabFacts, propose_lab, step_lab, take_up
from clustercourse.labs.actions.participants import link_cohort, open_group, sign_up
from clustercourse.labs.actions.voices import speak
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.words import FRAME_WORDS
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import Lab
from tests import cast as people
from tests import make

TEXT = {
    "belief": "Small offices can keep all contacts in system B",
    "test": "Each office registers its contacts for eight weeks",
    "metric": "Share of contacts that stand in the system",
    "baseline": "40 per cent, in spreadsheets",
    "threshold": 60,
    "counts": "90 per cent or more stand in it",
    "missing_rule": "bounds",
    "product_kind": "handbook",
    "product_about": "How an office of two begins",
    "product_owner": "The office of Cluster A",
}
FACTS = LabFacts(title="Which CRM system fits?", asker="secretariat", theme="Digital tools", need="Contacts stand in five spreadsheets.")


@dataclass(frozen=True)
class House:
    """A cast with Finn (facilitator), Iris (Advisory Board) and Stig (steering group); a lab of organisation A."""

    cast: people.Cast
    finn: int
    iris: int
    stig: int
    lab: int
    slug: str

    def state(self) -> str:
        from sqlalchemy import select

        return str(value(select(Lab.state).where(Lab.id == self.lab)))


def furnished() -> House:
    cast = people.assemble()
    with writing():
        finn, iris, stig = (make.person(name) for name in ("Finn Holt", "Iris Vang", "Stig Bro"))
        for person, role in ((finn, "facilitator"), (iris, "advisory-board"), (stig, "steering-group")):
            give_role(person, role, by=cast.root)
        for organisation in (cast.organisation_a, cast.organisation_b):
            db.session.get_one(Organisation, organisation).catalogue_entry = "Cluster catalogue, 12"
        lab = propose_lab(FACTS, organisation_id=cast.organisation_a, by=cast.ada)
        take_up(lab.id, by=finn)
        return House(cast, finn, iris, stig, lab.id, lab.slug)


def selected(house: House) -> None:
    """Through the dialogue, with all three bodies heard."""
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
        speak(house.lab, "clusters", "for", "We need it as well.", by=house.cast.ben, organisation_id=house.cast.organisation_b)
        speak(house.lab, "advisory-board", "for", "It fits the plan.", by=house.iris)
        speak(house.lab, "steering-group", "changed", "Test two systems.", by=house.stig)
        step_lab(house.lab, "selected", by=house.finn, reason="All three think it is worth it.")


def unsigned(house: House, testers: int = 2) -> list[int]:
    """With everything that a trial needs but the signatures; gives the participants."""
    selected(house)
    organisations = [house.cast.organisation_a, house.cast.organisation_b][:testers]
    with writing():
        organisations += [make.organisation(f"Tester {number}") for number in range(3, testers + 1)]
        for organisation in organisations:
            db.session.get_one(Organisation, organisation).catalogue_entry = "Listed"
        step_lab(house.lab, "scoping", by=house.finn)
        participants = [sign_up(house.lab, organisation, by=house.finn).id for organisation in organisations]
        write_hypothesis(house.lab, TEXT, number=0, by=house.finn)
        for frame in FRAME_WORDS:
            check_frame(house.lab, frame, "", is_ready=True, by=house.finn)
        link_cohort(house.lab, make.cohort("Master Class 2027"), "together", by=house.finn)
        group = open_group(house.lab, language="en", time_zone="Europe/Copenhagen", by=house.finn)
        make.session(group.id, now() + timedelta(days=10))
    return participants


def ready(house: House, testers: int = 2) -> list[int]:
    """Scoped, signed and ready; gives the participants."""
    participants = unsigned(house, testers)
    digest = hypothesis_of(house.lab).digest
    with writing():
        sign(house.lab, digest, by=house.cast.ada, organisation_id=house.cast.organisation_a)
        sign(house.lab, digest, by=house.finn, organisation_id=None)
        step_lab(house.lab, "ready", by=house.finn)
    return participants


def running(house: House, testers: int = 2) -> list[int]:
    participants = ready(house, testers)
    with writing():
        step_lab(house.lab, "running", by=house.finn)
    return participants
