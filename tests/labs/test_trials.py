"""Trials, the verdict by the locked rule, and who reads what."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import end_reading, row, value, writing
from clustercourse.errors import Conflict, Refused
from clustercourse.labs.actions.hypotheses import write_hypothesis
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, dissent, report_trial
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.queries.standing import standing_of
from clustercourse.labs.queries.trials import Counts, counted, judged
from clustercourse.labs.stages import missing_for
from clustercourse.models.trials import LabVerdict, Trial
from tests.labs.house import House, furnished, ready, running
from tests.labs.letters import refused
from tests.labs.reading import heard, heard_in
from tests.labs.tested import plain_lab
from tests.page import Browser, Page

GOOD = TrialFacts("worked", True, done="We registered 210 contacts.", worked="Search by name.", did_not="Import of notes.")
BAD = TrialFacts("did-not", False, done="We registered 12 contacts.", did_not="Nobody had time.", shared_with="lab")
WORDS = VerdictWords("Small offices", "Offices without a routine")


@pytest.mark.parametrize(
    ("counts", "shares", "verdict"),
    [
        ((18, 16, 12), ("66.67", "75.00", "77.78"), "supported"),
        ((18, 16, 10), ("55.56", "62.50", "66.67"), "inconclusive"),
        ((18, 16, 8), ("44.44", "50.00", "55.56"), "not-supported"),
        ((18, 0, 0), ("0.00", None, "100.00"), "no-data"),
        ((18, 18, 18), ("100.00", "100.00", "100.00"), "supported"),
    ],
)
def test_every_row_of_the_worked_example(counts: tuple[int, int, int], shares: tuple[str | None, ...], verdict: str) -> None:
    found = judged(Counts(*counts), 60)
    said = tuple(
        None if each.number is None else f"{float(each.number * 100):.2f}" for each in (found.worst, found.of_reported, found.best)
    )
    assert (said, found.verdict) == (shares, verdict)


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    ("rule", "counts", "verdict"),
    [
        ("bounds", Counts(3, 2, 1), "inconclusive"),
        ("failures", Counts(3, 3, 1), "not-supported"),
        ("left-out", Counts(2, 2, 1, 1), "not-supported"),
    ],
)
def test_the_locked_rule_counts_what_never_came(app: Flask, rule: str, counts: Counts, verdict: str) -> None:
    house = furnished()
    testers = running(house, 3)
    with writing():
        report_trial(testers[0], GOOD, number=0, by=house.cast.ada)
        report_trial(testers[1], BAD, number=0, by=house.cast.ben)
    assert counted(house.lab, rule) == counts
    assert judged(counts, 60).verdict == verdict


@pytest.mark.both_databases_when_long
def test_the_verdict_holds_what_did_not_work(app: Flask) -> None:
    house = furnished()
    testers = running(house)
    with writing():
        for tester in testers:
            report_trial(tester, BAD, number=0, by=house.finn)
    with pytest.raises(Refused), writing():
        decide_verdict(house.lab, VerdictWords("It was quick", " "), by=house.finn)
    with writing():
        decide_verdict(house.lab, WORDS, by=house.finn)
    found = row(select(LabVerdict.verdict, LabVerdict.started, LabVerdict.reported, LabVerdict.succeeded, LabVerdict.threshold))
    assert tuple(found) == ("not-supported", 2, 2, 0, 60)


def test_two_colleagues_in_one_report(app: Flask) -> None:
    house = furnished()
    tester = running(house)[0]
    with writing():
        assert report_trial(tester, GOOD, number=0, by=house.cast.ada) == 1
    with pytest.raises(Conflict), writing():
        report_trial(tester, BAD, number=0, by=house.cast.greta)
    assert value(select(Trial.verdict)) == "worked"


def test_nobody_reports_before_the_trial_begins(app: Flask) -> None:
    house = furnished()
    tester = ready(house)[0]
    with pytest.raises(Refused, match="has not started"), writing():
        report_trial(tester, GOOD, number=0, by=house.cast.ada)


def test_a_report_by_the_page_and_who_reads_it(app: Flask, browser: Browser) -> None:
    house = furnished()
    first, second = running(house)
    browser.sign_in(house.cast.ada)
    edit = f"/labs/{house.slug}/trials/{first}/edit"
    sent = {"done": "We registered 210 contacts.", "verdict": "partly", "has_met": "no", "did_not": "The import lost notes."}
    page = browser.send(edit, **sent)
    assert "The report of Cluster A is saved." in page.text
    browser.visit(f"/labs/{house.slug}/trials/{second}/edit", status=404)
    with writing():
        report_trial(second, BAD, number=0, by=house.cast.ben)
    assert "Nobody had time." in browser.visit(f"/labs/{house.slug}/trials/{second}").text
    browser.sign_in(house.cast.ben).visit(f"/labs/{house.slug}/trials/{first}", status=404)
    page = browser.visit(f"/labs/{house.slug}/")
    assert "The import lost notes." not in page.text
    assert "Nobody had time." in page.text
    browser.sign_in(house.cast.eve)
    page = browser.visit(f"/labs/{house.slug}/")
    assert "Nobody had time." not in page.text
    assert "Cluster B" not in page.text


def test_the_verdict_page_shows_the_count_and_dissent_stays_beside_it(app: Flask, browser: Browser) -> None:
    house = furnished()
    testers = running(house, 3)
    with writing():
        report_trial(testers[0], GOOD, number=0, by=house.cast.ada)
        report_trial(testers[1], BAD, number=0, by=house.cast.ben)
    browser.sign_in(house.finn)
    page = browser.visit(f"/labs/{house.slug}/verdict")
    assert "No report from: Tester 3" in page.text
    assert "Inconclusive: 33.3% at worst, 66.7% at best" in page.text
    browser.send(f"/labs/{house.slug}/verdict", worked="Search", did_not="Import")
    browser.sign_in(house.cast.ben).send(f"/labs/{house.slug}/dissents/new", text="Two offices are too few to say it.")
    page = browser.visit(f"/labs/{house.slug}/")
    assert "Two offices are too few to say it." in page.text
    assert "Ben Berg sees it otherwise" in page.text
    with pytest.raises(Refused), writing():
        dissent(house.lab, "no", by=house.cast.ben)


def by_rule(house: House, testers: list[int], rule: str, reports: list[TrialFacts]) -> None:
    """The lab is tested with these reports, of the first ones, by this rule for those that never came."""
    number = hypothesis_of(house.lab).number
    end_reading()
    with writing():
        write_hypothesis(house.lab, {"missing_rule": rule}, number=number, by=house.finn, reason="All of us agreed on it.")
        for tester, report in zip(testers, reports, strict=False):
            report_trial(tester, report, number=0, by=house.finn)
        decide_verdict(house.lab, WORDS, by=house.finn)
        step_lab(house.lab, "tested", by=house.finn)


def shares_on(page: Page) -> dict[str, str]:
    """The picture's table."""
    [table] = page.tree.xpath("//section[@aria-labelledby='verdict' or @aria-labelledby='count']//table")
    return {heard(line[0]): heard(line[1]) for line in table.iter("tr") if line[1].tag == "td"}


@pytest.mark.parametrize(
    ("reported", "succeeded", "shares", "words"),
    [
        (16, 12, ("66.7%", "75.0%", "77.8%"), "Supported 16 of 18 reported, 12 succeeded"),
        (16, 10, ("55.6%", "62.5%", "66.7%"), "Inconclusive 16 of 18 reported, 10 succeeded"),
        (16, 8, ("44.4%", "50.0%", "55.6%"), "Not supported 16 of 18 reported, 8 succeeded"),
        (0, 0, ("0.0%", "no value", "100.0%"), "No data 0 of 18 reported, 0 succeeded"),
        (18, 18, ("100.0%", "100.0%", "100.0%"), "Supported 18 of 18 reported, 18 succeeded"),
    ],
)
def test_every_row_of_the_worked_example_stands_on_the_page(
    app: Flask, browser: Browser, reported: int, succeeded: int, shares: tuple[str, ...], words: str
) -> None:
    """3.15, with one decimal."""
    house = furnished()
    testers = running(house, 18)
    by_rule(house, testers, "bounds", [GOOD] * succeeded + [BAD] * (reported - succeeded))
    page = browser.visit(f"/labs/{house.slug}/")
    assert heard_in(page, "verdict").startswith(f"Verdict {words}, threshold 60%")
    assert shares_on(page) == dict(zip(("At worst", "Of those who reported", "At best", "Threshold"), (*shares, "60.0%"), strict=True))


def test_where_missing_reports_are_failures_the_page_says_so(app: Flask, browser: Browser) -> None:
    """It does not say that all reported, and of those who did it tells their own share."""
    house = furnished()
    by_rule(house, running(house, 3), "failures", [GOOD, BAD])
    page = browser.visit(f"/labs/{house.slug}/")
    said = heard_in(page, "verdict")
    assert said.startswith("Verdict Not supported 1 of 3 succeeded, missing reports counted as failures, threshold 60%")
    assert "of 3 reported" not in said
    assert shares_on(page) == {"At worst": "33.3%", "Of those who reported": "50.0%", "At best": "33.3%", "Threshold": "60.0%"}
    browser.sign_in(house.finn).send(f"/labs/{house.slug}/product/edit", source="{{verdict}}", licence="cc-by-4.0")
    assert "Of those who reported 50.0%" in heard(browser.visit(f"/labs/{house.slug}/product/").tree.find(".//article"))


def test_where_missing_reports_are_left_out_the_page_says_how_many(app: Flask, browser: Browser) -> None:
    house = furnished()
    by_rule(house, running(house, 3), "left-out", [GOOD, BAD])
    said = heard_in(browser.visit(f"/labs/{house.slug}/"), "verdict")
    assert said.startswith("Verdict Not supported 2 of 3 reported, 1 succeeded, threshold 60%")
    assert "1 report is missing and left out." in said


@pytest.mark.both_databases_when_long
def test_a_verdict_that_is_older_than_its_reports_or_its_rule_is_written_anew(app: Flask) -> None:
    house = furnished()
    plain_lab(house, [(house.cast.organisation_b, True)], name="earlier")
    participants = running(house)
    words = VerdictWords("Search by name", "The import lost notes")
    with writing():
        decide_verdict(house.lab, words, by=house.finn)
    assert standing_of(house.lab).is_verdict_old is False
    with writing():
        report_trial(participants[0], TrialFacts("worked", True, done="We registered all."), number=0, by=house.finn)
    with refused("Something is still missing: A report, an amendment or somebody who tests came after the verdict."):
        step_lab(house.lab, "tested", by=house.finn)
    with writing():
        decide_verdict(house.lab, words, by=house.finn)
        write_hypothesis(
            house.lab, {"threshold": 40}, number=hypothesis_of(house.lab).number, by=house.finn, reason="Forty is enough for us."
        )
    end_reading()
    assert [each.page for each in missing_for("tested", standing_of(house.lab))] == ["verdict"]
    with writing():
        decide_verdict(house.lab, words, by=house.finn)
        step_lab(house.lab, "tested", by=house.finn)
    assert house.state() == "tested"


def test_a_verdict_is_told_to_everybody_when_the_lab_is_tested(app: Flask, browser: Browser) -> None:
    """While it runs those in the lab see what is written down; what everybody reads first is its mark at the head of the page."""
    house = furnished()
    running(house)
    with writing():
        decide_verdict(house.lab, VerdictWords("Search by name", "The import lost notes"), by=house.finn)
    address = f"/labs/{house.slug}/"
    assert "The import lost notes" in browser.sign_in(house.cast.ada).visit(address).text
    outside = browser.sign_in(house.cast.eve).visit(address)
    assert ("The import lost notes" in outside.text, "#verdict" in outside.links()) == (False, False)
    for page in ("/labs/", "/search?text=import+lost+notes", "/labs/feed.atom"):
        assert not re.search("No data|no data|lost notes</", browser.get(page).get_data(as_text=True)), page
    with writing():
        step_lab(house.lab, "tested", by=house.finn)
    assert "No data" in browser.visit("/labs/").text
    assert house.slug in browser.visit("/search?text=import+lost+notes").response.get_data(as_text=True)
    outside = browser.visit(address)
    assert ("The import lost notes" in outside.text, "#verdict" in outside.links()) == (True, True)
