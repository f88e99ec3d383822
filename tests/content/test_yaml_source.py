"""YAML as trainers mean it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clustercourse.content.yaml_source import read_yaml

VALUES = {
    "plain": "text",
    "no": "no",
    "yes": "yes",
    "off": "off",
    "1:30": "1:30",
    "12:30:00": "12:30:00",
    "2026-01-02": "2026-01-02",
    "007": "007",
    "1e3": "1e3",
    "0x1f": "0x1f",
    "1_000": "1_000",
    ".5": ".5",
    "+1": "+1",
    "'12'": "12",
    '"true"': "true",
    "12": 12,
    "-3": -3,
    "0": 0,
    "1.50": Decimal("1.50"),
    "true": True,
    "false": False,
    "null": None,
    "": None,
    "[a, 1]": ["a", 1],
    "{a: {b: c}}": {"a": {"b": "c"}},
}
VALUES["plain"] = "plain"


@pytest.mark.parametrize("written", sorted(VALUES))
def test_value(written: str) -> None:
    found = read_yaml(f"key: {written}\n").value["key"]
    assert (found, type(found)) == (VALUES[written], type(VALUES[written]))


def test_keys_are_text() -> None:
    assert read_yaml("true: a\n1: b\nno: c\n").value == {"true": "a", "1": "b", "no": "c"}


def test_every_key_and_entry_knows_its_line() -> None:
    source = read_yaml("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\ne: {f: 1,\n  g: 2}\n", first_line=10)
    assert source.lines == {
        (): 10,
        ("a",): 10,
        ("b",): 11,
        ("b", 0): 12,
        ("b", 1): 13,
        ("b", 1, "c"): 13,
        ("b", 1, "d"): 14,
        ("e",): 15,
        ("e", "f"): 15,
        ("e", "g"): 16,
    }
    assert [source.line(path) for path in [("b", 1, "nothing"), ("b", 1, "single", "d"), ("z",)]] == [13, 14, 10]


FAULTS = {
    "a: 1\na: 2\n": [(2, "The key “a” stands twice here. Keep one.")],
    "a: {b: 1, b: 2}\nc: 1\nc: 2\n": [
        (1, "The key “b” stands twice here. Keep one."),
        (3, "The key “c” stands twice here. Keep one."),
    ],
    "a:\n\tb: 1\n": [(2, "There is a tab here. Indent with spaces instead.")],
    "a: b: c\n": [(1, "There is a second colon on this line. Put the text in quotes.")],
    'a: "b\nc: d\n': [(1, "A quotation mark is opened here and never closed.")],
    "a: @b\n": [(1, "A value begins with a sign that has a meaning in YAML, such as @, % or `. Put the text in quotes.")],
    "a: &b 1\nc: *b\n": [
        (1, "“&” and “*” at the start of a value are not supported. Put the text in quotes."),
        (2, "“&” and “*” at the start of a value are not supported. Put the text in quotes."),
    ],
    "a: !!python/object/apply:os.system [id]\n": [(1, "“!” at the start of a value is not supported. Put the text in quotes.")],
    "a: 1\n---\nb: 2\n": [(2, "“---” begins a second document here. A file holds one.")],
    "a: [1\nb: 2\n": [(2, "The indentation or a bracket does not fit here. Compare with the lines above.")],
    "a: \x01\n": [(1, "This is not readable YAML. Look at the signs and indentation here.")],
    "? [a]\n: b\n": [(1, "A key must be plain text.")],
    "[" * 100_000: [(1, "This is nested too deeply. Use fewer levels.")],
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: repr(text[:30]))
def test_fault(text: str) -> None:
    source = read_yaml(text)
    assert [(line, str(sentence)) for line, sentence in source.problems] == FAULTS[text]
    assert source.value is None


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert read_yaml(bomb).value is None


def test_nothing() -> None:
    assert (read_yaml("").value, read_yaml("# only a remark\n").problems) == (None, [])
