"""The demo's labs: every one of the source's examples is there, one runs, and what is invented says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cli._demo_labs import SCRIPT
from clustercourse.db import now, rows, value
from clustercourse.models.hypotheses import Amendment, Hypothesis
from clustercourse.models.labs import Lab, LabLink, LabParticipant, LabStep, LabVoice
from clustercourse.models.trials import Dissent, LabVerdict, Trial
from tests.page import Browser


@pytest.mark.xdist_group("demo")
def test_the_labs_of_the_demo(demo: Flask, browser: Browser) -> None:
    states = dict(rows(select(Lab.theme, Lab.state)))
    assert states == {
        "Digital tools": "closed",
        "Internationalisation": "selected",
        "Circular economy": "in-dialogue",
        "Membership": "running",
    }
    verdict = rows(select(LabVerdict.verdict, LabVerdict.started, LabVerdict.reported, LabVerdict.succeeded))
    assert [tuple(line) for line in verdict] == [("supported", 8, 8, 6)]
    told = dict(rows(select(Trial.verdict, func.count()).group_by(Trial.verdict)))
    assert told == {"worked": 8, "partly": 1, "did-not": 2, "inconclusive": 1}
    silent = value(select(func.count(LabParticipant.id)).where(LabParticipant.id.not_in(select(Trial.participant_id))))
    assert silent == 1
    assert {relation for (relation,) in rows(select(LabLink.relation))} == {"together", "before", "after"}
    assert rows(select(func.count(Amendment.id), func.count(func.distinct(Amendment.lab_id)))) == [(1, 1)]
    assert value(select(func.count(Dissent.id))) == 1
    last = [
        max(moment for (moment,) in rows(select(column))) for column in (LabStep.at, LabVoice.at, Trial.reported_at, Hypothesis.locked_at)
    ]
    assert [moment for moment in last if moment > now() - timedelta(days=4)] == []
    for slug, state in rows(select(Lab.slug, Lab.state)):
        browser.visit(f"/labs/{slug}/", status=404 if state == "in-dialogue" else 200)
    assert (
        "Organisations, reports and results on this page are invented."
        in browser.visit("/labs/which-crm-system-fits-the-offices-of-clusters-and-networks/").text
    )


def test_the_two_published_numbers_stand_beside_each_other_and_are_never_divided() -> None:
    text = yaml.safe_load(SCRIPT.read_text("utf-8"))[0]["need"]
    assert ("18 clusters and networks took part; 7 took part in the course that followed" in text, "%" in text) == (True, False)
    assert "not published whether the 7 were among the 18" in text
