"""What stands for each name in a product: who is named, who is quoted, which numbers are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from clustercourse.db import end_reading, writing
from clustercourse.labs.actions.hypotheses import write_hypothesis
from clustercourse.labs.actions.trials import dissent, report_trial
from clustercourse.labs.composing import Picture, compose
from clustercourse.labs.evidence_blocks import BLOCKS
from clustercourse.labs.queries.evidence import Evidence, evidence_of
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.words import DATA_WORDS, KIND_WORDS, PRODUCT_WORDS, STAGE_WORDS
from clustercourse.labs.writers.html import html_of
from clustercourse.models.catalogue import KINDS, STAGES
from clustercourse.text import plain_text
from clustercourse.text.blocks import Quotation, Table, plain
from tests.labs.house import House, furnished, running
from tests.labs.results import FOR_THE_LAB, KEPT, PUBLIC, reported, with_results


def shown(house: House, name: str) -> str:
    end_reading()
    return plain_text(html_of(compose(f"{{{{{name}}}}}", evidence_of(house.lab, house.state())).pieces))


def table_of(house: House, name: str) -> list[tuple[str, ...]]:
    pieces = compose(f"{{{{{name}}}}}", evidence_of(house.lab, house.state())).pieces
    return [tuple(plain(cell) for cell in row) for piece in pieces if isinstance(piece, Table) for row in piece.rows]


def test_every_name_has_its_words() -> None:
    assert set(BLOCKS) == set(DATA_WORDS)
    assert (set(KIND_WORDS), set(STAGE_WORDS)) == (set(KINDS), set(STAGES))
    assert set(PRODUCT_WORDS) == {"handbook", "training-course", "adapted-method", "other"}


@pytest.mark.both_databases_when_long
def test_only_those_who_agreed_are_named_and_the_others_cannot_be_guessed(app: Flask) -> None:
    house = furnished()
    with_results(house)
    assert table_of(house, "context") == [
        ("Cluster A", "Cluster", "Growing", "Denmark", "1,234"),
        *[("One that is not named", "Cluster", "Not said", "–", "–")] * 3,
    ]
    assert all(name not in shown(house, "context") for name in ("Cluster B", "Tester 3", "Tester 4"))


@pytest.mark.both_databases_when_long
def test_only_what_is_for_everybody_is_quoted(app: Flask) -> None:
    house = furnished()
    with_results(house)
    assert shown(house, "worked") == (
        "Finding people. Search by <b>name</b>. Also {{time}} and **bold**. Cluster A 2 organisations wrote about it, but not for everybody."
    )
    assert shown(house, "did-not") == "Old notes. Import of notes. Cluster A 1 organisation wrote about it, but not for everybody."
    assert shown(house, "conditions") == "Small offices. Two people in the office. Cluster A"
    assert shown(house, "changed") == "We meet on Mondays. Cluster A"


def test_what_an_organisation_typed_is_neither_markup_nor_a_name(app: Flask) -> None:
    house = furnished()
    with_results(house)
    composed = compose("{{worked}}", evidence_of(house.lab, "tested"))
    assert composed.problems == ()
    assert [type(piece).__name__ for piece in composed.pieces] == ["Paragraph", "Quotation", "Paragraph"]
    assert "Search by &lt;b&gt;name&lt;/b&gt;.<br>Also {{time}} and **bold**." in html_of(composed.pieces)


@pytest.mark.both_databases_when_long
def test_hours_are_told_of_three_at_least(app: Flask) -> None:
    house = furnished()
    with_results(house)
    assert table_of(house, "time") == [("Least", "4"), ("Median", "9"), ("Most", "11"), ("Organisations that said so", "3")]


def test_hours_of_two_are_nobodys_business(app: Flask) -> None:
    house = furnished()
    with_results(house, 2)
    assert shown(house, "time") == "Fewer than 3 organisations said how many hours it took, so none are told."


def test_a_median_between_two_is_exact(app: Flask) -> None:
    house = furnished()
    participants = reported(house)
    with writing():
        report_trial(participants[3], replace(KEPT, hours=10), number=0, by=house.finn)
    evidence = evidence_of(house.lab, "tested")
    composed = compose("{{time}}", evidence)
    assert "<td>9.5</td>" in html_of(composed.pieces)


@pytest.mark.both_databases_when_long
def test_the_verdict_with_its_counts_and_picture(app: Flask) -> None:
    house = furnished()
    with_results(house)
    assert table_of(house, "verdict") == [
        ("Organisations that began", "4"),
        ("Of these, reports that came", "3"),
        ("Of these, successes as the hypothesis counts them", "2"),
        ("Threshold", "60%"),
    ]
    pieces = compose("{{verdict}}", evidence_of(house.lab, "tested")).pieces
    [picture] = [piece.drawing for piece in pieces if isinstance(piece, Picture)]
    assert picture.finding == "Inconclusive: 50.0% at worst, 75.0% at best, with 60.0% between them"
    with writing():
        dissent(house.lab, "Four are too few.", by=house.cast.ben)
    told = shown(house, "verdict")
    assert "1 remark sees it otherwise. It stands with the lab." in told
    assert "A report that never came: Count it both ways" in told
    assert "Four are too few." not in told


@pytest.mark.both_databases_when_long
def test_the_hypothesis_with_its_amendments(app: Flask) -> None:
    house = furnished()
    running(house)
    number = hypothesis_of(house.lab).number
    with writing():
        said = {"threshold": 40, "missing_rule": "failures"}
        write_hypothesis(house.lab, said, number=number, by=house.finn, reason="The system came late.")
    rows = table_of(house, "hypothesis")
    assert rows[4] == ("It holds if at least this share of those who start succeed", "40%")
    assert [row[1:4] for row in rows[10:]] == [
        ("60%", "40%", "The system came late."),
        ("Count it both ways: as a failure at worst, as a success at best", "Count it as a failure", "The system came late."),
    ]


def test_no_number_is_told_while_the_lab_runs(app: Flask) -> None:
    house = furnished()
    reported(house)
    assert shown(house, "verdict") == shown(house, "time") == "The numbers stand here once the lab is tested."
    assert shown(house, "worked") == "Search by <b>name</b>. Also {{time}} and **bold**. Cluster A"


def test_of_nothing_something_is_said() -> None:
    for is_tested in (False, True):
        for name in BLOCKS:
            assert html_of(compose(f"{{{{{name}}}}}", Evidence(is_tested)).pieces) != "", name


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("{{verdict}}", []),
        ("{{ time }}\n{{context}}", []),
        ("# {{x}}", ["“{{x}}” stands for nothing. The names that do are listed beside the text."]),
        ("{{Verdict}}\n\n{{Verdict}}", ["“{{Verdict}}” stands for nothing. The names that do are listed beside the text."]),
        ("- {{time}}", ["“{{time}}” stands among other words, so it is shown as typed. Put it alone between two empty lines."]),
        ("> a\n>\n> {{time}} b", ["“{{time}}” stands among other words, so it is shown as typed. Put it alone between two empty lines."]),
        ("| a |\n|---|\n| {{no}} |", ["“{{no}}” stands for nothing. The names that do are listed beside the text."]),
        ("```\n{{no}}\n```\n\n`{{no}}`\n\n{ {no} } {{}", []),
    ],
)
def test_the_writer_is_told_what_stands_for_nothing(source: str, problems: list[str]) -> None:
    assert [str(each) for each in compose(source, Evidence(True)).problems] == problems


@pytest.mark.parametrize(
    "source", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "{{<b>}}", "\x00{{time}}"]
)
def test_nothing_that_is_typed_runs(source: str) -> None:
    html = html_of(compose(source, Evidence(True)).pieces)
    assert not any(sign in html for sign in ("<script", "<img", "href=", "<b>", "\x00"))


def test_a_picture_may_stand_twice(app: Flask) -> None:
    house = furnished()
    with_results(house)
    html = html_of(compose("{{verdict}}\n\n{{verdict}}", evidence_of(house.lab, "tested")).pieces)
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 2


def test_a_quotation_names_who_chose_to_be_read_by_all(app: Flask) -> None:
    """Sharing a report with everybody is "with our name", whatever the list of participants says."""
    house = furnished()
    participants = running(house)
    with writing():
        report_trial(participants[1], PUBLIC, number=0, by=house.cast.ben)
        report_trial(participants[0], FOR_THE_LAB, number=0, by=house.cast.ada)
    pieces = compose("{{changed}}", evidence_of(house.lab, "tested")).pieces
    [quoted] = [piece for piece in pieces if isinstance(piece, Quotation)]
    assert plain(quoted.blocks[-1].runs) == "Cluster B"  # type: ignore[union-attr]
