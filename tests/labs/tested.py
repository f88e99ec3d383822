"""Labs with a verdict, and methods they said something of, for the tests of methods."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now, rows, value, writing
from clustercourse.labs.actions.adoptions import AdoptionFacts, report_adoption
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.methods import MethodFacts, ResultFacts, add_method, say_result
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, report_trial
from clustercourse.language import today
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import Lab, LabParticipant, LabStep
from clustercourse.models.methods import Adoption, MethodResult
from clustercourse.models.trials import LabVerdict, Trial
from tests import make
from tests.labs.house import House, furnished, running

CRM = MethodFacts("System B", "Digital tools", "A contact system for small offices.")
WALL = MethodFacts("Kørselsvæg", "Meetings", "A wall on which members plan who travels with whom.")
BAD = ResultFacts("not-usable", "Nobody kept it up to date after a month.")
GOOD = ResultFacts("usable", "Everybody found what they looked for.")
USED = AdoptionFacts("Office of three, 60 members", "did-not", "We stopped after two weeks.")


def with_verdict(testers: int = 2) -> House:
    """A lab that ran, with one report that it worked and one that it did not, and its verdict."""
    house = furnished()
    participants = running(house, testers)
    with writing():
        report_trial(participants[0], TrialFacts("worked", True, done="We registered all.", worked="Search."), number=0, by=house.finn)
        if testers > 1:
            report_trial(participants[1], TrialFacts("did-not", False, done="We began.", did_not="Import."), number=0, by=house.finn)
        decide_verdict(house.lab, VerdictWords("Search by name", "The import lost notes"), by=house.finn)
        step_lab(house.lab, "tested", by=house.finn)
    return house


def said(house: House, method: MethodFacts = CRM, result: ResultFacts = BAD) -> int:
    """A result of the house's lab; the id of the method."""
    with writing():
        made = add_method(method, by=house.finn).id
        say_result(house.lab, made, result, by=house.finn)
    return made


def adopted(house: House, method: int, *, organisation: int | None = None, by: int | None = None) -> int:
    with writing():
        return report_adoption(method, USED, organisation_id=organisation or house.cast.organisation_b, by=by or house.cast.ben).id


def plain_lab(house: House, testers: list[tuple[int, bool]], *, trial: str = "", name: str = "other") -> int:
    """Another lab with a verdict, written row by row: organisations that began and whether they are named. `trial`: what all report."""
    moment = now()
    with writing() as session:
        lab = Lab(
            slug=name,
            title=f"Lab {name}",
            state="tested",
            asker="provider",
            organisation_id=house.cast.organisation_a,
            theme="Digital tools",
            need="To know.",
            created_at=moment,
            changed_at=moment,
        )
        session.add(lab)
        session.flush()
        session.add(LabStep(lab_id=lab.id, from_state="in-dialogue", to_state="selected", at=moment, reason="Worth it."))
        counts = {"started": len(testers), "reported": 0, "succeeded": 0, "threshold": 60}
        session.add(LabVerdict(lab_id=lab.id, verdict="no-data", worked="Nothing", did_not="Nobody reported", at=moment, **counts))
        for organisation, is_named in testers:
            one = LabParticipant(lab_id=lab.id, organisation_id=organisation, is_named=is_named, joined_at=moment)
            one.started_on = today(moment, "UTC")
            session.add(one)
            session.flush()
            if trial:
                session.add(Trial(participant_id=one.id, verdict=trial, reported_at=moment, changed_at=moment))
        return lab.id


def result_id(method: int) -> int:
    return int(value(select(MethodResult.id).where(MethodResult.method_id == method)))


def states() -> list[str]:
    """Of all reports, in their order."""
    return [found[0] for found in rows(select(Adoption.state).order_by(Adoption.id))]


def organisations(number: int, *, country: str, stage: str) -> list[int]:
    """So many of one country and stage."""
    with writing():
        made = [make.organisation(f"Of {country} {stage} {each}", country=country) for each in range(number)]
        for each in made:
            db.session.get_one(Organisation, each).stage = stage
    return made
