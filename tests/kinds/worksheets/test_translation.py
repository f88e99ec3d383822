"""A translated worksheet: texts by the ids of the original, laid over it; what is strange or lacking is said."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.kinds.worksheets.sheets import GAPS, WORKSHEET, sheet, source, specification, translation, with_fields

FULL: dict[str, Any] = {
    "id": "cost",
    "type": "number",
    "prompt": "Cost",
    "hint": "Of a year.",
    "unit": "hours",
    "good": "150",
    "weak": "0",
    "checks": ["Added up?", "Asked?"],
}
GIVEN: dict[str, Any] = {**deepcopy(GAPS), "id": "given", "row_word": "gap"}
GIVEN["preset"] = [{**row, "group": "Actors"} for row in GIVEN["preset"]]
DATA = sheet(
    fields=[FULL, GIVEN, {"id": "trust", "type": "rating", "prompt": "Trust", "labels": ["little", "much"]}],
    summary="Short.",
    computed=[
        {
            "id": "radar",
            "calculation": "gap-radar",
            "title": "Radar",
            "inputs": {"severity": "given.severity", "importance": "given.importance"},
        },
        {"id": "untitled", "calculation": "gap-radar", "inputs": {"severity": "given.severity", "importance": "given.importance"}},
    ],
    agreements=[{"id": "same", "kind": "same-number", "this": "cost", "other": "mix.fees", "sentence": "They differ."}],
)
COLUMNS = {
    "severity": {"prompt": "Bredde"},
    "importance": {"prompt": "Vigtighed"},
    "decision": {"prompt": "Valg", "options": {"now": "I år", "later": "Senere"}},
}
DANISH: dict[str, Any] = {
    "title": "Et ark",
    "summary": "Kort.",
    "fields": {
        "cost": {"prompt": "Udgift", "hint": "På et år.", "good": "150", "weak": "0", "checks": ["Lagt sammen?", "Spurgt?"]},
        "given": {
            "prompt": "Huller",
            "row_word": "hul",
            "preset": {"research": "Forskning", "capital": "Kapital"},
            "groups": {"Actors": "Aktører"},
            "columns": COLUMNS,
        },
        "trust": {"prompt": "Tillid", "labels": ["lidt", "meget"]},
    },
    "computed": {"radar": "Radar på dansk"},
    "agreements": {"same": "De er forskellige."},
}


def without(*path: str) -> dict[str, Any]:
    """The translation without one text."""
    words = deepcopy(DANISH)
    place = words
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return words


def with_words(value: Any, *path: str) -> dict[str, Any]:
    words = deepcopy(DANISH)
    place = words
    for step in path[:-1]:
        place = place.setdefault(step, {})
    place[path[-1]] = value
    return words


def test_a_whole_translation_lacks_nothing() -> None:
    """A unit may stay as it is."""
    assert WORKSHEET.translation_problems(source(DATA), translation(**DANISH)) == []
    assert WORKSHEET.untranslated(source(DATA), translation(**DANISH)) == []


@pytest.mark.parametrize(
    "path",
    [
        ("title",),
        ("summary",),
        ("fields", "cost", "prompt"),
        ("fields", "cost", "hint"),
        ("fields", "cost", "good"),
        ("fields", "cost", "checks"),
        ("fields", "trust", "labels"),
        ("fields", "given", "row_word"),
        ("fields", "given", "preset", "capital"),
        ("fields", "given", "groups", "Actors"),
        ("fields", "given", "columns", "severity", "prompt"),
        ("fields", "given", "columns", "decision", "options", "later"),
        ("computed", "radar"),
        ("agreements", "same"),
    ],
)
def test_each_text_that_is_lacking_is_named(path: tuple[str, ...]) -> None:
    made = translation(**without(*path))
    assert WORKSHEET.translation_problems(source(DATA), made) == []
    assert WORKSHEET.untranslated(source(DATA), made) == [path]


def test_a_worksheet_without_a_translation_lacks_every_text() -> None:
    lacking = WORKSHEET.untranslated(source(DATA), translation())
    assert len(lacking) == len(set(lacking)) == 21
    assert {path[0] for path in lacking} == {"title", "summary", "fields", "computed", "agreements"}


LINES = "Translate all lines of this list, in the order of the original."
NO_TEXT = "The original field has no text for “{}”."


@pytest.mark.parametrize(
    ("value", "path", "sentence"),
    [
        ({"prompt": "Andet"}, ("fields", "other"), "The original has no field “other”."),
        ("t", ("fields", "trust", "unit"), NO_TEXT.format("unit")),
        ("Et godt", ("fields", "given", "good"), NO_TEXT.format("good")),
        ({"a": "b"}, ("fields", "trust", "options"), NO_TEXT.format("a")),
        ("Ny", ("fields", "given", "preset", "policy"), NO_TEXT.format("policy")),
        ("Penge", ("fields", "given", "groups", "Money"), NO_TEXT.format("Money")),
        ({"prompt": "Mere"}, ("fields", "given", "columns", "more"), NO_TEXT.format("prompt")),
        ("Måske", ("fields", "given", "columns", "decision", "options", "maybe"), NO_TEXT.format("maybe")),
        (["Kun en"], ("fields", "cost", "checks"), LINES),
        (["lidt", "midt", "meget"], ("fields", "trust", "labels"), LINES),
        (["en"], ("fields", "given", "columns", "severity", "labels"), NO_TEXT.format("labels")),
        ("Andet", ("computed", "other"), "The original has no “other” here."),
        ("Andet", ("agreements", "other"), "The original has no “other” here."),
    ],
)
def test_each_text_that_belongs_nowhere_is_said(value: Any, path: tuple[str, ...], sentence: str) -> None:
    ((where, said),) = WORKSHEET.translation_problems(source(DATA), translation(**with_words(value, *path)))
    assert said == sentence
    assert where[: len(path)] == path


def test_the_translated_specification_has_its_texts_and_the_rules_of_the_original() -> None:
    plain, danish = specification(DATA), specification(DATA, translation(**DANISH))
    assert (danish["title"], danish["summary"]) == ("Et ark", "Kort.")
    cost, given, trust = danish["fields"]
    assert {key: value for key, value in cost.items() if value != plain["fields"][0][key]} == {
        "prompt": "Udgift",
        "hint": "På et år.",
        "checks": ["Lagt sammen?", "Spurgt?"],
    }
    assert [(row["label"], row["group"]) for row in given["preset"]] == [("Forskning", "Aktører"), ("Kapital", "Aktører")]
    assert [column["prompt"] for column in given["columns"]] == ["Bredde", "Vigtighed", "Valg"]
    assert given["columns"][2]["options"] == [{"id": "now", "text": "I år"}, {"id": "later", "text": "Senere"}]
    assert trust["labels"] == ["lidt", "meget"]
    assert [entry["title"] for entry in danish["computed"]] == ["Radar på dansk", ""]
    assert [entry["sentence"] for entry in danish["agreements"]] == ["De er forskellige."]
    assert [entry["inputs"] for entry in danish["computed"]] == [entry["inputs"] for entry in plain["computed"]]


def test_a_part_of_a_translation_leaves_the_rest_as_it_is() -> None:
    words = {"fields": {"given": {"preset": {"capital": "Kapital"}, "columns": {"decision": {"options": {"now": "I år"}}}}}}
    given = specification(DATA, translation(**words))["fields"][1]
    assert [(row["label"], row["group"]) for row in given["preset"]] == [("Research", "Actors"), ("Kapital", "Actors")]
    assert [option["text"] for option in given["columns"][2]["options"]] == ["I år", "Later"]
    assert given["prompt"] == "Gaps"


def test_compiling_leaves_what_was_read_alone() -> None:
    made = source(with_fields(FULL))
    before = made.model_dump(mode="json")
    first = WORKSHEET.compile(made, translation(fields={"cost": {"prompt": "Udgift"}}), str)
    assert made.model_dump(mode="json") == before
    assert WORKSHEET.compile(made, None, str)["fields"][-1]["prompt"] == "Cost" != first["fields"][-1]["prompt"]
