"""What a question asks for, and the spellings that mean the same."""

from __future__ import annotations

import pytest
from flask import Flask

from clustercourse.search.folding import fold
from clustercourse.search.words import wanted
from tests.search.looking import entry, titles


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Kørsel", "korsel"),
        ("ÅÄÖ", "aao"),
        ("Ærø", "aero"),
        ("Straße", "strasse"),
        ("café", "cafe"),
        ("İstanbul", "istanbul"),
        ("ﬁrms", "firms"),
        ("a\x00b", "a b"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(fold(written)) == folded


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ("", []),
        ("two words", [["two"], ["words"]]),
        ("twice twice", [["twice"]]),
        ('"two words" more', [["two words"], ["more"]]),
        ('open "quote left', [["open"], ["quote left"]]),
        ("c++ -- NEAR( AND * :x", [["c"], ["near"], ["and"], ["x"]]),
        ("bridge-building", [["bridge"], ["building"]]),
        ('"" “”', []),
        ("kørsel", [["korsel", "koersel"]]),
        ("koersel", [["koersel", "korsel"]]),
        ("Århus", [["arhus", "aarhus"]]),
        ("Aarhus", [["aarhus", "arhus"]]),
        ("Fürth", [["furth", "fuerth"]]),
        ('"små øer"', [["sma oer", "sma or", "smaa oeer"]]),
    ],
)
def test_what_is_asked(asked: str, phrases: list[list[str]]) -> None:
    assert [[" ".join(words) for words in phrase.spellings] for phrase in wanted(asked).phrases] == phrases


def test_very_long_questions_are_cut() -> None:
    found = wanted("x" * 500 + " " + " ".join(f"y{number}" for number in range(100))).phrases
    assert (len(found), len(found[0].spellings[0][0])) == (12, 60)
    assert len(wanted('"' + "word " * 100).phrases[0].spellings[0]) == 12


WRITTEN = {
    "Kørsel i klyngen": ("kørsel", "korsel", "koersel", "KØRS", "kor"),
    "Ærø og færger": ("ærø", "aero", "aeroe", "færger", "faerger"),
    "Åben dag": ("åben", "aben", "aaben", "A\u030aben"),
    "Aarhus Havn": ("Århus", "Aarhus"),
    "Größe der Straße": ("größe", "grosse", "groesse", "straße", "strasse"),
    "Över ån": ("över", "over", "oever"),
    "Bölgeler Müller": ("müller", "muller", "mueller"),
    "産業クラスター": ("産業", "産"),
    "تجمع صناعي": ("تجمع", "صنا"),
    "cafe\u0301 Łódź": ("café", "cafe", "lodz", "Łódź"),
    "C and EU": ("c", "eu"),
}


@pytest.mark.both_databases
def test_letters_that_keyboards_lack(app: Flask) -> None:
    for written in WRITTEN:
        entry(written)
    found = {written: [asked for asked in ways if titles(asked) != [written]] for written, ways in WRITTEN.items()}
    assert found == {written: [] for written in WRITTEN}


@pytest.mark.both_databases
def test_short_words_mean_themselves(app: Flask) -> None:
    entry("EU")
    entry("Europe")
    assert titles("eu") == ["EU"]
    assert titles("eur") == ["Europe"]
