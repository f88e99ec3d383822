"""Tools compared by weighted criteria: the worked example 3.16, means of several organisations, who scores, who reads."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.db import end_reading, rows, value, writing
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.labs.actions.comparison import SetupFacts, score_tools, set_comparison
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import leave
from clustercourse.labs.actions.trials import TrialFacts, VerdictWords, decide_verdict, report_trial
from clustercourse.labs.queries.comparison import Compared, Mean, compared, setup_of
from clustercourse.models.events import Event
from clustercourse.models.trials import LabTool, ToolScore
from tests.labs.house import House, furnished, ready, running, selected
from tests.page import Browser

CRITERIA = (("Easy to learn", 30), ("Registers all we need", 25), ("Reports", 20), ("Price", 15), ("Support", 10))
FACTS = SetupFacts(CRITERIA, ("A", "B", "C"))
EXAMPLE = {"A": (4, 5, 3, 4, 3), "B": (5, 3, 4, 3, 5), "C": (3, 4, 4, 5, None)}
Row = tuple[int | None, ...]


def named(house: House, facts: SetupFacts = FACTS) -> None:
    end_reading()
    seen = setup_of(house.lab).digest
    with writing():
        set_comparison(house.lab, facts, seen=seen, by=house.finn)


def scored(house: House, participant: int, given: dict[str, Row], by: int | None = None) -> None:
    end_reading()
    setup = setup_of(house.lab)
    keys = {(tool.name, n): (tool.id, criterion.id) for tool in setup.tools for n, criterion in enumerate(setup.criteria)}
    scores = {keys[name, n]: score for name, line in given.items() for n, score in enumerate(line)}
    with writing():
        score_tools(participant, scores, seen=setup.digest_for(participant), by=by or house.finn)


def found(house: House) -> Compared:
    end_reading()
    result = compared(setup_of(house.lab))
    assert result is not None
    return result


def said(house: House) -> list[tuple[str, Fraction | None, Fraction, Fraction, str]]:
    return [(tool.name, tool.score, tool.lowest, tool.highest, tool.standing) for tool in found(house).tools]


@pytest.mark.both_databases_when_long
def test_the_worked_example(app: Flask) -> None:
    """A 3.95, B 4.00, C between 3.55 and 3.95: B leads without C's last score."""
    house = furnished()
    tester = running(house)[0]
    named(house)
    scored(house, tester, EXAMPLE)
    a, b, least = Fraction("3.95"), Fraction(4), Fraction("3.55")
    assert said(house) == [("A", a, a, a, "behind"), ("B", b, b, b, "leads"), ("C", None, least, a, "behind")]
    assert found(house).lead == "clear"
    assert found(house).drawing.finding == "First with 4.00, whatever is still missing: B"


@pytest.mark.parametrize(
    ("line", "bounds", "standings", "lead"),
    [
        ((3, 4, 4, 5, 1), ("3.55", "3.55"), ["behind", "leads", "behind"], "clear"),
        ((3, 4, 4, 5, 5), ("3.95", "3.95"), ["behind", "leads", "behind"], "clear"),
        ((4, 4, 4, 5, None), ("3.85", "4.25"), ["behind", "open", "open"], "open"),
        ((4, 4, 4, 4, 4), ("4", "4"), ["behind", "tied", "tied"], "tie"),
        ((None,) * 5, ("1", "5"), ["behind", "open", "open"], "open"),
    ],
)
def test_what_c_could_still_reach(app: Flask, line: Row, bounds: tuple[str, str], standings: list[str], lead: str) -> None:
    house = furnished()
    tester = running(house, 1)[0]
    named(house)
    scored(house, tester, {**EXAMPLE, "C": line})
    c = found(house).tools[2]
    assert (c.lowest, c.highest) == tuple(map(Fraction, bounds))
    assert [tool.standing for tool in found(house).tools] == standings
    assert found(house).lead == lead


@pytest.mark.both_databases_when_long
def test_the_mean_is_of_those_who_scored_and_exact(app: Flask) -> None:
    house = furnished()
    testers = running(house, 3)
    named(house, SetupFacts([("Easy", 60), ("Price", 40)], ["A", "B"]))
    scored(house, testers[0], {"A": (5, 4), "B": (2, None)})
    scored(house, testers[1], {"A": (4, None), "B": (2, None)})
    scored(house, testers[2], {"A": (4, None), "B": (1, None)})
    tools = found(house).tools
    assert [tool.means for tool in tools] == [
        (Mean(Fraction(13, 3), 3), Mean(Fraction(4), 1)),
        (Mean(Fraction(5, 3), 3), Mean(None, 0)),
    ]
    assert said(house)[0][1] == Fraction(13, 3) * Fraction(60, 100) + Fraction(4) * Fraction(40, 100)
    assert said(house)[1][1:4] == (None, Fraction("1.4"), Fraction(3))
    assert found(house).scored_by == 3


@pytest.mark.both_databases_when_long
def test_setups_that_make_no_sense_are_refused(app: Flask) -> None:
    house = furnished()
    with pytest.raises(Refused, match="before the trial is over"):
        named(house)
    selected(house)
    wrong = [
        SetupFacts([("Easy", 60), ("Price", 30)], ["A", "B"]),
        SetupFacts([("Easy", 60), ("", 40)], ["A", "B"]),
        SetupFacts([("Easy", 100), ("Price", None)], ["A", "B"]),
        SetupFacts([("Easy", 60), ("easy", 40)], ["A", "B"]),
        SetupFacts([("Easy", 100)], ["A", "a"]),
        SetupFacts([("Easy", 100)], ["A"]),
        SetupFacts([("Easy", 101), ("Price", -1)], ["A", "B"]),
    ]
    for facts in wrong:
        with pytest.raises(Refused):
            named(house, facts)
    assert value(select(func.count(LabTool.id))) == 0
    for _ in range(2):
        named(house)
    assert value(select(func.count(Event.id)).where(Event.verb == "labs.comparison_set")) == 1
    with pytest.raises(Conflict), writing():
        set_comparison(house.lab, SetupFacts(CRITERIA, ("A", "D")), seen="old", by=house.finn)


@pytest.mark.both_databases_when_long
def test_what_is_scored_is_renamed_but_not_taken_away(app: Flask) -> None:
    house = furnished()
    tester = running(house, 1)[0]
    named(house)
    scored(house, tester, {"A": (4, 5, 3, 4, 3), "B": (5, 3, 4, 3, None)})
    for facts, name in (
        (SetupFacts(CRITERIA, ("A", "", "C")), "B"),
        (SetupFacts([("Easy to learn", 40), *CRITERIA[1:4]], ("A", "B", "C")), "Support"),
    ):
        with pytest.raises(Refused) as refused:
            named(house, facts)
        assert refused.value.sentence == f"“{name}” has been scored. Rename it, or leave it; its scores stay."
    named(house, SetupFacts(CRITERIA, ("A plus", "B", "", "D")))
    assert rows(select(LabTool.place, LabTool.name).order_by(LabTool.place)) == [(1, "A plus"), (2, "B"), (4, "D")]
    assert value(select(func.count(ToolScore.id))) == 9


@pytest.mark.both_databases_when_long
def test_scores_that_make_no_sense_are_refused(app: Flask) -> None:
    house = furnished()
    testers = ready(house)
    named(house)
    for score in (0, 6):
        with pytest.raises(Refused, match="1 to 5"):
            scored(house, testers[0], {"A": (score,)})
    for _ in range(2):
        scored(house, testers[0], {"A": (3,)}, by=house.cast.ada)
    assert value(select(func.count(Event.id)).where(Event.verb == "labs.tools_scored")) == 1
    setup = setup_of(house.lab)
    end_reading()
    first = setup.tools[0].id, setup.criteria[0].id
    with pytest.raises(Conflict), writing():
        score_tools(testers[0], {first: 5}, seen=setup_of(house.lab).digest, by=house.cast.greta)
    with pytest.raises(Conflict), writing():
        score_tools(testers[0], {(first[0], 999): 5}, seen=setup.digest_for(testers[0]), by=house.cast.ada)
    with pytest.raises(NotHere), writing():
        score_tools(999, {first: 5}, seen="", by=house.cast.ada)
    with writing():
        leave(testers[0], by=house.cast.ada)
    with pytest.raises(Refused, match="by those who take part"):
        scored(house, testers[0], {"A": (4,)})
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    with pytest.raises(Refused, match="ready or running"):
        scored(house, testers[1], {"A": (4,)})
    assert rows(select(ToolScore.score, ToolScore.author_id)) == [(3, house.cast.ada)]


def test_a_score_is_taken_back_by_leaving_it_empty(app: Flask) -> None:
    house = furnished()
    tester = running(house, 1)[0]
    named(house)
    scored(house, tester, EXAMPLE)
    scored(house, tester, {"A": (5,)})
    assert rows(select(ToolScore.score)) == [(5,)]


def test_by_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    first, second = running(house)
    address = f"/labs/{house.slug}/comparison"
    browser.sign_in(house.finn)
    assert "Nothing is compared yet" in browser.visit(address).text
    sent = {f"criterion_{n}": name for n, (name, _weight) in enumerate(CRITERIA, 1)}
    sent |= {f"weight_{n}": str(weight) for n, (_name, weight) in enumerate(CRITERIA, 1)}
    page = browser.send(f"{address}/edit", **{**sent, "weight_1": "31", "tool_1": "A", "tool_2": "B", "tool_3": "C"})
    assert page.errors == ["Error: The weights total 101. Change them until they total 100."]
    page = browser.send(f"{address}/edit", **sent, tool_1="A", tool_2="B", tool_3="C")
    assert "Nobody has scored yet." in page.text and "nothing scored yet" in page.text
    setup = setup_of(house.lab)
    end_reading()
    names = {
        f"score-{tool.id}-{criterion.id}": str(EXAMPLE[tool.name][n] or "")
        for tool in setup.tools
        for n, criterion in enumerate(setup.criteria)
    }
    browser.sign_in(house.cast.ada)
    page = browser.send(address + f"/scores/{first}", **names)
    assert "The scores of Cluster A are saved." in page.text
    assert page.texts("strong")[-3:] == ["3.95", "4.00", "3.55–3.95"]
    page = browser.visit(f"/labs/{house.slug}/")
    assert "First with 4.00, whatever is still missing: B" in page.text
    browser.visit(address + f"/scores/{second}", status=404)
    browser.visit(f"{address}/edit", status=404)
    assert "14 of 15 scored" in browser.sign_in(house.finn).visit(address).text


def test_the_page_says_that_it_is_open_while_c_could_still_lead(app: Flask, browser: Browser) -> None:
    """3.16: as soon as the best case of C goes beyond 4.00."""
    house = furnished()
    tester = running(house, 1)[0]
    named(house)
    scored(house, tester, {**EXAMPLE, "C": (4, 4, 4, 5, None)})
    page = browser.sign_in(house.finn).visit(f"/labs/{house.slug}/comparison")
    assert page.texts("strong")[-3:] == ["3.95", "4.00", "3.85–4.25"]
    assert [cell for cell in page.texts("td") if cell in ("leads", "behind", "still open")] == ["behind", "still open", "still open"]
    assert "whatever is still missing" not in page.text


def test_what_a_colleague_scored_stands_beside_what_was_typed(app: Flask, browser: Browser) -> None:
    house = furnished()
    tester = running(house, 1)[0]
    named(house)
    address = f"/labs/{house.slug}/comparison/scores/{tester}"
    browser.sign_in(house.cast.greta)
    seen = browser.visit(address).form(address).find(".//input[@name='seen']").get("value")  # type: ignore[union-attr]
    scored(house, tester, {"A": (2,)}, by=house.cast.ada)
    setup = setup_of(house.lab)
    end_reading()
    name = f"score-{setup.tools[0].id}-{setup.criteria[0].id}"
    answer = browser.post(address, data={**browser.csrf(), "seen": seen, name: "5"})
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "now: 2" in text and '<option value="5" selected>' in text
    answer = browser.post(address, data={**browser.csrf(), "seen": seen, name: "7"})
    assert answer.status_code == 422


def test_who_reads_the_comparison(app: Flask, browser: Browser) -> None:
    house = furnished()
    testers = running(house)
    named(house)
    scored(house, testers[0], EXAMPLE)
    address = f"/labs/{house.slug}/comparison"
    for person in (house.cast.eve, house.iris):
        browser.sign_in(person).visit(address, status=404)
        assert "Tools compared" not in browser.visit(f"/labs/{house.slug}/").text
    assert "Score for Cluster B" in browser.sign_in(house.cast.ben).visit(address).text
    with writing():
        report_trial(testers[0], TrialFacts("worked", True, done="We registered 210 contacts."), number=0, by=house.cast.ada)
        decide_verdict(house.lab, VerdictWords("Search by name", "Import of notes"), by=house.finn)
        step_lab(house.lab, "tested", by=house.finn)
    page = browser.sign_in(house.cast.eve).visit(address)
    assert "leads" in page.text and "Score for" not in page.text
    assert "First with 4.00" in browser.visit(f"/labs/{house.slug}/").text
